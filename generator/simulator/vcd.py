"""What the pins did, as a value change dump that GTKWave, PulseView and the like open.

Source of the format: IEEE Std 1364-2005, section 18.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.errors import RequestError
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.peripherals.pin_port import PINS, PinPort
from generator.simulator.system import System

_FIRST_CODE, _LAST_CODE = 33, 126  # identifiers are made of printable characters
_UNKNOWN = "x"


class PinTrace:
    """Notes every change of every output pin, with its time since power-on in picoseconds."""

    def __init__(self, system: System, peripherals: Iterable[Peripheral]) -> None:
        self._system = system
        for peripheral in peripherals:
            if isinstance(peripheral, PinPort):
                peripheral.watcher = self.note
        self._levels: dict[str, str] = {}
        self.changes: list[tuple[int, str, str]] = []
        """(picoseconds, pin such as "PC13", level "0", "1" or "z"), in order."""

    def note(self, port: PinPort) -> None:
        """Something was written to a port."""
        outputs, levels = port.driven()
        for pin in range(PINS):
            name = f"P{port.name[-1]}{pin}"
            level = "z"
            if outputs >> pin & 1:
                level = str(levels >> pin & 1)
            if level != self._levels.get(name, "z"):
                self._levels[name] = level
                self.changes.append((self._system.now_ps(), name, level))

    def save(self, path: Path, scope: str) -> None:
        """Writes the file; raises RequestError where that is impossible."""
        try:
            path.write_text(vcd(scope, self.changes), encoding="ascii")
        except OSError as error:
            raise RequestError(
                f"The trace cannot be written: {error.strerror}.", where=str(path)
            ) from error


def vcd(scope: str, changes: Sequence[tuple[int, str, str]]) -> str:
    """The text of a dump. scope: what the pins belong to, one word."""
    names = sorted({name for _, name, _ in changes}, key=lambda name: (name[:2], int(name[2:])))
    codes = {name: _code(position) for position, name in enumerate(names)}
    lines = ["$version generator $end", "$timescale 1 ps $end", f"$scope module {scope} $end"]
    lines += [f"$var wire 1 {code} {name} $end" for name, code in codes.items()]
    lines += ["$upscope $end", "$enddefinitions $end", "#0", "$dumpvars"]
    lines += [f"{_UNKNOWN}{code}" for code in codes.values()] + ["$end"]
    now = 0
    for time, name, level in changes:
        if time != now:
            lines.append(f"#{time}")
            now = time
        lines.append(f"{level}{codes[name]}")
    return "\n".join(lines) + "\n"


def _code(position: int) -> str:
    """A short identifier: "!", …, "~", "!!", …"""
    base = _LAST_CODE - _FIRST_CODE + 1
    code = chr(_FIRST_CODE + position % base)
    return code if position < base else _code(position // base - 1) + code
