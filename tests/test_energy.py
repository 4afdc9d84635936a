"""Energy: E = V · I · t with the range of both, and nothing where nothing is known."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import boards
from generator.boards.facts import Board
from generator.boards.power import run_current
from generator.energy import energy, in_words


def at(name: str, clock_hz: int) -> Board:
    """A board as if it ran at that clock."""
    board = boards.load(name)
    return replace(board, clock=replace(board.clock, hclk_hz=clock_hz))


def test_a_blue_pill_at_72_mhz_draws_what_its_data_sheet_says() -> None:
    current = run_current(boards.load("stm32f103c8"))
    assert current is not None
    assert (current.least_ma, current.most_ma, current.supply_volts) == (27.0, 36.0, 3.3)
    found = energy(boards.load("stm32f103c8"), milliseconds=100.0, band_percent=0.0)
    assert found is not None
    # 3.3 V x 27 mA x 0.1 s, 3.3 V x 36 mA x 0.1 s
    assert found.least_uj == pytest.approx(8910)
    assert found.most_uj == pytest.approx(11880)


def test_between_two_clocks_of_a_data_sheet_the_current_lies_between() -> None:
    current = run_current(at("stm32f103c8", 60_000_000))
    assert current is not None
    assert current.least_ma == pytest.approx((18.6 + 27.0) / 2)


def test_beyond_a_data_sheet_nothing_is_made_up() -> None:
    assert run_current(at("stm32f103c8", 80_000_000)) is None
    assert run_current(at("stm32f103c8", 1_000_000)) is None


def test_currents_by_megahertz_follow_the_clock() -> None:
    current = run_current(boards.load("nucleo-l4r5zi"))
    assert current is not None
    assert current.least_ma == pytest.approx(0.195 * 120)
    assert current.most_ma == pytest.approx(0.221 * 120)
    assert current.kind == "measured"


def test_a_part_that_nobody_measured_is_unknown() -> None:
    board = boards.load("nucleo-f072rb")
    assert energy(board, 10.0, 5.0) is None
    assert "unknown" in in_words(energy(board, 10.0, 5.0))


@given(
    name=st.sampled_from(["stm32f103c8", "nucleo-l4r5zi", "nucleo-f411re", "nucleo-u575zi-q"]),
    milliseconds=st.floats(1e-3, 1e4),
    band_percent=st.floats(0, 300),
)
def test_the_estimate_lies_in_its_range(
    name: str, milliseconds: float, band_percent: float
) -> None:
    found = energy(boards.load(name), milliseconds, band_percent)
    assert found is not None
    assert found.least_uj < found.estimate_uj < found.most_uj
    tight = energy(boards.load(name), milliseconds, 0.0)
    assert tight is not None
    assert found.least_uj <= tight.least_uj < tight.most_uj <= found.most_uj


@pytest.mark.parametrize("name", boards.names())
def test_every_known_current_names_its_source_and_kind(name: str) -> None:
    current = run_current(boards.load(name))
    if current is None:
        return
    assert 0 < current.least_ma <= current.most_ma
    assert len(current.source) > 20
    assert current.kind in ("measured", "data sheet", "headline")
