"""The clock solver against a second computation, written from the reference manuals' formulas.

The oracle knows neither the solver's candidates nor its order: it enumerates the PLL afresh.
"""

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
F103 = part("stm32f103c8t6")
L4R5 = part("stm32l4r5zit6")
L476 = part("stm32l476rgt6")
BAUD = 115200


def f1_sysclk_hz(clock: Clock, source_hz: int) -> Fraction:
    """RM0008: the PLL multiplies its input, HSE or HSE / 2 or HSI / 2."""
    registers = clock.registers
    if not registers["pll"]:
        return Fraction(source_hz)
    assert 2 <= registers["pllmul"] <= 16
    assert registers["prediv"] in ((2,) if clock.source == "hsi" else (1, 2))
    return Fraction(source_hz, registers["prediv"]) * registers["pllmul"]


def f1_reachable_hz(source: str, source_hz: int) -> set[Fraction]:
    """Every legal system clock of the F103."""
    legal_hz = {Fraction(source_hz)}
    for prediv, factor in product((2,) if source == "hsi" else (1, 2), range(2, 17)):
        input_hz = Fraction(source_hz, prediv)
        if MHZ <= input_hz <= 25 * MHZ and 16 * MHZ <= input_hz * factor <= 72 * MHZ:
            legal_hz.add(input_hz * factor)
    return legal_hz


def l4_sysclk_hz(clock: Clock, source_hz: int) -> Fraction:
    """RM0432: f(VCO) = f(in) / M * N, f(PLLR) = f(VCO) / R."""
    r = clock.registers
    if not r["pll"]:
        return Fraction(source_hz)
    return Fraction(source_hz * r["plln"], r["pllm"] * r["pllr"])


def check_common(clock: Clock, microcontroller: Part, console: str) -> None:
    """What holds for any clock tree."""
    assert clock.hclk_hz <= microcontroller.max_clock_hz
    slower = [hz for hz, states in microcontroller.wait_states if states < clock.wait_states]
    enough = [hz for hz, states in microcontroller.wait_states if states == clock.wait_states]
    assert all(hz < clock.hclk_hz for hz in slower)
    assert clock.hclk_hz <= enough[0]
    baud = divider(console, clock.usart_hz, BAUD)
    scale = 256 if console.startswith("lpuart") else 1
    reached = Fraction(scale * clock.usart_hz, baud.brr)
    assert abs(reached / BAUD - 1) <= Fraction(2, 100)


@settings(max_examples=200, deadline=None)
@given(
    source=st.sampled_from(["hse", "hse-bypass", "hsi"]),
    source_mhz=st.integers(1, 26),
    sysclk_mhz=st.integers(1, 80),
)
def test_f1_solutions_are_right_and_refusals_are_true(
    source: str, source_mhz: int, sysclk_mhz: int
) -> None:
    source_hz = 8 * MHZ if source == "hsi" else source_mhz * MHZ
    wish = ClockWish(source, source_hz, sysclk_mhz * MHZ)
    oscillator_runs = source != "hse" or 4 <= source_mhz <= 16
    oscillator_runs &= source != "hse-bypass" or source_mhz <= 25
    legal = oscillator_runs and Fraction(wish.sysclk_hz) in f1_reachable_hz(source, source_hz)
    audible = divider("usart1", wish.sysclk_hz, BAUD).usable
    try:
        clock = solve(wish, F103, "usart1", BAUD)
    except BoardError:
        assert not (legal and audible)
        return
    assert legal
    assert audible
    assert f1_sysclk_hz(clock, source_hz) == wish.sysclk_hz == clock.hclk_hz
    assert clock.pclk1_hz == clock.hclk_hz // clock.registers["ppre1"] <= 36 * MHZ
    check_common(clock, F103, "usart1")
    check_fallbacks(clock, wish, F103, {"hsi": 8 * MHZ})


def check_fallbacks(
    clock: Clock, wish: ClockWish, microcontroller: Part, oscillators: dict[str, int]
) -> None:
    """Fall-backs run from internal oscillators, no faster than the wish, and end without a PLL."""
    frequency = f1_sysclk_hz if microcontroller is F103 else l4_sysclk_hz
    console = "usart1" if microcontroller is F103 else "lpuart1"
    fallback = clock.fallback
    while fallback is not None:
        assert fallback.source in oscillators
        assert frequency(fallback, oscillators[fallback.source]) == fallback.hclk_hz
        assert fallback.hclk_hz <= max(wish.sysclk_hz, 8 * MHZ)
        check_common(fallback, microcontroller, console)
        clock, fallback = fallback, fallback.fallback
    assert not clock.registers["pll"]


