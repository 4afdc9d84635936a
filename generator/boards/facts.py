"""Boards and parts as frozen facts; where each one comes from is told in `boards/<name>.yaml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Memory:
    """A memory of the part, by its true size.

    name: lower case as in the reference manual: "flash", "sram1", "ccm".
    dma: whether general-purpose DMA reaches it. executable: whether code can run from it.
    """

    name: str
    kind: Literal["flash", "ram"]
    origin: int
    size_bytes: int
    executable: bool = True
    dma: bool = True

    @property
    def end(self) -> int:
        """The first address behind it."""
        return self.origin + self.size_bytes

    @property
    def tightly_coupled(self) -> bool:
        """Whether it sits at the core itself: no wait states at full speed, and no cache."""
        return self.name in ("dtcm", "itcm")


@dataclass(frozen=True)
class Pin:
    """A pin of a port: Pin("a", 9) is PA9."""

    port: str
    number: int

    def __str__(self) -> str:
        return f"P{self.port.upper()}{self.number}"


@dataclass(frozen=True)
class SerialPin:
    """A pin that can carry a serial port's data.

    peripheral: "usart1"; role: "tx" or "rx".
    alternate_function: the number that selects it, None on the F1, whose pins have none.
    remap: on the F1, the group of the port's pins that it belongs to; AFIO_MAPR selects one.
    """

    pin: Pin
    peripheral: str
    role: str
    alternate_function: int | None
    remap: int | None = None


@dataclass(frozen=True)
class Part:
    """A microcontroller.

    name: "stm32f103c8t6". family: "stm32f1", the name of the folder in `templates/families/`.
    interrupts: vector names by position behind the sixteen system exceptions; None where reserved.
    wait_states: (highest HCLK in Hz, flash wait states) at the highest core voltage, ascending.
    fpu: GCC's -mfpu name, or None.
    serial_pins: every pin of this package that a serial port can use. pins: all that it has.
    swapped_pins: those that come out only when the firmware asks for it, each with the pin whose
    place it then takes.
    delivered_clock_hz: the most that it runs at before an option byte is changed; None where that
    is its maximum.
    supplies: what can feed the core, "ldo" or "smps"; the board's wiring decides between them.
    """

    name: str
    family: str
    core: str
    fpu: str | None
    memories: tuple[Memory, ...]
    interrupts: tuple[str | None, ...]
    wait_states: tuple[tuple[int, int], ...]
    max_clock_hz: int
    serial_pins: tuple[SerialPin, ...] = ()
    pins: frozenset[Pin] = frozenset()
    swapped_pins: Mapping[Pin, Pin] = field(default_factory=dict)
    delivered_clock_hz: int | None = None
    supplies: tuple[str, ...] = ("ldo",)

    @property
    def flash(self) -> Memory:
        """The memory that the program is stored in; two banks in a row count as one."""
        return joined(m for m in self.memories if m.kind == "flash")[0]

    @property
    def rams(self) -> tuple[Memory, ...]:
        """All RAMs, the main one first."""
        return tuple(m for m in self.memories if m.kind == "ram")

    @property
    def data_rams(self) -> tuple[Memory, ...]:
        """The RAMs that data may lie in: all but the one at the core's instruction port."""
        return tuple(m for m in self.rams if m.name != "itcm")

    @property
    def ram_regions(self) -> tuple[Memory, ...]:
        """The RAMs for data with neighbours joined, the largest first."""
        return tuple(sorted(joined(self.data_rams), key=lambda m: -m.size_bytes))

    @property
    def main_ram(self) -> Memory:
        """The largest stretch of RAM without a gap."""
        return self.ram_regions[0]

    @property
    def ram_bytes(self) -> int:
        """The RAM of the part in all."""
        return sum(m.size_bytes for m in self.rams)


def joined(memories: Iterable[Memory]) -> list[Memory]:
    """Memories by address, neighbours as one that can do what both can."""
    regions: list[Memory] = []
    for memory in sorted(memories, key=lambda m: m.origin):
        if regions and regions[-1].end == memory.origin:
            regions[-1] = _pair(regions[-1], memory)
        else:
            regions.append(memory)
    return regions


def _pair(first: Memory, second: Memory) -> Memory:
    return Memory(
        f"{first.name}_{second.name}" if first.kind == "ram" else first.kind,
        first.kind,
        first.origin,
        first.size_bytes + second.size_bytes,
        first.executable and second.executable,
        first.dma and second.dma,
    )


@dataclass(frozen=True)
class Console:
    """The serial port that the firmware talks on.

    peripheral: "usart1", "lpuart1". alternate_function: None on the F1, whose pins have none.
    remap: on the F1, the group of the port's pins, 0 as after reset.
    via: how the host reaches it: "stlink" or "external-usb-uart".
    """

    peripheral: str
    tx: Pin
    rx: Pin
    alternate_function: int | None
    baud: int
    via: str
    rx_alternate_function: int | None = None
    remap: int | None = None


@dataclass(frozen=True)
class Led:
    """The user LED; it is lit while an inference runs."""

    pin: Pin
    active_low: bool


@dataclass(frozen=True)
class ClockWish:
    """The source ("hse", "hse-bypass", "hsi" or "msi") and the core clock it should reach.

    supply: what makes the core voltage on this board, "ldo" or "smps"; it limits the clock.
    """

    source: str
    source_hz: int
    sysclk_hz: int
    supply: str = "ldo"


@dataclass(frozen=True)
class Clock:
    """A solved clock tree: what the firmware programs and which frequencies come out.

    registers: the family's own names for the fields to write, e.g. {"pllmul": 9, "ppre1": 2}.
    fallback_*: the same tree fed by the internal oscillator, used when the wished source fails.
    usart_hz: the clock that feeds the console's baud-rate generator.
    recipe: the tree in words: "HSE 8 MHz x 9".
    wait_states: flash wait states at this HCLK.
    """

    source: str
    sysclk_hz: int
    hclk_hz: int
    pclk1_hz: int
    pclk2_hz: int
    usart_hz: int
    wait_states: int
    registers: Mapping[str, int]
    fallback: "Clock | None" = None
    recipe: str = ""


@dataclass(frozen=True)
class Probe:
    """How the board is flashed: OpenOCD's target and interface, and names other tools use."""

    kind: str
    openocd_interface: str
    openocd_target: str
    jlink_device: str
    pyocd_target: str
    clone_hint: str | None = None


@dataclass(frozen=True)
class Board:
    """A board: its part, how it is clocked, how it speaks.

    sources: key -> where the fact was read.
    description: the YAML text of a board that is not in `boards/`, else "".
    asked_hz: the core clock that was asked for instead of the board's own, else None.
    """

    name: str
    title: str
    aliases: tuple[str, ...]
    part: Part
    clock_wish: ClockWish
    clock: Clock
    console: Console
    led: Led | None
    probe: Probe
    sources: Mapping[str, str]
    description: str = ""
    asked_hz: int | None = None

    @property
    def pins(self) -> tuple[Pin, ...]:
        """The pins that the firmware uses: console TX, RX and the LED's, if there is one."""
        led = (self.led.pin,) if self.led else ()
        return (self.console.tx, self.console.rx, *led)

    @property
    def swapped_pins(self) -> tuple[Pin, ...]:
        """Those of them that come out only when the firmware asks for it."""
        return tuple(pin for pin in self.pins if pin in self.part.swapped_pins)
