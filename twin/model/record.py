"""Frozen records of the language, and how pydantic's errors become faults with a path and a way out."""

from typing import Annotated, Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError, model_validator

from twin.model.errors import listed, nearest
from twin.model.values import read_text


class Label(NamedTuple):
    """A thing's name in Chinese and in English."""

    zh: str
    en: str


class Record(BaseModel):
    """A mapping of the language: unknown words are refused with the nearest known one."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.removesuffix("_"),
        arbitrary_types_allowed=True,
    )

    @classmethod
    def words(cls) -> list[str]:
        """The words that may stand in this mapping."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @model_validator(mode="wrap")
    @classmethod
    def _with_words(cls, raw: Any, handler: Any) -> Self:
        try:
            return handler(raw)
        except ValidationError as error:
            raise ValidationError.from_exception_data(
                cls.__name__, _in_our_words(error, cls.words())
            ) from None


def read_label(value: object) -> object:
    """Both languages of a label; where only one is written it serves for both."""
    if isinstance(value, Label):
        return value
    if isinstance(value, dict) and value and set(value) <= {"zh", "en"}:
        first = next(iter(value.values()))
        return Label(str(value.get("zh", first)), str(value.get("en", first)))
    if isinstance(value, dict):
        loose = next((key for key in value if key not in ("zh", "en")), None)
        if loose is not None and value[loose] is None:
            raise ValueError(
                f"'{loose}' stands alone: inside {{ }} a comma ends a text; put the whole text into quotes"
            )
    if isinstance(value, dict | list):
        raise ValueError("a label is written {zh: …, en: …}")
    return Label(str(value), str(value))


def read_note(value: object) -> object:
    """A note in one language, or in both as a label is."""
    return read_label(value) if isinstance(value, dict | Label) else read_text(value)


class Thing(Record):
    """A record with a label and a note; its source or assumption is in the ledger."""

    label: Annotated[Label | None, PlainValidator(read_label)] = None
    note: Annotated[str | Label, PlainValidator(read_note)] = ""


def _in_our_words(error: ValidationError, words: list[str]) -> list[Any]:
    """The lines of an error as pydantic takes them back."""
    return [
        {
            "type": "value_error",
            "loc": line["loc"],
            "input": line["input"],
            "ctx": {"error": said(line, words)},
        }
        for line in error.errors(include_url=False)
    ]


class WordError(ValueError):
    """What is wrong is a word of the language, not the value behind it."""


def said(line: Any, words: list[str]) -> ValueError:
    """One of pydantic's errors in our own words; those of inner records are already said."""
    kind, word = line["type"], line["loc"][-1] if line["loc"] else ""
    if kind == "extra_forbidden":
        return WordError(
            f"'{word}' is not a word here{nearest(word, words)}; the words here are {listed(words)}"
        )
    if kind == "missing":
        return WordError(f"needs {word}:")
    if kind == "value_error":
        return line["ctx"]["error"]
    if kind == "literal_error":
        wanted = [one.strip("'") for one in line["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        near = nearest(line["input"], wanted)
        return ValueError(f"not one of the words here{near}; write one of {listed(wanted)}")
    return ValueError(_SHAPES.get(kind, line["msg"]))


_SHAPES = {
    "dict_type": "a mapping belongs here, name: …",
    "model_type": "a mapping of fields belongs here, word: value",
    "tuple_type": "a list belongs here",
}
