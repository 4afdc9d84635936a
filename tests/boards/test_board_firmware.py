"""The rendered board side: tidy, repeatable, free of warnings, and linked where it belongs."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from board_firmware import board_id, compile_and_link, every_board, write_project
from elftools.elf.elffile import ELFFile

from generator import places
from generator.boards.facts import Board
from generator.boards.load import load
from generator.boards.placement import place
from generator.render.board import render_board
from tests.formatting import complaints

RAM_ORIGIN = 0x20000000

Build = Callable[[Board], Path]


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_rendering_twice_gives_the_same_bytes(board: Board) -> None:
    first, second = (render_board(board, min_stack_bytes=1024, model_name="kws") for _ in range(2))
    assert first == second
    assert list(first) == sorted(first)


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_the_c_code_is_formatted(board: Board, tmp_path: Path) -> None:
    shutil.copy(places.folder("templates") / "project" / ".clang-format", tmp_path)
    write_project(board, tmp_path)
    assert complaints(tmp_path, sorted(tmp_path.glob("board/*.[ch]"))) == ""


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_no_line_is_left_of_the_templates(board: Board) -> None:
    for path, text in render_board(board, min_stack_bytes=1024, model_name="kws").items():
        assert "{{" not in text, path
        assert "%%" not in text, path
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert all(line == line.rstrip() for line in text.splitlines()), path
        assert "\n\n\n" not in text, path
        touching = re.search(r"^}\n(?![#\n])", text, re.MULTILINE)
        assert touching is None or touching.end() == len(text), path


def sections(elf: Path) -> dict[str, tuple[int, int]]:
    """Section -> address and size."""
    with elf.open("rb") as file:
        return {s.name: (s["sh_addr"], s["sh_size"]) for s in ELFFile(file).iter_sections()}


def symbols(elf: Path) -> dict[str, int]:
    with elf.open("rb") as file:
        table = ELFFile(file).get_section_by_name(".symtab")
        return {symbol.name: symbol["st_value"] for symbol in table.iter_symbols()}


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_everything_lies_in_its_section(board: Board, build: Build) -> None:
    elf = build(board)
    found, where = sections(elf), symbols(elf)
    assert found[".vectors"] == (board.part.flash.origin, 4 * (16 + len(board.part.interrupts)))
    assert found[".weights"][1] == 256
    for symbol, section in {
        "model_weights": ".weights",
        "model_run": ".kernels",
        "console_write": ".console",
        "Reset_Handler": ".text",
        "main": ".text",
    }.items():
        start, size = found[section]
        assert start <= where[symbol] < start + size, symbol
    assert found[".arena"][1] == 1024
    assert found[".arena"][0] % 16 == 0


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_stack_takes_the_bottom_of_ram_and_all_that_is_left(board: Board, build: Build) -> None:
    found = sections(build(board))
    used = sum(found[section][1] for section in (".stack", ".data", ".bss", ".arena"))
    ram = place(board.part, (found[".arena"][1],), 1024).main
    assert found[".stack"][0] == ram.origin == RAM_ORIGIN
    assert used == ram.size_bytes
    assert symbols(build(board))["__stack_top"] == sum(found[".stack"])


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_vector_table(board: Board, build: Build) -> None:
    """The first word is the stack, the second the reset handler; the console's is its own."""
    elf = build(board)
    where = symbols(elf)
    with elf.open("rb") as file:
        data = ELFFile(file).get_section_by_name(".vectors").data()
    words = [int.from_bytes(data[i : i + 4], "little") for i in range(0, len(data), 4)]
    assert words[0] == where["__stack_top"]
    assert words[1] == where["Reset_Handler"] | 1
    assert words[15] == where["SysTick_Handler"]
    port = board.console.peripheral.upper()
    # Small parts share interrupts: "USART3_4_LPUART1".
    shared = (n for n in board.part.interrupts if n and (n == port or n.endswith(f"_{port}")))
    name = next(shared)
    console = board.part.interrupts.index(name)
    assert words[16 + console] == where[f"{name}_IRQHandler"]
    unhandled = {words[16 + i] for i, n in enumerate(board.part.interrupts) if n and i != console}
    assert unhandled == {where["default_handler"]}


def test_an_arena_that_leaves_no_stack_is_told_in_words(build: Build, tmp_path: Path) -> None:
    board = load("stm32f103c8")
    build(board)  # skips without a compiler
    folder = write_project(board, tmp_path)
    for arena_bytes, fits in ((18 * 1024, True), (19 * 1024, False), (21 * 1024, False)):
        linked = compile_and_link(board, folder, (f"-DMODEL_ARENA_BYTES={arena_bytes}",))
        assert (linked.returncode == 0) == fits, linked.stderr
        if not fits:
            assert "leave less than 1024 bytes of the 20480 bytes of RAM" in linked.stderr


def test_weights_beyond_the_flash_are_told_in_words(build: Build, tmp_path: Path) -> None:
    board = load("stm32f103c8")
    build(board)
    folder = write_project(board, tmp_path)
    linked = compile_and_link(board, folder, ("-DMODEL_WEIGHTS=65536",))
    assert linked.returncode != 0
    assert "region `FLASH' overflowed" in linked.stderr
