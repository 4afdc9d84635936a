"""The clocks of the STM32F7 and H7 against a second computation from the manuals' formulas."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.boards.clock import solve
from generator.boards.facts import Clock, ClockWish
from generator.boards.load import load
from generator.boards.part import part
from generator.errors import BoardError

MHZ = 1_000_000
BAUD = 115200

# part: DIVN, DIVP, most f(VCO) in MHz, and by core voltage in MHz: core, AXI, APB, VOS, ODEN.
H7_LINES = {
    "stm32h743zit6": (
        range(4, 513),
        range(2, 33, 2),
        960,
        ((400, 200, 100, 3, 0), (480, 240, 120, 3, 1)),
    ),
    "stm32h723zgt6": (
        range(8, 421),
        (1, *range(2, 33, 2)),
        836,
        ((400, 200, 100, 3, 0), (550, 275, 137.5, 0, 0)),
    ),
}


def h7_reaches(name: str, source_mhz: int, sysclk_mhz: int) -> bool:
    """RM0433: f(ref) = f(in) / DIVM, 2 to 16 MHz; f(VCO) = f(ref) * DIVN; f = f(VCO) / DIVP."""
    divn, divp, most_vco, _ = H7_LINES[name]
    return any(
        2 * m <= source_mhz <= 16 * m
        and sysclk_mhz * m * p % source_mhz == 0
        and sysclk_mhz * m * p // source_mhz in divn
        and 192 <= sysclk_mhz * p <= most_vco
        for m, p in product(range(1, 64), divp)
    )


@settings(max_examples=80, deadline=None)
@given(
    name=st.sampled_from(sorted(H7_LINES)),
    source_mhz=st.sampled_from([8, 16, 24, 25, 32]),
    sysclk_mhz=st.integers(20, 560),
)
def test_h7_solutions_are_right_and_refusals_are_true(
    name: str, source_mhz: int, sysclk_mhz: int
) -> None:
    wish = ClockWish("hse", source_mhz * MHZ, sysclk_mhz * MHZ)
    scales = H7_LINES[name][3]
    legal = sysclk_mhz == source_mhz or h7_reaches(name, source_mhz, sysclk_mhz)
    legal = legal and sysclk_mhz <= scales[-1][0]
    try:
        clock = solve(wish, part(name), "usart3", BAUD)
    except BoardError:
        assert not legal
        return
    assert legal
    assert clock.hclk_hz == sysclk_mhz * MHZ
    check_h7(clock, source_mhz, name)
    fallback = clock.fallback
    while fallback is not None:
        assert fallback.source == "hsi"
        assert fallback.hclk_hz <= max(sysclk_mhz, 64) * MHZ
        check_h7(fallback, 64, name)
        fallback = fallback.fallback


def check_h7(clock: Clock, source_mhz: int, name: str) -> None:
    """What the registers make, and that the core voltage and the flash allow it."""
    r, scales = clock.registers, H7_LINES[name][3]
    core_mhz = Fraction(source_mhz)
    if r["pll"]:
        core_mhz = Fraction(source_mhz * r["divn"], r["divm"] * r["divp"])
        low, high = {1: (2, 4), 2: (4, 8), 3: (8, 16)}[r["rge"]]
        assert low * r["divm"] <= source_mhz <= high * r["divm"]
    assert core_mhz * MHZ == clock.hclk_hz
    _, most_axi, most_apb, vos, oden = next(s for s in scales if core_mhz <= s[0])
    assert (r["vos"], r["oden"]) == (vos, oden)
    axi_mhz = core_mhz / r["hpre"]
    assert axi_mhz <= most_axi
    assert clock.pclk1_hz == clock.pclk2_hz == axi_mhz / r["ppre"] * MHZ
    assert clock.pclk1_hz <= most_apb * MHZ
    enough = next(states for hz, states in part(name).wait_states if axi_mhz * MHZ <= hz)
    assert clock.wait_states == enough
    assert r["boost"] == (name == "stm32h723zgt6" and core_mhz > 520)


def test_the_smps_ends_at_400_mhz() -> None:
    """RM0399, "Voltage scaling": VOS0 needs the LDO."""
    with pytest.raises(BoardError, match=r"480 MHz would be above 400 MHz.*VOS0 needs the LDO"):
        load("stm32h747i-disco", 480 * MHZ)
    assert load("stm32h747i-disco").clock.hclk_hz == 400 * MHZ


def test_a_part_without_smps_is_told_so() -> None:
    wish = ClockWish("hse", 8 * MHZ, 400 * MHZ, supply="smps")
    with pytest.raises(BoardError, match="has no SMPS"):
        solve(wish, part("stm32h743zit6"), "usart3", BAUD)


def test_the_fallback_never_needs_the_boost_option() -> None:
    fallback = load("nucleo-h723zg", 550 * MHZ).clock.fallback
    assert fallback is not None
    assert fallback.registers["boost"] == 0
    assert fallback.hclk_hz <= 520 * MHZ


def test_wait_states_of_the_manuals() -> None:
    """RM0433, RM0468, RM0399, RM0385: tables of wait states by clock."""
    expected = {
        ("nucleo-h743zi2", 480): 4,  # AXI 240
        ("nucleo-h743zi2", 400): 2,  # AXI 200
        ("nucleo-h743zi2", 64): 0,
        ("nucleo-h723zg", 520): 3,  # AXI 260
        ("nucleo-h723zg", 550): 3,
        ("stm32h747i-disco", 400): 2,
        ("nucleo-f746zg", 216): 7,
        ("nucleo-f746zg", 210): 6,
        ("nucleo-f746zg", 180): 5,
    }
    found = {(n, mhz): load(n, mhz * MHZ).clock.wait_states for n, mhz in expected}
    assert found == expected


F7_SCALES = ((144, 1, 0), (168, 2, 0), (180, 3, 0), (216, 3, 1))


@settings(max_examples=60, deadline=None)
@given(source_mhz=st.sampled_from([8, 16, 25]), sysclk_mhz=st.integers(20, 220))
def test_f7_solutions_are_right_and_refusals_are_true(source_mhz: int, sysclk_mhz: int) -> None:
    """RM0385: f(VCO) = f(in) / M * N, f(PLL) = f(VCO) / P; DS10916: 45, 90; 54, 108 MHz buses."""
    wish = ClockWish("hse", source_mhz * MHZ, sysclk_mhz * MHZ)
    legal = sysclk_mhz == source_mhz or any(
        m <= source_mhz <= 2 * m
        and source_mhz * n == sysclk_mhz * m * p
        and 100 * m <= source_mhz * n <= 432 * m
        for m, n, p in product(range(2, 64), range(50, 433), (2, 4, 6, 8))
        if sysclk_mhz >= 24
    )
    legal = legal and sysclk_mhz <= 216
    try:
        clock = solve(wish, part("stm32f746zgt6"), "usart3", BAUD)
    except BoardError:
        assert not legal
        return
    assert legal
    r = clock.registers
    reached = Fraction(source_mhz * r["plln"], r["pllm"] * r["pllp"]) if r["pll"] else source_mhz
    assert reached == sysclk_mhz
    _, vos, overdrive = next(scale for scale in F7_SCALES if sysclk_mhz <= scale[0])
    assert (r["vos"], r["overdrive"]) == (vos, overdrive)
    assert clock.pclk1_hz <= (54 if overdrive else 45) * MHZ
    assert clock.pclk2_hz <= (108 if overdrive else 90) * MHZ
