"""What a part draws while its core runs: facts of `boards/power/*.yaml`, found by listing them.

The first pages of data sheets name currents that a network exceeds up to four times; so each
figure carries its kind, its source and a range. A part that no file names has no figure.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
from jsonschema import Draft202012Validator

from generator import places
from generator.boards import yaml_file
from generator.boards.facts import Board
from generator.discover import file_names
from generator.errors import BoardError


@dataclass(frozen=True)
class RunCurrent:
    """The supply current of a part at a clock, in milliamperes, between a least and a most.

    kind: "measured" with networks like ours, "data sheet" for its own test program, or "headline"
    for the figure on its first page. supply_volts: at which the current holds.
    """

    least_ma: float
    most_ma: float
    supply_volts: float
    kind: str
    source: str
    note: str


def run_current(board: Board) -> RunCurrent | None:
    """What the board's part draws at the board's clock, or None where nobody knows.

    Raises BoardError when a file of `boards/power/` is wrong.
    """
    for document in _documents():
        if any(fnmatchcase(board.part.name, pattern) for pattern in document["parts"]):
            return _at(document, board.clock.hclk_hz)
    return None


def _at(document: Mapping[str, Any], clock_hz: int) -> RunCurrent | None:
    if "per_mhz_ua" in document:
        least, most = (ua * clock_hz / 1e9 for ua in document["per_mhz_ua"])
    else:
        table = np.array(document["currents_ma"], dtype=float)
        if not table[0, 0] <= clock_hz <= table[-1, 0]:
            return None
        least, most = (float(np.interp(clock_hz, table[:, 0], table[:, c])) for c in (1, 2))
    return RunCurrent(
        least_ma=least,
        most_ma=most,
        supply_volts=document["supply_volts"],
        kind=document["kind"],
        source=document["source"],
        note=document.get("note", ""),
    )


@functools.cache
def _documents() -> tuple[Mapping[str, Any], ...]:
    folder = places.folder("boards")
    validator = Draft202012Validator(yaml_file.read(folder / "schema" / "power.yaml"))
    documents = []
    for name in file_names(folder / "power", ".yaml"):
        path = folder / "power" / f"{name}.yaml"
        document = yaml_file.read(path)
        for error in validator.iter_errors(document):
            raise BoardError(f"{error.message}.", where=str(path))
        documents.append(document)
    return tuple(documents)
