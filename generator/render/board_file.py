"""A board file written for the user: a commented start, or the description of a bare part."""

from dataclasses import replace

from generator.boards.baud import DEFAULT_BAUD
from generator.boards.clock import fastest, internal_source
from generator.boards.facts import ClockWish, Part
from generator.boards.part import full_name, part
from generator.render.environment import render

# What the start of a board file describes until it is changed: a board that everybody knows.
_EXAMPLE = ("stm32f103c8t6", "usart1", "pa9", "pa10", 8_000_000)


def example() -> str:
    """A commented board file that loads as it is, for the user to change."""
    return of_part(*_EXAMPLE)


def of_part(
    mcu: str,
    port: str,
    tx: str,
    rx: str,
    hse_hz: int | None = None,
    clock_hz: int | None = None,
    supply: str | None = None,
) -> str:
    """The board file of a part with its serial port and perhaps a crystal.

    mcu: the part's name, in full or without package and temperature range: "stm32f405rg".
    clock_hz: the core clock; by default the highest that can be had as the part is delivered.
    supply: what feeds the core, "ldo" or "smps"; left out of the file where nobody says it.
    Raises BoardError for a part, port or clock that cannot be.
    """
    name = full_name(mcu)
    microcontroller = part(name)
    wish = _wish(microcontroller, port, hse_hz, clock_hz, supply or microcontroller.supplies[0])
    return render(
        "board_file.yaml.j2",
        part=microcontroller,
        short_name=mcu.lower(),
        wish=wish,
        supply=supply,
        port=port,
        tx=tx,
        rx=rx,
        baud=DEFAULT_BAUD,
    )


def _wish(
    microcontroller: Part, port: str, hse_hz: int | None, clock_hz: int | None, supply: str
) -> ClockWish:
    most_hz = microcontroller.delivered_clock_hz or microcontroller.max_clock_hz
    source = (
        internal_source(microcontroller) if hse_hz is None else ClockWish("hse", hse_hz, most_hz)
    )
    wish = replace(source, sysclk_hz=clock_hz or most_hz, supply=supply)
    if clock_hz is not None:
        return wish
    return replace(wish, sysclk_hz=fastest(wish, microcontroller, port, DEFAULT_BAUD))
