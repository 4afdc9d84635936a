"""Board files: the two boards as their documents say, and every mistake told in one sentence."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import places
from generator.boards.facts import Pin
from generator.boards.load import load, load_file, names
from generator.errors import BoardError, RequestError

BLUE_PILL = places.folder("boards") / "stm32f103c8.yaml"


def written(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


def blue_pill(**changes: Any) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(BLUE_PILL.read_text("utf-8"))
    return document | changes


def test_every_board_loads_and_says_where_its_facts_are_from() -> None:
    assert {"stm32f103c8", "nucleo-l4r5zi"} <= set(names())
    for name in names():
        board = load(name)
        assert board.name == name
        assert {"part", "clock", "console", "probe"} <= set(board.sources), name


def test_blue_pill() -> None:
    board = load("bluepill")
    assert board.name == "stm32f103c8"
    assert (board.part.flash.size_bytes, board.part.ram_bytes) == (64 * 1024, 20 * 1024)
    assert (board.part.core, board.part.fpu) == ("cortex-m3", None)
    assert (board.clock.hclk_hz, board.clock.pclk1_hz) == (72_000_000, 36_000_000)
    assert board.clock.wait_states == 2
    assert (board.console.tx, board.console.rx) == (Pin("a", 9), Pin("a", 10))
    assert board.led is not None
    assert board.led.active_low
    assert board.clock.fallback is not None
    assert board.clock.fallback.hclk_hz == 64_000_000


def test_nucleo_l4r5zi_has_one_stretch_of_640_kib_and_runs_at_120_mhz() -> None:
    board = load("NUCLEO_L4R5ZI")
    assert (board.part.main_ram.origin, board.part.main_ram.size_bytes) == (0x20000000, 640 * 1024)
    assert board.part.ram_bytes == 640 * 1024
    assert (board.clock.hclk_hz, board.clock.wait_states) == (120_000_000, 5)
    assert board.console.alternate_function == board.console.rx_alternate_function == 8


def test_another_core_clock() -> None:
    board = load("stm32f103c8", clock_hz=48_000_000)
    assert (board.clock.hclk_hz, board.clock.wait_states) == (48_000_000, 1)
    assert board.clock_wish.sysclk_hz == 48_000_000
    with pytest.raises(BoardError, match="its maximum is 72 MHz"):
        load("stm32f103c8", clock_hz=100_000_000)


def test_a_baud_rate_beyond_the_last_fallback_does_not_refuse_the_board(tmp_path: Path) -> None:
    """921600 baud is out of reach at HSI's 8 MHz, which is only the last resort."""
    console = {"peripheral": "usart1", "tx": "pa9", "rx": "pa10", "via": "stlink", "baud": 921600}
    board = load_file(written(tmp_path, blue_pill(console=console)))
    assert board.clock.fallback is not None
    assert board.clock.fallback.fallback is not None
    assert board.clock.fallback.fallback.hclk_hz == 8_000_000


def test_unknown_board_names_the_near_misses() -> None:
    with pytest.raises(RequestError) as caught:
        load("stm32f103c9")
    assert "stm32f103c8" in str(caught.value)


MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({"cosole": {}}, "Unknown key 'cosole' in board", "console"),
    ({"part": "stm32f103c8"}, "no STM32 called 'stm32f103c8'", "stm32f103c8t6"),
    ({"part": "pic16f84"}, "no STM32 called 'pic16f84'", ""),
    ({"part": 17}, "part is 17, but must be text", ""),
    ({"led": {"pin": "pg13", "active": "low"}}, "stm32f103c8t6 has no pin PG13", "A, B, C, D"),
    ({"led": {"pin": "pc3", "active": "low"}}, "stm32f103c8t6 has no pin PC3", "PC13, PC14, PC15"),
    ({"led": {"pin": "pa9", "active": "low"}}, "PA9 is the console's already", ""),
    (
        {
            "clock": {
                "source": "hse",
                "source_hz": 8000000,
                "sysclk_hz": 72000000,
                "supply": "smps",
            }
        },
        "stm32f103c8t6 has no SMPS",
        "ldo",
    ),
    (
        {"clock": {"source": "hse", "source_hz": 8000000, "sysclk_hz": 72}},
        "cannot run at 72 Hz from hse 8 MHz",
        "8 MHz",
    ),
    (
        {
            "probe": {
                "kind": "none",
                "openocd": {"interface": "stlink; reboot", "target": "stm32f1x"},
                "jlink": "STM32F103C8",
                "pyocd": "stm32f103c8",
            }
        },
        "must be the name of one of OpenOCD's files",
        "",
    ),
    ({"title": 'say "hi"'}, "title is 'say \"hi\"', but must be a line of text", ""),
    ({"title": "one\ntwo"}, "but must be a line of text", ""),
    ({"clock": None}, "clock is None, but must be 'key: value' lines", ""),
    ({"clock": {"source": "hse"}}, "The key 'source_hz' is missing in clock", ""),
    (
        {"clock": {"source": "hze", "source_hz": 8000000, "sysclk_hz": 72000000}},
        "clock.source is 'hze', but must be one of",
        "hse",
    ),
    (
        {"clock": {"source": "msi", "source_hz": 4000000, "sysclk_hz": 72000000}},
        "no clock source 'msi'",
        "hsi",
    ),
    (
        {"clock": {"source": "hse", "source_hz": "8 MHz", "sysclk_hz": 72000000}},
        "clock.source_hz is '8 MHz', but must be a whole number",
        "",
    ),
    (
        {"clock": {"source": "hse", "source_hz": 8000000, "sysclk_hz": 71000000}},
        "no setting of the PLL gives exactly that",
        "72 MHz",
    ),
    (
        {"clock": {"source": "hse", "source_hz": 24000000, "sysclk_hz": 72000000}},
        "the crystal at 24 MHz would be above 16 MHz",
        "",
    ),
    (
        {"console": {"peripheral": "usart1", "tx": "pa99", "rx": "pa10", "via": "stlink"}},
        "console.tx is 'pa99', but must be a pin such as pa9",
        "",
    ),
    (
        {"console": {"peripheral": "usart1", "tx": "pa2", "rx": "pa10", "via": "stlink"}},
        "PA2 cannot be TX of usart1 on stm32f103c8t6",
        "PA9",
    ),
    (
        {"console": {"peripheral": "usart1", "tx": "pb6", "rx": "pa10", "via": "stlink"}},
        "PB6 and PA10 are pins of usart1 from different groups",
        "PB7",
    ),
    (
        {"console": {"peripheral": "usart9", "tx": "pa9", "rx": "pa10", "via": "stlink"}},
        "stm32f103c8t6 has no serial port 'usart9'",
        "usart1",
    ),
    (
        {
            "console": {
                "peripheral": "usart1",
                "tx": "pa9",
                "rx": "pa10",
                "via": "stlink",
                "baud": 6000000,
            }
        },
        "usart1 cannot divide 72 MHz down to 6000000 baud",
        "",
    ),
    (
        {
            "console": {
                "peripheral": "usart1",
                "tx": "pa9",
                "rx": "pa10",
                "via": "stlink",
                "baud": 4110000,
            }
        },
        "off 4110000 baud",
        "",
    ),
]


