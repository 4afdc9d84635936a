"""Keeps the costs of a firmware's edges between runs, so that the next run need not decode.

A cost follows from the firmware, the core, the rules of timing and how the flash and the
floating-point unit are set up. The file's name stands for the first three; in it each set-up has
its own table. It may be deleted at any time, and one that is damaged is as good as none.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import Any

from generator.simulator import decode
from generator.simulator.counting import Edge, Load
from generator.simulator.native_library import cache_folder

_KEPT_FILES = 64
_ROOM = Path(__file__).parent

Passage = tuple[int, int, int, int]
"""An edge's place: the block that is left and its size in bytes, the next block and its size."""


class CostCache:
    """Edges by set-up and place; `save` writes what has been added.

    core: its name. content: the firmware, byte by byte.
    """

    def __init__(self, core: str, content: bytes) -> None:
        name = hashlib.sha256(f"{core} {_rules_hash()} ".encode() + content).hexdigest()[:24]
        self._path = cache_folder() / f"costs-{name}.json"
        self._tables = _read(self._path)
        self._grown = False
        self._retired = False

    def retire(self) -> None:
        """Finds and adds nothing more: the code is no longer that of the firmware."""
        self.save()
        self._tables.clear()
        self._retired = True

    def find(self, setup: str, place: Passage) -> Edge | None:
        """The edge of an earlier run, or None."""
        return self._tables.get(setup, {}).get(place)

    def add(self, setup: str, place: Passage, edge: Edge) -> None:
        """Remembers an edge."""
        if self._retired:
            return
        self._tables.setdefault(setup, {})[place] = edge
        self._grown = True

    def save(self) -> None:
        """Writes the file if there is something new; a full or read-only disk is no error."""
        if not self._grown:
            return
        self._grown = False
        rows = {
            setup: [_row(place, edge) for place, edge in table.items()]
            for setup, table in self._tables.items()
        }
        try:
            _write(self._path, json.dumps(rows, separators=(",", ":")))
            _drop_oldest(self._path.parent)
        except OSError:
            return


@cache
def _rules_hash() -> str:
    """Stands for everything that a cost is computed by."""
    single = (_ROOM / f"{name}.py" for name in ("instruction", "decode", "counting"))
    sources = sorted((*_ROOM.glob("timing/*.py"), *single))
    content = b"".join(source.read_bytes() for source in sources)
    return hashlib.sha256(content + decode.VERSION.encode()).hexdigest()


def _row(place: Passage, edge: Edge) -> list[Any]:
    loads = [astuple(load) for load in edge.loads]
    return [*place, edge.cost, edge.instructions, edge.unmasks, edge.floats_at, loads]


def _edge(row: Sequence[Any]) -> tuple[Passage, Edge]:
    left, left_size, block, size, cost, instructions, unmasks, floats_at, loads = row
    return (left, left_size, block, size), Edge(
        cost, instructions, tuple(_load(load) for load in loads), unmasks, floats_at
    )


def _load(row: Sequence[Any]) -> Load:
    constant, words, terms, *rest = row
    return Load(constant, words, tuple((register, scale) for register, scale in terms), *rest)


def _read(path: Path) -> dict[str, dict[Passage, Edge]]:
    """What the file holds; nothing where it is missing or its checksum does not match."""
    try:
        checksum, _, text = path.read_text(encoding="ascii").partition("\n")
    except (OSError, UnicodeError):
        return {}
    if checksum != _checksum(text):
        return {}
    return {setup: dict(map(_edge, rows)) for setup, rows in json.loads(text).items()}


def _write(path: Path, text: str) -> None:
    """All of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{_checksum(text)}\n{text}")
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _drop_oldest(folder: Path) -> None:
    files = sorted(folder.glob("costs-*.json"), key=lambda file: file.stat().st_mtime)
    for file in files[:-_KEPT_FILES]:
        file.unlink(missing_ok=True)
