"""Answers quick questions, one a line, in a process of its own that stays warm.

python -m twin.web.desk.answering     reads JSON lists of arguments, says when it is ready, then writes
                                      JSON objects: answer, or refused
"""

import json
import os
import sys


def answer(line):
    """The object for one line."""
    import twin
    from twin.model.errors import ScenarioError
    from twin.show.faults import in_words_of

    lang = line[line.index("--lang") + 1] if "--lang" in line else "en"

    try:
        return {"answer": twin.ask(*(word for word in line if word != "--json"))}
    except ScenarioError as error:
        return {"refused": [one._replace(text=in_words_of(one.text, lang)).tree() for one in error.faults]}
    except Exception as error:  # a Refusal of a command is one of the door, which no room below may name
        path, text = getattr(error, "path", ""), getattr(error, "text", str(error) or repr(error))
        return {
            "refused": [{"path": str(path), "value": "", "text": in_words_of(str(text), lang), "place": ""}]
        }


def serve():
    """Answers until standard input ends; what a command prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    answer(["list"])  # what every question needs is loaded before the first comes
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        out.write(
            json.dumps(answer(json.loads(line)), ensure_ascii=False, allow_nan=False, default=str) + "\n"
        )
        out.flush()


if __name__ == "__main__":
    serve()
