"""The clocks of the F0 and G0 against a second computation, from the manuals' formulas."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.boards.baud import divider
from generator.boards.clock import solve
from generator.boards.facts import Clock, ClockWish, Part
from generator.boards.part import part
from generator.errors import BoardError

MHZ = 1_000_000
F072, G071 = part("stm32f072rbt6"), part("stm32g071rbt6")
BAUD = 115200

SOURCES = st.sampled_from(
    [("hse", mhz) for mhz in (3, 4, 8, 12, 25, 32, 33, 48)]
    + [("hse-bypass", mhz) for mhz in (1, 2, 8, 24, 32, 40)]
    + [("hsi", 0)]
)


def check(clock: Clock, sysclk_mhz: int, wait_states: int) -> None:
    assert clock.sysclk_hz == clock.hclk_hz == clock.pclk1_hz == sysclk_mhz * MHZ
    assert clock.wait_states == wait_states
    fallback = clock.fallback
    while fallback is not None:
        assert fallback.source == "hsi"
        clock, fallback = fallback, fallback.fallback
    assert not clock.registers["pll"]


def solved(chip: Part, source: str, source_mhz: int, sysclk_mhz: int) -> Clock | None:
    """The solver's answer; None for a refusal."""
    try:
        return solve(ClockWish(source, source_mhz * MHZ, sysclk_mhz * MHZ), chip, "usart2", BAUD)
    except BoardError:
        return None


@settings(max_examples=150, deadline=None)
@given(oscillator=SOURCES, sysclk_mhz=st.integers(4, 50))
def test_f0_solutions_are_right_and_refusals_are_true(
    oscillator: tuple[str, int], sysclk_mhz: int
) -> None:
    """RM0091: f(PLL) = f(HSE) / PREDIV * PLLMUL, or f(HSI) / 2 * PLLMUL; DS9826: 16 to 48 MHz."""
    source, source_mhz = oscillator[0], oscillator[1] or 8
    lowest, highest = {"hse": (4, 32), "hse-bypass": (1, 32), "hsi": (8, 8)}[source]
    divisors = (2,) if source == "hsi" else range(1, 17)
    legal = source_mhz == sysclk_mhz or any(
        d <= source_mhz <= 24 * d and source_mhz * n == sysclk_mhz * d and sysclk_mhz >= 16
        for d, n in product(divisors, range(2, 17))
    )
    legal = legal and lowest <= source_mhz <= highest and sysclk_mhz <= 48
    legal = legal and divider("usart2", sysclk_mhz * MHZ, BAUD).usable
    clock = solved(F072, source, source_mhz, sysclk_mhz)
    assert (clock is not None) == legal
    if clock is None:
        return
    r = clock.registers
    if r["pll"]:
        assert 2 <= r["pllmul"] <= 16
        assert Fraction(source_mhz * r["pllmul"], r["prediv"]) == sysclk_mhz
        assert r["prediv"] in divisors
    # RM0091, FLASH_ACR: none up to 24 MHz.
    check(clock, sysclk_mhz, 0 if sysclk_mhz <= 24 else 1)


@settings(max_examples=80, deadline=None)
@given(oscillator=SOURCES, sysclk_mhz=st.integers(4, 68))
def test_g0_solutions_are_right_and_refusals_are_true(
    oscillator: tuple[str, int], sysclk_mhz: int
) -> None:
    """RM0444: f(VCO) = f(in) / M * N, f(PLLR) = f(VCO) / R; DS12232: f(VCO) 96 to 344 MHz."""
    source, source_mhz = oscillator[0], oscillator[1] or 16
    lowest, highest = {"hse": (4, 48), "hse-bypass": (0, 48), "hsi": (16, 16)}[source]
    legal = source_mhz == sysclk_mhz or any(
        2.66 * m <= source_mhz <= 16 * m
        and 96 * m <= source_mhz * n <= 344 * m
        and source_mhz * n == sysclk_mhz * m * r
        for m, n, r in product(range(1, 9), range(8, 87), range(2, 9))
    )
    legal = legal and lowest <= source_mhz <= highest and sysclk_mhz <= 64
    legal = legal and divider("usart2", sysclk_mhz * MHZ, BAUD).usable
    clock = solved(G071, source, source_mhz, sysclk_mhz)
    assert (clock is not None) == legal
    if clock is None:
        return
    r = clock.registers
    if r["pll"]:
        assert Fraction(source_mhz * r["plln"], r["pllm"] * r["pllr"]) == sysclk_mhz
        assert 1 <= r["pllm"] <= 8 <= r["plln"] <= 86
        assert 2 <= r["pllr"] <= 8
    # RM0444, table "Number of wait states according to CPU clock (HCLK) frequency", range 1.
    check(clock, sysclk_mhz, 0 if sysclk_mhz <= 24 else 1 if sysclk_mhz <= 48 else 2)


@pytest.mark.parametrize(
    ("wish", "microcontroller", "reason"),
    [
        (ClockWish("hse-bypass", 8 * MHZ, 64 * MHZ), F072, "its maximum is 48 MHz"),
        (ClockWish("hse", 2 * MHZ, 32 * MHZ), F072, "the crystal at 2 MHz would be below 4 MHz"),
        (ClockWish("msi", 4 * MHZ, 64 * MHZ), G071, "has no clock source 'msi'"),
        (ClockWish("hsi", 16 * MHZ, 10_100_000), G071, "no setting of the PLL gives exactly that"),
    ],
)
def test_a_refusal_names_the_limit(wish: ClockWish, microcontroller: Part, reason: str) -> None:
    with pytest.raises(BoardError) as caught:
        solve(wish, microcontroller, "usart2", BAUD)
    assert reason in caught.value.message
