"""How trees are saved as files: named changes as a scenario of their own, a day as a peak."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from twin.model.errors import Fault, ScenarioError


def write_lever(path: str | Path, name: str, changes: Sequence[Mapping[str, Any]], label: Any = None) -> Path:
    """The scenario's file, written whole and only if it reads back as a lever that makes these changes."""
    from twin.config.library import is_name
    from twin.model import yaml_text
    from twin.model.levers import read_lever

    path = Path(path)
    if not is_name("scenario", name) or path.stem != name or path.suffix != ".yaml":
        text = f"a scenario's file is called as itself, in small letters, digits and _: {name}.yaml"
        raise ScenarioError([Fault(f"scenario.{name}", "", text)])
    body = {**({"label": label} if label else {}), "changes": [dict(change) for change in changes]}
    text = as_text({name: body})
    page = yaml_text.read(text, path.name)
    if page.faults:
        raise ScenarioError(page.faults)
    read_lever(name, page.tree[name], {}, lambda inner: page.place((name, *inner)))
    return _put(path, text)


def write_peak(path: str | Path, tree: Mapping[str, Any]) -> Path:
    """A peak's file, written whole and only if it reads back as the same tree."""
    from twin.config.library import is_name
    from twin.model import yaml_text

    path = Path(path)
    if not is_name("layout", path.stem) or path.suffix != ".yaml":
        text = "a peak's file is called in small letters, digits and _, as in day_p95.yaml"
        raise ScenarioError([Fault(f"peak.{path.stem}", "", text)])
    text = "\n".join(_lines(tree, 0)) + "\n"
    page = yaml_text.read(text, path.name)
    if page.faults:
        raise ScenarioError(page.faults)
    return _put(path, text)


def _put(path: Path, text: str) -> Path:
    """Written aside and moved into place: others see the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.part")
    aside.write_text(text, encoding="utf-8")
    aside.replace(path)
    return path


def as_text(tree: Mapping[str, Any]) -> str:
    """A tree of texts as a file."""
    return "\n".join(_lines(tree, 0)) + "\n"


def _lines(value: Any, depth: int) -> list[str]:
    """A mapping or list as indented lines."""
    space = "  " * depth
    lines = []
    if isinstance(value, Mapping):
        for word, inner in value.items():
            if isinstance(inner, Mapping | list) and inner:
                lines += [f"{space}{_scalar(word)}:", *_lines(inner, depth + 1)]
            else:
                lines.append(f"{space}{_scalar(word)}: {_scalar(inner)}")
        return lines
    for item in value:
        if isinstance(item, Mapping | list) and item:
            first, *rest = _lines(item, depth + 1)
            lines += [f"{space}- {first.lstrip()}", *rest]
        else:
            lines.append(f"{space}- {_scalar(item)}")
    return lines


def _scalar(value: Any) -> str:
    """A scalar as it stands in a file; what YAML would read otherwise goes into quotes."""
    if isinstance(value, list | Mapping):
        return "[]" if isinstance(value, list) else "{}"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if _reads_as_itself(text) else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _reads_as_itself(text: str) -> bool:
    from twin.model import yaml_text

    for sample in (f"a: {text}", f"- {text}\n"):
        page = yaml_text.read(sample if sample.startswith("a") else f"a:\n  {sample}", "")
        if page.faults or page.tree["a"] not in (text, [text]):
            return False
    return text == text.strip()
