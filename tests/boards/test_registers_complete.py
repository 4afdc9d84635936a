"""No family and no board may be left out of `test_registers_<families>.py`."""

import test_registers_f0_g0
import test_registers_f1
import test_registers_f4_f7
import test_registers_h7
import test_registers_l4_g4_wb_u5

from generator import places
from generator.boards.load import load, names

CHECKED = {
    *test_registers_f0_g0.BOARDS,
    *test_registers_f1.BOARDS,
    *test_registers_f4_f7.BOARDS,
    *test_registers_h7.BOARDS,
    *test_registers_l4_g4_wb_u5.BOARDS,
}


def test_every_board_and_every_family_is_checked() -> None:
    assert set(names()) <= CHECKED
    folders = {path.name for path in (places.folder("templates") / "families").iterdir()}
    assert folders - {"common"} == {load(name).part.family for name in names()}
