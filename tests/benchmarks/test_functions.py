"""Functions in assembly that others have timed are met."""

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from benchmarks.timing.functions import functions
from benchmarks.timing.functions_page import with_functions
from benchmarks.timing.page import PAGE

WORST_PERCENT = {"cortex-m0": 1.0, "cortex-m0plus": 1.0, "cortex-m3": 2.0, "cortex-m4": 5.0}


@pytest.mark.parametrize("core", sorted(WORST_PERCENT))
def test_the_worst_error_of_a_core(core: str) -> None:
    errors = [abs(each.error) for each in functions() if each.core == core]
    assert errors
    assert 100 * max(errors) < WORST_PERCENT[core]


def test_the_page_shows_them_as_they_come_out_now() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_functions(page) == page
