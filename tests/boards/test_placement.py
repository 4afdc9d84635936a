"""Where arena and stack go on parts with several RAMs, from the rule to the linked firmware."""

from pathlib import Path

import pytest
from board_firmware import compile_and_link, write_project
from elftools.elf.elffile import ELFFile
from hypothesis import given
from hypothesis import strategies as st

from generator.boards.facts import Part
from generator.boards.load import load
from generator.boards.part import part
from generator.boards.placement import Placement, bank_capacities, place

KIB = 1024
F407 = part("stm32f407vgt6")  # CCM 64 KiB, SRAM1 and SRAM2 128 KiB in one piece
L476 = part("stm32l476rgt6")  # SRAM1 96 KiB, SRAM2 32 KiB apart
F103 = part("stm32f103c8t6")  # SRAM 20 KiB


H743 = part("stm32h743zit6")  # DTCM 128 KiB, AXI SRAM 512 KiB, others


@pytest.mark.parametrize(
    ("microcontroller", "arena_kib", "rest_kib", "expected"),
    [
        # part, arena, stack and variables -> the RAMs that they lie in
        (F407, 10, 3, ("sram1_sram2", "sram1_sram2")),
        (F407, 125, 3, ("sram1_sram2", "sram1_sram2")),
        (F407, 126, 3, ("sram1_sram2", "ccm")),
        (F407, 128, 64, ("sram1_sram2", "ccm")),
        (F407, 64, 128, ("ccm", "sram1_sram2")),
        (F407, 128, 65, None),
        (F407, 129, 3, None),
        (L476, 20, 3, ("sram1", "sram1")),
        (L476, 95, 3, ("sram1", "sram2")),
        (L476, 97, 3, None),
        (H743, 100, 3, ("dtcm", "dtcm")),
        (H743, 126, 3, ("d1_sram", "dtcm")),
        (F103, 17, 3, ("sram1", "sram1")),
        (F103, 18, 3, None),
    ],
)
def test_the_rule(
    microcontroller: Part, arena_kib: int, rest_kib: int, expected: tuple[str, str] | None
) -> None:
    found = place(microcontroller, (arena_kib * KIB,), rest_kib * KIB)
    assert found.fits == (expected is not None)
    if expected is not None:
        assert (found.arena_name, found.main.name) == expected


@given(
    microcontroller=st.sampled_from([F407, L476, F103, H743, part("stm32l4r5zit6")]),
    arena_bytes=st.integers(0, 700 * KIB),
    rest_bytes=st.integers(0, 200 * KIB),
)
def test_no_region_is_overfilled_and_none_that_fits_is_missed(
    microcontroller: Part, arena_bytes: int, rest_bytes: int
) -> None:
    found = place(microcontroller, (arena_bytes,), rest_bytes)
    if not found.fits:
        assert arena_bytes + rest_bytes > microcontroller.main_ram.size_bytes
        return
    filled = {found.arenas[0]: arena_bytes}
    filled[found.main] = filled.get(found.main, 0) + rest_bytes
    assert all(size <= region.size_bytes for region, size in filled.items())
    assert not any(free in filled for free in found.others)


@pytest.mark.parametrize(
    ("microcontroller", "banks_kib", "rest_kib", "expected"),
    [
        # The first bank lies beside stack and variables, in the RAM at the core if there is one.
        (F407, (120, 60), 4, ("sram1_sram2 + ccm", "sram1_sram2")),
        (F407, (125, 60), 4, None),
        (F407, (120, 65), 4, None),
        (H743, (120, 300, 200), 4, ("dtcm + d1_sram + d2_sram1_d2_sram2_d2_sram3", "dtcm")),
        (F103, (8, 8), 3, None),
    ],
)
def test_banks(
    microcontroller: Part,
    banks_kib: tuple[int, ...],
    rest_kib: int,
    expected: tuple[str, str] | None,
) -> None:
    found = place(microcontroller, [kib * KIB for kib in banks_kib], rest_kib * KIB)
    assert found.fits == (expected is not None)
    if expected is not None:
        assert (found.arena_name, found.main.name) == expected
        assert not {memory.name for memory in found.others} & set(expected[0].split(" + "))


def test_capacities_of_banks_are_what_the_linker_has() -> None:
    assert bank_capacities(F407, 5000) == (128 * KIB - 5008, 64 * KIB)
    assert bank_capacities(F103, 3 * KIB) == ()


def placed(elf: Path) -> dict[str, tuple[int, int]]:
    with elf.open("rb") as file:
        sections = ELFFile(file).iter_sections()
        return {section.name: (section["sh_addr"], section["sh_size"]) for section in sections}


@pytest.mark.usefixtures("build")
def test_an_arena_as_large_as_a_region_links_with_the_stack_in_another(tmp_path: Path) -> None:
    board = load("stm32f407g-disc1")
    sram = next(r for r in board.part.ram_regions if r.name == "sram1_sram2")
    ccm = next(r for r in board.part.ram_regions if r.name == "ccm")
    folder = write_project(board, tmp_path, placement=Placement(ccm, (sram,), (), fits=True))
    linked = compile_and_link(board, folder, (f"-DMODEL_ARENA_BYTES={sram.size_bytes}",))
    assert linked.returncode == 0, linked.stderr
    found = placed(folder / "firmware.elf")
    assert found[".arena"] == (sram.origin, sram.size_bytes)
    assert found[".stack"][0] == ccm.origin
    in_ccm = sum(found[name][1] for name in (".stack", ".data", ".bss"))
    assert in_ccm == ccm.size_bytes
    larger = compile_and_link(board, folder, (f"-DMODEL_ARENA_BYTES={sram.size_bytes + 16}",))
    assert larger.returncode != 0
    assert "region `ARENA' overflowed by 16 bytes" in larger.stderr


@pytest.mark.usefixtures("build")
@pytest.mark.parametrize("name", ["stm32f407g-disc1", "nucleo-l476rg"])
def test_a_firmware_with_its_stack_apart_boots(name: str, tmp_path: Path) -> None:
    machine_of = pytest.importorskip("generator.simulator.machine").Machine
    board = load(name)
    largest, smallest = board.part.ram_regions
    folder = write_project(
        board, tmp_path, placement=Placement(smallest, (largest,), (), fits=True)
    )
    assert compile_and_link(board, folder).returncode == 0
    with machine_of(board, folder / "firmware.elf") as machine:
        machine.run(1.0, until=lambda: machine.line.to_host.endswith(b"ready\r\n"))
        log = machine.line.to_host.decode("ascii").splitlines()
        assert f"clock_hz {board.clock.hclk_hz}" in log
        assert machine.reports == []
