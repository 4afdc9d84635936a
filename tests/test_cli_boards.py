"""Boards on the command line: found, shown, measured against a model, written, taken at a clock."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator import boards
from tests import data
from tests.command_line import generator, run

MODEL = "kws"


def facts(*words: str | Path, folder: Path) -> dict[str, Any]:
    """What a verb writes with --json."""
    done = generator(*words, "--json", "facts.json", folder=folder)
    assert done.code == 0, done.err
    written: dict[str, Any] = json.loads((folder / "facts.json").read_text())
    return written


def names(listed: dict[str, Any]) -> set[str]:
    return {board["name"] for board in listed["boards"]}


def test_lists_all_boards_or_those_with_a_core_and_enough_memory(tmp_path: Path) -> None:
    assert names(facts("boards", folder=tmp_path)) == set(boards.names())
    m4 = facts("boards", "--core", "m4", folder=tmp_path)
    assert {board["core"] for board in m4["boards"]} == {"cortex-m4"}
    assert m4 == facts("boards", "--core", "Cortex-M4", folder=tmp_path)
    large = facts(
        "boards", "--core", "m4", "--min-flash", "1024", "--min-ram", "192", folder=tmp_path
    )
    assert {"stm32f407g-disc1", "nucleo-l4r5zi"} <= names(large) < names(m4)
    assert all(board["ram_bytes"] >= 192 * 1024 for board in large["boards"])
    unknown = generator("boards", "--core", "m44", folder=tmp_path)
    assert (unknown.code, "Did you mean cortex-m4" in unknown.err) == (2, True)
    assert generator("boards", "--min-ram", "999999", folder=tmp_path).code == 0


def test_shows_one_board(tmp_path: Path) -> None:
    shown = generator("boards", "stm32f4discovery", folder=tmp_path)
    for fact in (
        *("0x10000000", "data only, no DMA", "168 MHz", "HSE 8 MHz / 4 x 168 / 2", "HSI 16 MHz"),
        *("USART2", "PA2", "alternate function 7", "USB-UART adapter", "UM1472", "PD12"),
    ):
        assert fact in shown.out, fact
    told = facts("boards", "stm32f407g-disc1@48", folder=tmp_path)
    assert [clock["hclk_hz"] for clock in told["clocks"]] == [48_000_000, 48_000_000, 16_000_000]
    assert told["memories"][1]["name"] == "ccm"


def test_says_where_a_model_fits_and_what_is_left(tmp_path: Path) -> None:
    vww = data.mlperf_tiny("vww/vww_96_int8.tflite")
    told = facts("boards", "--fits", vww, folder=tmp_path)
    verdicts = {verdict["board"]: verdict for verdict in told["boards"]}
    assert set(verdicts) == set(boards.names())
    assert verdicts["nucleo-l4r5zi"]["fits"]
    assert not verdicts["stm32f103c8"]["fits"]
    for name, verdict in verdicts.items():
        flash = boards.load(name).part.flash.size_bytes
        assert verdict["flash_bytes"] + verdict["flash_free_bytes"] == flash
        assert verdict["fits"] or min(verdict["flash_free_bytes"], verdict["ram_free_bytes"]) < 0
    # The same answers as when a firmware is asked for.
    assert generator(vww, "--board", "stm32f103c8", "--no-configure", folder=tmp_path).code == 1
    fitting = ("--board", "nucleo-f446re", "--no-configure")
    assert verdicts["nucleo-f446re"]["fits"]
    assert generator(vww, *fitting, folder=tmp_path).code == 0


def test_a_new_board_file_works_as_it_is(tmp_path: Path) -> None:
    assert generator("boards", "--new", "mine", folder=tmp_path).code == 0
    text = (tmp_path / "mine.yaml").read_text()
    assert text.count("#") > 5
    new = ("new", MODEL, "--board-file", "mine.yaml", "--no-configure")
    assert generator(*new, folder=tmp_path).code == 0
    again = generator("boards", "--new", "mine", folder=tmp_path)
    assert again.code == 2
    assert "exists already" in again.err
    assert (tmp_path / "mine.yaml").read_text() == text


def test_a_new_board_file_for_a_part(tmp_path: Path) -> None:
    words = ("--mcu", "stm32l476rg", "--console", "usart2:pa2,pa3")
    assert generator("boards", "--new", "mine.yaml", *words, folder=tmp_path).code == 0
    assert generator("boards", *words, folder=tmp_path).code == 2
    board = boards.load_file(tmp_path / "mine.yaml")
    assert board.part.name == "stm32l476rgt6"
    assert (board.clock_wish.source, board.clock.hclk_hz) == ("hsi", 80_000_000)


def test_a_new_board_file_says_how_the_core_is_fed(tmp_path: Path) -> None:
    """The step-down converter of an H7 ends at 400 MHz (RM0399, "Voltage scaling")."""
    words = ("--mcu", "stm32h747xi", "--console", "usart1:pa9,pa10", "--hse", "25")
    untold = generator("boards", "--new", "mine", *words, folder=tmp_path)
    assert (untold.code, (tmp_path / "mine.yaml").exists()) == (2, False)
    told = facts("boards", "--new", "mine", *words, "--supply", "smps", folder=tmp_path)
    board = boards.load_file(tmp_path / told["file"])
    assert (board.part.core, board.clock_wish.supply) == ("cortex-m7", "smps")
    assert board.clock.hclk_hz == 400_000_000


def test_a_bare_part_runs_as_it_is_delivered(tmp_path: Path) -> None:
    """More than 520 MHz need an option byte (RM0468, CPUFREQ_BOOST)."""
    words = ("--mcu", "stm32h723zg", "--console", "usart3:pd8,pd9", "--hse", "8")
    assert generator("boards", "--new", "mine", *words, folder=tmp_path).code == 0
    assert boards.load_file(tmp_path / "mine.yaml").clock.hclk_hz == 520_000_000


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--board", "stm32f103c8@fast"], "'fast' is no core clock"),
        (["--board", "stm32f103c8@inf"], "'inf' is no core clock"),
        (["--board", "stm32f103c8@nan"], "'nan' is no core clock"),
        (["--board", "stm32f103c8@0"], "cannot run at 0 Hz"),
        (["--board", "stm32f103c8", "--clock", "nan"], "nan is no frequency"),
        (["--board", "stm32f103c8", "--clock", "-48"], "-48 is no frequency"),
        (["--board", "stm32f103c8@48", "--clock", "64"], "given twice"),
        (["--board", "stm32f103c8@100"], "its maximum is 72 MHz"),
        (["--board", "stm32f103c8", "--clock", "71"], "nearest that can be had: 64 MHz and 72"),
        (["--board", "stm32f103c8", "--hse", "8"], "go with --mcu"),
        (["--board", "stm32f103c8", "--mcu", "stm32f405rg"], "Name one board"),
        (["--mcu", "stm32f405rg"], "needs its serial port"),
        (["--mcu", "", "--console", "usart2:pa2,pa3"], "no STM32 called"),
        (["--mcu", "stm32f405rg", "--console", "usart2"], "no serial port with its pins"),
        (["--mcu", "stm32f405rg", "--console", "usart2:pa9,pa3"], "PA9 cannot be TX of usart2"),
        (["--mcu", "stm32f405rg", "--console", "usart2:x,pa3"], "must be a pin such as pa9"),
        (["--mcu", "stm32f405rg", "--console", "usart9:pa2,pa3"], "'usart9'"),
        (["--mcu", "stm32f405", "--console", "usart2:pa2,pa3"], "down to its flash size"),
        (["--mcu", "atmega328p", "--console", "usart2:pa2,pa3"], "no STM32 called"),
        (
            ["--mcu", "stm32l152re", "--console", "usart2:pa2,pa3"],
            "family stm32l1 is not described",
        ),
        (["--mcu", "stm32f105rc", "--console", "usart1:pa9,pa10"], "only stm32f101, stm32f102"),
        (["--mcu", "stm32wb09kev6", "--console", "usart1:pa1,pa0"], "the WB1x to WB5x are"),
        (["--mcu", "stm32h747xih6@m4", "--console", "usart1:pa9,pa10"], "is the second core"),
        (["--mcu", "stm32h747xi", "--console", "usart1:pa9,pa10"], "fed by ldo or smps"),
        (["--mcu", "stm32f405rg", "--hse", "99", "--console", "usart2:pa2,pa3"], "above 26 MHz"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(
    words: list[str], message: str, tmp_path: Path
) -> None:
    done = generator("new", MODEL, *words, "--no-configure", folder=tmp_path)
    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / "build").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "clock_hz"),
    [
        (["--board", "nucleo-f411re@48"], 48_000_000),
        (["--board", "nucleo-f411re", "--clock", "64"], 64_000_000),
        (["--mcu", "stm32f405rg", "--hse", "8", "--console", "usart2:pa2,pa3"], 168_000_000),
        (["--mcu", "stm32f103c8", "--console", "usart1:pa9,pa10"], 64_000_000),
        (
            ["--mcu", "stm32h747xi", "--supply", "smps", "--console", "usart1:pa9,pa10"],
            400_000_000,
        ),
    ],
)
def test_the_built_project_knows_its_board(words: list[str], clock_hz: int, tmp_path: Path) -> None:
    """`ninja run` of a project simulates the board that the project was made for."""
    told = facts("run", MODEL, *words, "-o", "mine", folder=tmp_path)
    assert told["clock_hz"] == clock_hz
    assert told["warnings"] == []
    moved = tmp_path / "elsewhere"
    (tmp_path / "mine").rename(moved)
    configured = run(["cmake", "-G", "Ninja", "-S", str(moved), "-B", "again"], tmp_path)
    assert configured.code == 0, configured.err
    simulated = run(["ninja", "-C", "again", "run", "report"], tmp_path)
    assert simulated.code == 0, simulated.out + simulated.err
    assert f"{clock_hz / 1e6:g} MHz from" in simulated.out