@pytest.mark.parametrize(("change", "message", "hint"), MISTAKES)
def test_mistakes_are_told_with_key_and_way_out(
    tmp_path: Path, change: dict[str, Any], message: str, hint: str
) -> None:
    path = written(tmp_path, blue_pill(**change))
    with pytest.raises(BoardError) as caught:
        load_file(path)
    assert message in caught.value.message
    assert caught.value.where is not None
    assert caught.value.where.startswith(f"{path}:")
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"# only a comment\n", "empty"),
        (b"- a\n- list\n", "'key: value' lines"),
        (b"just words", "'key: value' lines"),
        (b"title: [never closed\n", "not valid YAML"),
        (b"title: \x00\n", "not valid YAML"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a: " + b"[" * 20000, "not valid YAML"),
        (b"a: !!python/object:os.system x", "not valid YAML"),
        (b"1: 2\n", "Unknown key '1'"),
        (b"? {a: b}\n: c\n", ""),
        (b"clock: 2001-99-99\n", ""),
        (b"title: one\ntitle: two\n", "the key 'title' is there twice"),
        (b"clock: {source: hse, source: hsi}\n", "the key 'source' is there twice"),
        (b"[1, 2]: 3\n", ""),
    ],
)
def test_files_that_are_no_board(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    with pytest.raises(BoardError) as caught:
        load_file(path)
    assert message in caught.value.message
    assert "\n" not in caught.value.message


def test_a_name_that_cannot_be_written_into_c(tmp_path: Path) -> None:
    path = tmp_path / 'my"board.yaml'
    path.write_text(BLUE_PILL.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(BoardError, match="cannot be a board's name"):
        load_file(path)


def test_the_led_of_a_small_package_is_not_behind_the_console(tmp_path: Path) -> None:
    """Twenty pins: PA9 in the place of PA11 (RM0444, SYSCFG_CFGR1)."""
    small = {
        "part": "stm32g030f6p6",
        "clock": {"source": "hsi", "source_hz": 16000000, "sysclk_hz": 64000000},
        "led": {"pin": "pa11", "active": "high"},
    }
    with pytest.raises(BoardError, match="the console's PA9 takes its place"):
        load_file(written(tmp_path, blue_pill(**small)))


def test_a_core_that_two_supplies_can_feed_is_not_guessed(tmp_path: Path) -> None:
    """The wrong one shuts an H7 off: RM0399, "Power supply configurations"."""
    dual = {"part": "stm32h747xih6@m7"}
    clock = {"source": "hsi", "source_hz": 64000000, "sysclk_hz": 64000000}
    with pytest.raises(BoardError, match="nothing says which"):
        load_file(written(tmp_path, blue_pill(**dual, clock=clock)))
    for supply in ("ldo", "smps"):
        document = blue_pill(**dual, clock=clock | {"supply": supply})
        assert load_file(written(tmp_path, document)).clock_wish.supply == supply


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(BoardError, match="cannot be read"):
            load_file(path)


def test_a_board_needs_nothing_but_its_file(tmp_path: Path) -> None:
    """The NUCLEO-F103RB, by YAML alone: another part, clock source, port and LED."""
    document = {
        "title": "NUCLEO-F103RB",
        "part": "stm32f103rbt6",
        "clock": {"source": "hse-bypass", "source_hz": 8000000, "sysclk_hz": 72000000},
        "console": {"peripheral": "usart2", "tx": "pa2", "rx": "pa3", "via": "stlink"},
        "probe": {
            "kind": "stlink-v2-1",
            "openocd": {"interface": "stlink", "target": "stm32f1x"},
            "jlink": "STM32F103RB",
            "pyocd": "stm32f103rb",
        },
    }
    board = load_file(written(tmp_path, document))
    assert board.name == "mine"
    assert board.clock.usart_hz == 36_000_000
    assert board.led is None
