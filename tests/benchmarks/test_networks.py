"""Networks that others have timed are met within the band that every report shows."""

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from benchmarks.timing.networks import Timed, by_board, timed
from benchmarks.timing.networks_page import with_networks
from benchmarks.timing.page import PAGE
from generator import boards
from generator.predict import simulator_band_percent

STAND_INS = {
    "DISCO-F746NG": "stm32f746g-disco",
    "NUCLEO-H7A3ZI": "nucleo-h743zi2",
    "NUCLEO-L4R5ZI": "nucleo-l4r5zi",
    "NUCLEO-U575ZI": "nucleo-u575zi-q",
    "NUCLEO-G0B1RE": "nucleo-g071rb",
}
"""The board of ours with the same core and the same flash and caches in front of it."""

GROUPS = by_board(timed())
MEAN_PERCENT = {"cortex-m7": 8.0, "cortex-m4": 6.0, "cortex-m33": 4.0, "cortex-m0plus": 4.0}


@pytest.mark.parametrize("board", sorted(GROUPS))
def test_the_worst_lies_within_the_band_of_the_board(board: str) -> None:
    band = simulator_band_percent(boards.load(STAND_INS[board]))
    assert max(abs(each.error) for each in GROUPS[board]) * 100 <= band


@pytest.mark.parametrize("core", sorted(MEAN_PERCENT))
def test_the_mean_error_of_a_core(core: str) -> None:
    errors = [abs(each.error) for each in timed() if each.core == core]
    assert len(errors) >= 8
    assert 100 * sum(errors) / len(errors) < MEAN_PERCENT[core]


def test_the_page_shows_them_as_they_come_out_now() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_networks(page) == page


def test_an_error_is_predicted_by_measured() -> None:
    """1.1 million cycles predicted; 100 inferences a second at 100 MHz are one million."""
    each = Timed("cortex-m4", "b", "s", "images", 100_000_000, 100.0, 900_000, 1_100_000)
    assert each.error == pytest.approx(0.1)
