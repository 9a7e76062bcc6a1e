"""What a command answers, or says where it refuses."""

import json

from twin.cli import main


def answer(capsys, *words):
    """The exit code of a command line, and its answer as JSON."""
    code = main([*words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def refusal(capsys, *words):
    """What is said of a command line that is refused."""
    assert main([*words, "--lang", "en"]) == 2
    return capsys.readouterr().err
