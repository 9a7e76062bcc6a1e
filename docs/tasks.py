"""Writes the tables of scenarios in tasks.md and tasks.zh.md from scenarios/: python docs/tasks.py."""

import re
from pathlib import Path

import yaml

HERE = Path(__file__).parent
PAGES = {"en": HERE / "tasks.md", "zh": HERE / "tasks.zh.md"}
_SECTION = re.compile(r"^## (\d+) .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
NONE = {"en": "| – | no scenario, see the files |\n", "zh": "| – | 无方案，见文件 |\n"}
_TABLE = re.compile(r"(?<=^\|---\|---\|\n)(?:^\|.*\n)*", re.MULTILINE)


def scenarios():
    """{task: {scenario: label by language}} of all files in scenarios/ that name a task."""
    found = {}
    for path in sorted((HERE.parent / "scenarios").glob("*.yaml")):
        said = yaml.safe_load(path.read_text(encoding="utf-8")).get(path.stem) or {}
        if "task" in said:
            found.setdefault(said["task"], {})[path.stem] = said["label"]
    return found


def written(page, language):
    """The page with the table of each task as the scenarios are now."""
    by_task = scenarios()

    def section(match):
        labels = by_task.get(int(match[1]), {})
        rows = "".join(f"| `scenarios/{name}.yaml` | {label[language]} |\n" for name, label in labels.items())
        return _TABLE.sub(lambda _: rows or NONE[language], match[0], count=1)

    return _SECTION.sub(section, page)


if __name__ == "__main__":
    for language, path in PAGES.items():
        path.write_text(written(path.read_text(encoding="utf-8"), language), encoding="utf-8")
