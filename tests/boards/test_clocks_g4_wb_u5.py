"""Clocks of the G4, WB and U5 against the formulas and limits of their manuals.

RM0440, RM0434 and RM0456, PLL configuration registers; DS12288, DS11929 and DS13737, "PLL
characteristics" and "General operating conditions".
"""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.boards.clock import solve
from generator.boards.facts import Clock, ClockWish
from generator.boards.part import part
from generator.errors import BoardError

MHZ = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What the documents allow, in MHz."""

    part: str
    vco_input: tuple[float, float]
    vco_output: tuple[float, float]
    core: float


G4 = Limits("stm32g474ret6", (2.66, 16), (96, 344), 170)
WB = Limits("stm32wb55rgv6", (2.66, 16), (96, 344), 64)
U5 = Limits("stm32u575zit6q", (4, 16), (128, 544), 160)


def check(clock: Clock, limits: Limits, source_hz: int) -> None:
    """The clock that comes out of the registers is the one that was promised."""
    registers = clock.registers
    assert clock.sysclk_hz <= limits.core * MHZ
    if not registers["pll"]:
        assert clock.sysclk_hz == source_hz
        return
    vco_input_hz = source_hz / registers["pllm"]
    vco_hz = vco_input_hz * registers["plln"]
    assert limits.vco_input[0] * MHZ <= vco_input_hz <= limits.vco_input[1] * MHZ
    assert limits.vco_output[0] * MHZ <= vco_hz <= limits.vco_output[1] * MHZ
    assert clock.sysclk_hz == pytest.approx(vco_hz / registers["pllr"], abs=1)


CASES = [
    (G4, ClockWish("hse", 24 * MHZ, 0)),
    (G4, ClockWish("hsi", 16 * MHZ, 0)),
    (WB, ClockWish("hse", 32 * MHZ, 0)),
    (WB, ClockWish("msi", 4 * MHZ, 0)),
    (U5, ClockWish("msi", 48 * MHZ, 0, "smps")),
    (U5, ClockWish("hse", 16 * MHZ, 0, "ldo")),
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.integers(1, 200))
def test_what_is_solved_is_allowed_and_exact(case: tuple[Limits, ClockWish], mhz: int) -> None:
    limits, source = case
    wish = ClockWish(source.source, source.source_hz, mhz * MHZ, source.supply)
    try:
        clock = solve(wish, part(limits.part), "usart1", 115200)
    except BoardError as error:
        assert error.where == "clock.sysclk_hz"
        return
    assert clock.sysclk_hz == mhz * MHZ
    check(clock, limits, wish.source_hz)


@pytest.mark.parametrize(
    ("limits", "wish", "wait_states"),
    [
        # RM0440, RM0434 and RM0456, "Number of wait states according to CPU clock frequency".
        (G4, ClockWish("hse", 24 * MHZ, 170 * MHZ), 4),
        (G4, ClockWish("hse", 24 * MHZ, 150 * MHZ), 4),
        (G4, ClockWish("hse", 24 * MHZ, 24 * MHZ), 0),
        (WB, ClockWish("hse", 32 * MHZ, 64 * MHZ), 3),
        (WB, ClockWish("hse", 32 * MHZ, 32 * MHZ), 1),
        (U5, ClockWish("msi", 48 * MHZ, 160 * MHZ), 4),
        (U5, ClockWish("msi", 48 * MHZ, 32 * MHZ), 0),
    ],
)
def test_wait_states(limits: Limits, wish: ClockWish, wait_states: int) -> None:
    assert solve(wish, part(limits.part), "usart1", 115200).wait_states == wait_states


@pytest.mark.parametrize(
    ("name", "wish", "words"),
    [
        ("stm32g474ret6", ClockWish("hse", 24 * MHZ, 180 * MHZ), "maximum is 170 MHz"),
        ("stm32wb55rgv6", ClockWish("hse", 8 * MHZ, 64 * MHZ), "HSE at 8 MHz"),
        ("stm32u575zit6q", ClockWish("msi", 5 * MHZ, 80 * MHZ), "no range of 5 MHz"),
        ("stm32u575zit6", ClockWish("msi", 48 * MHZ, 160 * MHZ, "smps"), "no SMPS"),
    ],
)
def test_refusals_name_the_limit(name: str, wish: ClockWish, words: str) -> None:
    with pytest.raises(BoardError) as refusal:
        solve(wish, part(name), "usart1", 115200)
    assert words in refusal.value.message


def test_boost_of_the_g4_and_booster_of_the_u5() -> None:
    def registers(limits: Limits, wish: ClockWish) -> dict[str, int]:
        return dict(solve(wish, part(limits.part), "usart1", 115200).registers)

    hse, msi = ("hse", 24 * MHZ), ("msi", 48 * MHZ)
    assert [registers(G4, ClockWish(*hse, f * MHZ))["boost"] for f in (150, 152)] == [0, 1]
    assert [registers(G4, ClockWish(*hse, f * MHZ))["half_speed_first"] for f in (80, 84)] == [0, 1]
    assert [registers(U5, ClockWish(*msi, f * MHZ))["booster"] for f in (54, 56)] == [0, 1]
