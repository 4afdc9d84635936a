"""The finished firmware: its ELF file, and what it takes of the part's flash and RAM, by kind."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class FlashUse:
    """Bytes of flash, by what they hold.

    kernels: the model's code. runtime: board, application and C library, and padding.
    data: the initial values of variables. samples: inputs stored for the benchmark at boot.
    """

    capacity_bytes: int
    weights_bytes: int
    kernels_bytes: int
    runtime_bytes: int
    console_bytes: int
    vectors_bytes: int
    data_bytes: int
    samples_bytes: int

    @property
    def used_bytes(self) -> int:
        """Everything that is flashed."""
        return (
            self.weights_bytes
            + self.kernels_bytes
            + self.runtime_bytes
            + self.console_bytes
            + self.vectors_bytes
            + self.data_bytes
            + self.samples_bytes
        )


@dataclass(frozen=True)
class RamUse:
    """Bytes of RAM, by what they are for.

    arena: the model's activations. other: all other variables.
    stack: what the linker script leaves to the stack, not what is used of it.
    arena_region, stack_region: the RAMs of the part that they lie in: "ccm", "dtcm + d1_sram"; ""
    for none.
    """

    capacity_bytes: int
    arena_bytes: int
    other_bytes: int
    stack_bytes: int
    arena_region: str = ""
    stack_region: str = ""

    @property
    def static_bytes(self) -> int:
        """Everything but the stack."""
        return self.arena_bytes + self.other_bytes


@dataclass(frozen=True)
class Firmware:
    """A linked firmware. compiler: as the compiler signed it, e.g. "GCC 12.2.1 20221205"."""

    elf: Path
    compiler: str
    flash: FlashUse
    ram: RamUse

    def sizes(self) -> dict[str, Any]:
        """What it takes, for programs."""
        return {
            "compiler": self.compiler,
            "flash": {"used_bytes": self.flash.used_bytes, **asdict(self.flash)},
            "ram": {"static_bytes": self.ram.static_bytes, **asdict(self.ram)},
        }
