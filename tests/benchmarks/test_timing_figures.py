"""The published cycle counts are met as closely as the documentation says."""

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from benchmarks.timing.cases import FITTED, Case, cases
from benchmarks.timing.leave_one_out import errors_left_out, fit
from benchmarks.timing.page import PAGE, updated

CORES = sorted(FITTED)


def mean_and_worst(errors: list[float]) -> tuple[float, float]:
    sizes = [abs(error) for error in errors]
    return sum(sizes) / len(sizes), max(sizes)


@pytest.mark.parametrize("core", CORES)
def test_errors_with_the_costs_in_use(core: str) -> None:
    mean, worst = mean_and_worst([case.error(FITTED[core]) for case in cases(core)])
    assert mean < 0.03
    assert worst < 0.08


@pytest.mark.parametrize("core", CORES)
def test_errors_of_programs_that_nothing_was_fitted_to(core: str) -> None:
    mean, worst = mean_and_worst(errors_left_out(cases(core), FITTED[core]))
    assert mean < 0.03
    assert worst < 0.08


def test_the_page_shows_every_case_as_it_comes_out_now() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert updated(page) == page


def _made_of_it(n: int) -> Case:
    measured = int(1000 + 2.5 * n * 40 + 0.75 * n * n * 8)
    return Case("c", "abcdefghi"[n], "c", "run", measured, 500, 1000, {"a": 40 * n, "b": 8 * n * n})


def test_a_cost_is_found_again_in_programs_made_of_it() -> None:
    """Programs whose measured times hold 2.5 and 0.75 cycles for each occasion."""
    made = [_made_of_it(n) for n in range(1, 8)]
    costs = fit(made, ("a", "b"))
    assert costs == pytest.approx({"a": 2.5, "b": 0.75}, rel=0.01)
    assert max(map(abs, errors_left_out(made, costs))) < 0.01