@settings(max_examples=60, deadline=None)
@given(
    oscillator=st.sampled_from(
        [("msi", 4), ("msi", 8), ("msi", 16), ("msi", 5), ("hsi", 16), ("hse", 8), ("hse", 25)]
    ),
    sysclk_mhz=st.integers(4, 130),
    microcontroller=st.sampled_from([L4R5, L476]),
)
def test_l4_solutions_are_right_and_refusals_are_true(
    oscillator: tuple[str, int], sysclk_mhz: int, microcontroller: Part
) -> None:
    source, source_mhz = oscillator
    wish = ClockWish(source, source_mhz * MHZ, sysclk_mhz * MHZ)
    plus = microcontroller is L4R5
    most_m, most_n, vco_in = (16, 127, (2.66, 8)) if plus else (8, 86, (4, 16))
    legal = source_mhz == sysclk_mhz or any(
        vco_in[0] <= source_mhz / m <= vco_in[1]
        and 64 * m <= source_mhz * n <= 344 * m
        and source_mhz * n == sysclk_mhz * m * r
        for m, n, r in product(range(1, most_m + 1), range(8, most_n + 1), (2, 4, 6, 8))
    )
    legal = legal and sysclk_mhz <= (120 if plus else 80) and oscillator != ("msi", 5)
    try:
        clock = solve(wish, microcontroller, "lpuart1", BAUD)
    except BoardError:
        assert not legal
        return
    assert legal
    assert l4_sysclk_hz(clock, wish.source_hz) == wish.sysclk_hz == clock.hclk_hz
    assert clock.registers["boost"] == (sysclk_mhz > 80)
    check_common(clock, microcontroller, "lpuart1")
    check_fallbacks(clock, wish, microcontroller, {"hsi": 16 * MHZ, "msi": 4 * MHZ})


F4_LINES = {
    # part: least f(VCO) and N, most of APB1 and APB2, VOS by the highest HCLK; all in MHz
    "stm32f401ccu6": (192, 192, (42, 84), ((60, 1), (84, 2))),
    "stm32f411ceu6": (100, 50, (50, 100), ((64, 1), (84, 2), (100, 3))),
    "stm32f407vgt6": (100, 50, (42, 84), ((144, 0), (168, 1))),
    "stm32f446ret6": (100, 50, (42, 84), ((120, 1), (144, 2), (180, 3))),
}


@settings(max_examples=80, deadline=None)
@given(
    source_mhz=st.sampled_from([8, 12, 16, 25, 26, 27]),
    sysclk_mhz=st.integers(4, 190),
    name=st.sampled_from(sorted(F4_LINES)),
)
def test_f4_solutions_are_right_and_refusals_are_true(
    source_mhz: int, sysclk_mhz: int, name: str
) -> None:
    """RM0090 and the data sheets: f(VCO) = f(in) / M * N, f(PLL) = f(VCO) / P."""
    low_vco, low_n, buses_mhz, scales = F4_LINES[name]
    wish = ClockWish("hse", source_mhz * MHZ, sysclk_mhz * MHZ)
    highest_mhz = scales[-1][0]
    legal = sysclk_mhz == source_mhz or any(
        m <= source_mhz <= 2 * m
        and source_mhz * n == sysclk_mhz * m * p
        and low_vco * m <= source_mhz * n <= 432 * m
        for m, n, p in product(range(2, 64), range(low_n, 433), (2, 4, 6, 8))
        if sysclk_mhz >= 24
    )
    legal = legal and sysclk_mhz <= highest_mhz and source_mhz <= 26
    try:
        clock = solve(wish, part(name), "usart1", BAUD)
    except BoardError:
        assert not legal
        return
    assert legal
    r = clock.registers
    reached = Fraction(source_mhz * r["plln"], r["pllm"] * r["pllp"]) if r["pll"] else source_mhz
    assert reached == sysclk_mhz
    assert r["overdrive"] == (sysclk_mhz > 168)
    apb1_mhz, apb2_mhz = (45, 90) if r["overdrive"] else buses_mhz
    assert clock.pclk1_hz <= apb1_mhz * MHZ
    assert clock.pclk2_hz <= apb2_mhz * MHZ
    assert r["vos"] == next(code for most_mhz, code in scales if sysclk_mhz <= most_mhz)
    if r["pll"]:
        assert 2 <= r["pllq"] <= 15
        assert Fraction(source_mhz * r["plln"], r["pllm"] * r["pllq"]) <= 48
    check_common(clock, part(name), "usart1")


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (ClockWish("hse", 8 * MHZ, 80 * MHZ), "its maximum is 72 MHz"),
        (ClockWish("hse", 8 * MHZ, 50 * MHZ), "no setting of the PLL"),
        (ClockWish("hse", 2 * MHZ, 32 * MHZ), "the crystal at 2 MHz would be below 4 MHz"),
        (ClockWish("hse-bypass", 1 * MHZ, 8 * MHZ), "PLL's output at 8 MHz would be below 16 MHz"),
    ],
)
def test_a_refusal_names_the_limit(wish: ClockWish, reason: str) -> None:
    with pytest.raises(BoardError) as caught:
        solve(wish, F103, "usart1", BAUD)
    assert reason in caught.value.message


def test_other_lines_of_the_f1_are_refused() -> None:
    with pytest.raises(BoardError, match="not described"):
        solve(ClockWish("hse", 8 * MHZ, 24 * MHZ), part("stm32f100c8t6"), "usart1", BAUD)


@pytest.mark.parametrize(
    ("peripheral", "clock_hz", "baud", "brr"),
    [
        # RM0008, table "Error calculation for programmed baud rates": 16 * 39.0625, 468.75, 19.5.
        ("usart1", 72 * MHZ, 115200, 625),
        ("usart1", 72 * MHZ, 9600, 7500),
        ("usart2", 36 * MHZ, 115200, 312),
        # RM0432, LPUART: 256 * 120 MHz / 115200 = 266666.7.
        ("lpuart1", 120 * MHZ, 115200, 266667),
    ],
)
def test_dividers_of_the_manuals(peripheral: str, clock_hz: int, baud: int, brr: int) -> None:
    assert divider(peripheral, clock_hz, baud).brr == brr
