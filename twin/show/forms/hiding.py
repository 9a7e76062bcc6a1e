"""Texts are held against what must not be told, whatever page they are on and whatever figure they are in."""

import re

from twin.show.blocks import Link, Missing
from twin.show.text import say

# A number with a currency, in whatever order: 28 M CNY, ¥ 1.2, 3.5 万元, USD 100.
CURRENCY = r"(?:CNY|RMB|USD|EUR|PLN|JPY|KZT|MNT|RUB|GBP|yuan|元|￥|¥|\$|€|£)"
AMOUNT = r"\d[\d,.\u00a0 ]*(?:k|M|G|bn|million|billion|万|亿|百万)?"
MONEY = re.compile(rf"{AMOUNT}[\u00a0 ]*{CURRENCY}(?:/\w+)?|{CURRENCY}[\u00a0 ]*{AMOUNT}", re.IGNORECASE)
WITHHELD = "▪▪▪"


class Hidden:
    """Names and kinds of numbers that no text may have."""

    word = WITHHELD

    def __init__(self, names, money):
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        patterns = [re.escape(name) for name in longest_first]
        self.names = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None
        # Each name has a mark of its own, so that those who are told apart stay apart.
        self.marks = {name.lower(): f"{WITHHELD}{i}" for i, name in enumerate(sorted(names), 1)}
        self.money = MONEY if money else None

    def text(self, text):
        """The text with what is hidden blotted out; the same text where it has nothing of it."""
        out = str(text)
        if self.names:
            out = self.names.sub(lambda found: self.marks[found[0].lower()], out)
        if self.money:
            out = self.money.sub(WITHHELD, out)
        return text if out == str(text) else out

    def has(self, text):
        """Whether a text says what is hidden."""
        return str(self.text(text)) != str(text)

    def tree(self, tree):
        """A tree of dicts, lists and texts that says nothing of it."""
        if isinstance(tree, dict):
            return {self.text(key): self.tree(value) for key, value in tree.items()}
        if isinstance(tree, (list, tuple)):
            return [self.tree(value) for value in tree]
        return self.text(tree) if isinstance(tree, str) else tree

    def frame(self, frame):
        """A table with its texts held against it."""
        texts = [
            name for name in frame.columns if frame[name].dtype == object or str(frame[name].dtype) == "str"
        ]
        return frame.assign(
            **{
                name: frame[name].map(lambda cell: self.text(cell) if isinstance(cell, str) else cell)
                for name in texts
            }
        )

    def section(self, section, lang):
        """A section that says nothing of it."""
        blocks = tuple(self._block(block, lang) for block in section.blocks)
        return section._replace(title=self.text(section.title), blocks=blocks)

    def _block(self, block, lang):
        if block.block == "picture":
            return self._picture(block, lang)
        if block.block == "table":
            rows = tuple(tuple(self._cell(cell) for cell in row) for row in block.rows)
            headings = tuple(self.text(heading) for heading in block.headings)
            note, caption = self.text(block.note), self.text(block.caption)
            return block._replace(caption=caption, headings=headings, rows=rows, note=note)
        if block.block == "items":
            return block._replace(texts=tuple(self.text(text) for text in block.texts))
        if block.block == "missing":
            return block._replace(what=self.text(block.what), because=self.text(block.because))
        return block._replace(text=self.text(block.text))

    def _cell(self, cell):
        said = self.text(cell)
        return Link(said, cell.to) if isinstance(cell, Link) and said is not cell else said

    def _picture(self, block, lang):
        """A figure that shows what is hidden is left out: letters in it are lines that none can blot out."""
        if any(self.has(word) for word in block.words):
            return Missing(self.text(block.caption), say("it shows what is withheld from this reader", lang))
        return block._replace(caption=self.text(block.caption), alt=self.text(block.alt))
