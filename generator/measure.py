"""From what the firmware printed at boot to a Measurement."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Literal

from generator.errors import ToolError
from generator.firmware import Firmware
from generator.measurement import (
    FlashFigures,
    Inference,
    Measurement,
    ModelFacts,
    Output,
    RamFigures,
    Run,
    Spread,
)

Source = Literal["simulator", "qemu", "serial"]


def measure(
    log: Sequence[str],
    firmware: Firmware,
    *,
    source: Source,
    band_percent: float | None = None,
    instructions: int | None = None,
) -> Measurement:
    """The figures of a firmware from its boot log (docs/serial_protocol.md).

    instructions: of one inference, where the runner counts them.
    Raises ToolError when a line that should be there is missing or damaged.
    """
    fields = _Fields(log)
    runs = _runs(log)
    return Measurement(
        model=ModelFacts(
            fields.text("info-model"), fields.text("info-model-sha256"), fields.number("info-macs")
        ),
        board=fields.text("info-board"),
        part=fields.text("info-part"),
        core=fields.text("info-core"),
        clock_hz=fields.number("info-clock-hz"),
        clock_source=fields.text("info-clock-source"),
        engine=fields.text("info-engine"),
        compiler=fields.text("info-compiler"),
        flags=fields.text("info-flags"),
        flash=FlashFigures(used_bytes=firmware.flash.used_bytes, **asdict(firmware.flash)),
        ram=_ram(fields, firmware),
        inference=Inference(
            fields.number("inference-count"),
            fields.spread("inference-cycles"),
            fields.spread("inference-us"),
            instructions,
        ),
        output=Output(runs[0].index, runs[0].label),
        runs=runs,
        source=source,
        band_percent=band_percent,
        warnings=_counter_warnings(fields.text("info-cycle-counter")),
    )


def _counter_warnings(counter: str) -> tuple[str, ...]:
    """What is odd about the counter behind the figures; raises ToolError where there is none."""
    if counter == "stands still":
        raise ToolError("The firmware found no cycle counter that counts: there are no figures.")
    return (f"Cycles were counted by {counter}.",) if "stands still" in counter else ()


class _Fields:
    """The lines m-name-[value] of a log."""

    def __init__(self, log: Sequence[str]) -> None:
        found = (re.fullmatch(r"m-([a-z0-9-]+)-\[(.*)\]", line) for line in log)
        self._values: Mapping[str, str] = {match[1]: match[2] for match in found if match}

    def text(self, name: str) -> str:
        if name not in self._values:
            raise _damaged(name)
        return self._values[name]

    def number(self, name: str) -> int:
        text = self.text(name)
        if not text.isascii() or not text.isdigit():
            raise _damaged(name)
        return int(text)

    def spread(self, name: str) -> Spread:
        match = re.fullmatch(r"(\d+),(\d+),(\d+)", self.text(name), re.ASCII)
        if match is None:
            raise _damaged(name)
        return Spread(*map(int, match.groups()))


def _damaged(name: str) -> ToolError:
    return ToolError(
        f"The firmware's boot log has no proper line m-{name}-[…].",
        hint="Was this firmware made by another version? Build it again.",
    )


def _ram(fields: _Fields, firmware: Firmware) -> RamFigures:
    ram, peak = firmware.ram, fields.number("memory-stack-peak")
    return RamFigures(
        used_bytes=ram.static_bytes + peak,
        capacity_bytes=ram.capacity_bytes,
        arena_bytes=ram.arena_bytes,
        stack_peak_bytes=peak,
        stack_reserved_bytes=fields.number("memory-stack-reserved"),
        other_bytes=ram.other_bytes,
        arena_region=ram.arena_region,
        stack_region=ram.stack_region,
    )


def _runs(log: Sequence[str]) -> tuple[Run, ...]:
    pattern = re.compile(r"m-inference-\[\d+,(\d+),(\d+),(\d+),([^,]*),([^,]*)\]", re.ASCII)
    found = (pattern.fullmatch(line) for line in log)
    runs = tuple(Run(m[5], int(m[1]), int(m[2]), int(m[3]), m[4]) for m in found if m)
    if not runs:
        raise _damaged("inference")
    return runs
