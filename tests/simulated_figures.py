"""Finds times and cycles in what a verb has written that say nothing of how far they may be off."""

import re
from collections.abc import Iterator
from typing import Any

_BAND = re.compile(r"±|\(\S+ to \S+")
"""Also as a range: (0.889 to 1.43)."""

_OF_A_BOARD = r"(?<!CPU )(?<!share of )\b(?:ms|milliseconds|cycles|per s)\b(?! here)"
_COUNTED = re.compile(rf"\d[\d.,]*\s+{_OF_A_BOARD}")
_NAMED = re.compile(_OF_A_BOARD)
_RULE = re.compile(r"^\s*─+\s*$")
_KEYS = ("cycles", "milliseconds", "microseconds", "predicted_cycles")


def bare_in_text(text: str) -> list[str]:
    """Titles of tables of times without ±, and sentences with a time without one."""
    lines = text.splitlines()
    tables = list(_tables(lines))
    inside = {number for first, last in tables for number in range(first, last)}
    bare = [
        lines[first]
        for first, last in tables
        if _tells_times(lines[first:last]) and not _BAND.search("".join(lines[first:last]))
    ]
    alone = (line for number, line in enumerate(lines) if number not in inside)
    return bare + [line for line in alone if _COUNTED.search(line) and not _BAND.search(line)]


def _tells_times(table: list[str]) -> bool:
    heading, rows = table[2], table[4:]
    first_words = " ".join(row.strip().split("  ")[0] for row in rows)
    return bool(_NAMED.search(heading) or _NAMED.search(first_words))


def _tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """From the title, two lines above the headings, to the last row."""
    for number, line in enumerate(lines):
        if _RULE.match(line):
            last = number + 1
            while last < len(lines) and lines[last].strip():
                last += 1
            yield max(0, number - 3), last


def bare_in_markdown(text: str) -> list[str]:
    """Tables with a column of times and neither a column ± nor a ± in the paragraph before."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    pairs = zip(["", *blocks], blocks, strict=False)
    return [
        block
        for before, block in pairs
        if block.startswith("|")
        and _NAMED.search(block.splitlines()[0])
        and not _BAND.search(before + block.splitlines()[0])
    ]


def bare_in_html(text: str) -> list[str]:
    """Sections that tell times and have no ±."""
    shown = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    sections = re.split(r"<section\b", shown)[1:]
    words = [re.sub(r"<[^>]*>", " ", each) for each in sections]
    telling = (each for each in words if _COUNTED.search(each))
    return [each.split("\n")[0] for each in telling if not _BAND.search(each)]


def bare_in_json(value: Any, path: str = "", *, banded: bool = False) -> list[str]:
    """The places of times that have no band_percent beside or above them."""
    if isinstance(value, list):
        value = dict(enumerate(value))
    if not isinstance(value, dict):
        return []
    banded = banded or value.get("band_percent") is not None
    told = [key for key in _KEYS if value.get(key) not in (None, {})]
    bare = [f"{path}.{key}" for key in told if not banded]
    return bare + [
        where
        for key, each in value.items()
        for where in bare_in_json(each, f"{path}.{key}", banded=banded)
    ]
