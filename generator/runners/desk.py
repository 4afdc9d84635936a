"""What surrounds a simulated board on request."""

from dataclasses import dataclass
from pathlib import Path

from generator.simulator.injections import Injection


@dataclass(frozen=True)
class Desk:
    """Faults, instruments and visitors of a simulated board.

    injections: what goes wrong, and when. vcd: where to write what the pins did. gdb_port: where
    a GDB may connect. terminal: the console becomes a terminal device. pace: not faster than real
    time.
    """

    injections: tuple[Injection, ...] = ()
    vcd: Path | None = None
    gdb_port: int | None = None
    terminal: bool = False
    pace: bool = False

    @property
    def attended(self) -> bool:
        """Whether somebody talks to the board, so that nothing is measured."""
        return self.gdb_port is not None or self.terminal


TIDY = Desk()
