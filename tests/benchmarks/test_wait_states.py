"""Functions that others have timed on an STM32F103 are met, also behind its flash."""

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from benchmarks.timing.page import PAGE
from benchmarks.timing.wait_states import by_function, waiting_functions
from benchmarks.timing.wait_states_page import with_wait_states
from generator.simulator.timing import cortex_m3_r1p1


@pytest.mark.parametrize("wait_states", [0, 1, 2])
def test_errors_at_each_number_of_wait_states(wait_states: int) -> None:
    errors = [abs(e.error) for e in waiting_functions() if e.wait_states == wait_states]
    assert len(errors) == 11
    assert sum(errors) / len(errors) < 0.03
    assert max(errors) < 0.08


def test_the_core_s_band_covers_them_without_wait_states() -> None:
    errors = [abs(e.error) for e in waiting_functions() if e.wait_states == 0]
    assert 100 * max(errors) <= cortex_m3_r1p1.BAND_PERCENT


def test_each_function_was_timed_at_all_three_clocks() -> None:
    assert all([e.wait_states for e in row] == [0, 1, 2] for row in by_function().values())


def test_the_page_shows_them_as_they_come_out_now() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_wait_states(page) == page
