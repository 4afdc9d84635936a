"""What the part data gets wrong, put right by `boards/parts/<family>.yaml`.

Each entry there names the parts by a pattern, says why, cites its source, and replaces facts:

    - parts: "stm32l4r*"
      why: …
      source: …
      max_clock_hz: 120000000
      wait_states: [[20000000, 0], …]          # highest HCLK in Hz, flash wait states
      memories:                                 # by name; null removes, anything else adds
        ccm: null
        sram2: {origin: 0x20030000, size_bytes: 65536}
      supplies: [ldo, smps]                     # what can feed the core
      delivered_clock_hz: 520000000             # the most before an option byte is changed
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from generator import places
from generator.boards import yaml_file
from generator.boards.facts import Memory, Part


def corrected(part: Part) -> Part:
    """The part with the corrections of its family applied, in the order of the file."""
    for entry in _entries(part):
        part = replace(
            part,
            memories=_memories(part.memories, entry.get("memories", {})),
            max_clock_hz=entry.get("max_clock_hz", part.max_clock_hz),
            wait_states=_wait_states(entry) or part.wait_states,
            delivered_clock_hz=entry.get("delivered_clock_hz", part.delivered_clock_hz),
            supplies=tuple(entry.get("supplies", part.supplies)),
        )
    return part


def _entries(part: Part) -> Iterator[Mapping[str, Any]]:
    path = places.folder("boards") / "parts" / f"{part.family}.yaml"
    if path.is_file():
        for entry in yaml_file.read(path)["corrections"]:
            if fnmatchcase(part.name, entry["parts"]):
                yield entry


def _wait_states(entry: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    return tuple((hclk_hz, states) for hclk_hz, states in entry.get("wait_states", ()))


def _memories(
    memories: tuple[Memory, ...], changes: Mapping[str, Mapping[str, Any] | None]
) -> tuple[Memory, ...]:
    kept = [memory for memory in memories if memory.name not in changes]
    added = [_memory(name, facts) for name, facts in changes.items() if facts is not None]
    return tuple(sorted(kept + added, key=lambda memory: memory.origin))


def _memory(name: str, facts: Mapping[str, Any]) -> Memory:
    return Memory(name, "flash" if name.startswith("flash") else "ram", **facts)
