"""Makes the gallery: charts, maps, scenes and a film of ports that are shipped, and the pages that tell them.

    python docs/gallery/draw.py             all
    python docs/gallery/draw.py road rail   the pictures of some steps

What is run is in steps.yaml, what is shown in shots.yaml. Work goes on where it was stopped: outputs/gallery.
"""

import os
import shlex
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import yaml
from PIL import Image
from tqdm import tqdm

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WORK = ROOT / "outputs" / "gallery"
OFFERS = Path("experiments") / "scanner_offers"
LANGUAGES = ("en", "zh")
PAGES = {"en": "README.md", "zh": "README.zh.md"}
WIDE = 880  # pixels of a picture
TALL = 1100  # pixels from which a picture is cut: its rows go on alike
COLOURS = 64  # of its palette
WORDS = {
    "en": {
        "title": "Gallery",
        "lead": "Every chart, maps, scenes and a film, of ports that are shipped, with small settings. "
        "`make gallery` makes them all again. [中文](README.zh.md)",
        "by": "by",
        "absent": "Not drawn yet: `python docs/gallery/draw.py {step}` draws it.",
        "steps": "What was run",
        "then": "Each port is asked first, and then drawn, with `--lang en` or `--lang zh`.",
    },
    "zh": {
        "title": "图集",
        "lead": "全部图表、地图、立体图和一段影片，均取自随附口岸，设置从简。"
        "`make gallery` 可全部重新生成。[English](README.md)",
        "by": "来自",
        "absent": "尚未绘制：`python docs/gallery/draw.py {step}` 可绘制。",
        "steps": "所运行的命令",
        "then": "对每个口岸先提问、后绘图，绘图命令加 `--lang zh` 或 `--lang en`。",
    },
}


class Shot(NamedTuple):
    """A picture: its name, the file that a step gives, the chart that draws it, and words by language."""

    name: str
    source: str
    chart: str  # module.function of twin/show/charts, "" of maps and scenes
    words: dict  # [language] (title, sentence)

    @property
    def step(self):
        """The step that gives it, "" of a picture that another page has made."""
        return self.source.partition("/")[0].strip(".")

    def file(self, language):
        """Its file, as seen from this folder."""
        if not self.step:
            return Path(self.source)
        if self.is_film:
            return Path("pictures") / Path(self.source).name
        return Path("pictures") / f"{self.name}.{language}.png"

    @property
    def is_film(self):
        """A film is made once, for both pages."""
        return self.source.endswith(".mp4")


def steps():
    """{name: its port and commands}."""
    return yaml.safe_load((HERE / "steps.yaml").read_text("utf-8"))


def chapters():
    """[(heading by language, [Shot])] in the order of the page."""
    found = []
    for row in yaml.safe_load((HERE / "shots.yaml").read_text("utf-8")):
        words = {language: row[language] for language in LANGUAGES}
        if "name" in row:
            found[-1][1].append(Shot(row["name"], row["from"], row.get("chart", ""), words))
        else:
            found.append((words, []))
    return found


def shots():
    """All pictures."""
    return [shot for _, some in chapters() for shot in some]


def lines(step, language, folder="{to}"):
    """(commands that ask, commands that draw in a language) of a step, as one types them."""
    asks = [line.replace("PORT", step["port"]) for line in step.get("asks", ())]
    draws = [f"{line.replace('PORT', step['port'])} --lang {language}" for line in step["draws"]]
    return asks, [line.format(to=folder) for line in draws]


def carry_out(chosen, watch):
    """Runs the commands of the steps, each language after the other."""
    WORK.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / OFFERS, WORK / OFFERS, dirs_exist_ok=True)
    for name, step in chosen.items():
        for language in LANGUAGES:
            folder = f"{name}.{language}"
            (WORK / folder).mkdir(exist_ok=True)
            asks, draws = lines(step, language, folder)
            for line in [*(asks if language == LANGUAGES[0] else ()), *draws]:
                watch.set_postfix_str(" ".join(line.split()[:3]))
                run(line)
                watch.update()


def run(line):
    """One command in the folder of work; 1 is an answer too, as of a port that is not the recorded one."""
    words = [sys.executable, "-m", "twin", *shlex.split(line)[1:]]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        words, cwd=WORK, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{line}\nended with {done.returncode}:\n{done.stderr or done.stdout}")


def collect(chosen):
    """Puts the pictures of the steps here, small."""
    (HERE / "pictures").mkdir(exist_ok=True)
    for shot in shots():
        if shot.step in chosen:
            for language in LANGUAGES[:1] if shot.is_film else LANGUAGES:
                source = WORK / f"{shot.step}.{language}" / shot.source.partition("/")[2]
                if not source.is_file():
                    raise SystemExit(f"{source} is not there: no command of step {shot.step} draws it")
                (HERE / shot.file(language)).write_bytes(small(source))


def small(source):
    """A picture no wider and taller than the page and in few colours; a film as it is."""
    if source.suffix != ".png":
        return source.read_bytes()
    with Image.open(source) as picture:
        drawn = picture.convert("RGB")
    if drawn.width > WIDE:
        drawn = drawn.resize((WIDE, round(drawn.height * WIDE / drawn.width)), Image.Resampling.LANCZOS)
    drawn = drawn.crop((0, 0, drawn.width, min(drawn.height, TALL)))
    file = BytesIO()
    few = drawn.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


def page(language):
    """The page of a language."""
    said = WORDS[language]
    text = [f"# {said['title']}", said["lead"]]
    for heading, some in chapters():
        text.append(f"## {heading[language]}")
        for shot in some:
            title, sentence = shot.words[language]
            shown = shown_in(shot, language)
            by = f" ({said['by']} [{shot.step}](#{shot.step}))" if shot.step else ""
            text += [f"### {title}", f"{sentence}{by}", shown]
    text += [f"## {said['steps']}", said["then"]]
    for name, step in steps().items():
        asks, draws = lines(step, language, name)
        text += [f"### {name}", "```bash\n" + "\n".join([*asks, *draws]) + "\n```"]
    return "\n\n".join(text) + "\n"


def shown_in(shot, language):
    """The picture in a language, else in the other one, else how it is made."""
    files = (shot.file(each) for each in (language, *LANGUAGES))
    file = next((file.as_posix() for file in files if (HERE / file).is_file()), None)
    if file is None:
        return WORDS[language]["absent"].format(step=shot.step)
    return f"{'' if shot.is_film else '!'}[{shot.words[language][0]}]({file})"


def write_pages():
    """Both pages from the tables."""
    for language, name in PAGES.items():
        (HERE / name).write_text(page(language), encoding="utf-8")


def main(names):
    """Runs, collects, and writes the pages."""
    known = steps()
    if strangers := sorted(set(names) - set(known)):
        raise SystemExit(f"{', '.join(strangers)}: no step of steps.yaml; there are {', '.join(known)}")
    chosen = {name: step for name, step in known.items() if name in names or not names}
    number = sum(len(step.get("asks", ())) + len(LANGUAGES) * len(step["draws"]) for step in chosen.values())
    with tqdm(total=number, unit="command") as watch:
        carry_out(chosen, watch)
    collect(chosen)
    write_pages()


if __name__ == "__main__":
    main(sys.argv[1:])
