"""Part facts against figures of the data sheets, typed in by hand."""

import pytest

from generator.boards.facts import Memory, Pin
from generator.boards.part import full_name, part, part_names
from generator.errors import BoardError

KIB = 1024


def test_stm32f103c8t6() -> None:
    blue = part("STM32F103C8T6")
    assert blue.memories == (
        Memory("flash", "flash", 0x08000000, 64 * KIB),
        Memory("sram1", "ram", 0x20000000, 20 * KIB),
    )
    assert blue.wait_states == ((24_000_000, 0), (48_000_000, 1), (72_000_000, 2))
    assert blue.interrupts[37] == "USART1"
    assert len(blue.interrupts) == 43


def test_stm32l4r5_is_corrected() -> None:
    l4r5 = part("stm32l4r5zit6")
    assert l4r5.max_clock_hz == 120_000_000
    assert l4r5.wait_states[-2:] == ((100_000_000, 4), (120_000_000, 5))
    assert [(m.name, m.origin, m.size_bytes // KIB) for m in l4r5.rams] == [
        ("sram1", 0x20000000, 192),
        ("sram2", 0x20030000, 64),
        ("sram3", 0x20040000, 384),
    ]
    assert l4r5.fpu == "fpv4-sp-d16"
    assert l4r5.interrupts[70] == "LPUART1"


def test_stm32l4_sram2_is_plain_ram_apart_or_behind_sram1() -> None:
    """RM0351 and RM0394, "Embedded SRAM"."""
    l476 = part("stm32l476rgt6")
    assert [(m.name, m.origin, m.size_bytes // KIB, m.dma) for m in l476.rams] == [
        ("sram2", 0x10000000, 32, True),
        ("sram1", 0x20000000, 96, True),
    ]
    assert l476.main_ram.name == "sram1"
    assert [
        part(name).main_ram.size_bytes // KIB for name in ("stm32l432kcu6", "stm32l496zgt6")
    ] == [
        64,
        320,
    ]


def test_core_coupled_memory_is_for_data_of_the_core_alone() -> None:
    """RM0090, "Embedded SRAM"."""
    ccm = next(m for m in part("stm32f407vgt6").rams if m.name == "ccm")
    assert (ccm.origin, ccm.size_bytes, ccm.executable, ccm.dma) == (
        0x10000000,
        64 * KIB,
        False,
        False,
    )


def test_stm32f411_runs_64_mhz_with_one_wait_state() -> None:
    """RM0383, table "Number of wait states according to CPU clock (HCLK) frequency"."""
    table = ((30_000_000, 0), (64_000_000, 1), (90_000_000, 2), (100_000_000, 3))
    assert part("stm32f411ret6").wait_states == table


def test_other_lines_of_a_corrected_family() -> None:
    """RM0432 (L4P5), RM0430 (F423) and ST's stm32g4xx_ll_utils.c (G473)."""
    l4p5 = part("stm32l4p5zgt6")
    assert (l4p5.max_clock_hz, l4p5.wait_states[-1]) == (120_000_000, (120_000_000, 5))
    assert [(m.name, m.size_bytes // KIB) for m in l4p5.ram_regions] == [("sram1_sram2_sram3", 320)]
    assert part("stm32f423zht6").wait_states[1] == (64_000_000, 1)
    assert part("stm32g473ret6").max_clock_hz == 170_000_000


@pytest.mark.parametrize(
    ("name", "flash_kib", "ram_kib"),
    [("stm32wb55rgv6", 512, 192), ("stm32wb35ceu6a", 256, 32), ("stm32wb15ccu6", 160, 12)],
)
def test_half_the_flash_of_a_wb_is_left_to_the_radio(
    name: str, flash_kib: int, ram_kib: int
) -> None:
    """AN5185, "Memory mapping"."""
    wb = part(name)
    assert (wb.flash.size_bytes // KIB, wb.ram_bytes // KIB) == (flash_kib, ram_kib)


def test_parts_without_a_correction_keep_their_facts() -> None:
    assert part("stm32l476rgt6").max_clock_hz == 80_000_000
    assert part("stm32l4r9ziy6").max_clock_hz == 120_000_000


def test_ram_with_a_gap_is_two_regions() -> None:
    f407 = part("stm32f407vgt6")
    assert len(f407.ram_regions) == 2
    assert f407.main_ram.size_bytes == 128 * KIB


def test_a_short_name_is_that_of_an_lqfp_and_of_the_core_that_starts() -> None:
    assert full_name("stm32f405rg") == "stm32f405rgt6"
    assert full_name("stm32h745zi") == "stm32h745zit6@m7"
    assert full_name("stm32h747xih6@m4") == "stm32h747xih6@m4"


@pytest.mark.parametrize(
    ("name", "swapped"),
    [
        ("stm32g030f6p6", {Pin("a", 9): Pin("a", 11), Pin("a", 10): Pin("a", 12)}),
        ("stm32g071kbt6", {}),
        ("stm32f042f6p6", {}),
    ],
)
def test_pins_in_the_place_of_others(name: str, swapped: dict[Pin, Pin]) -> None:
    """DS12991 (G030), DS12232 (G071), DS9826 (F042): the tables of pins."""
    assert part(name).swapped_pins == swapped


def test_pins_of_a_package() -> None:
    """DS5319 and DS9826, tables of pins: LQFP48 and TSSOP20."""
    blue = part("stm32f103c8t6").pins
    assert {Pin("c", 13), Pin("d", 1), Pin("b", 15)} <= blue
    assert not {Pin("c", 12), Pin("d", 2), Pin("e", 0)} & blue
    small = part("stm32f042f6p6").pins
    assert {Pin("a", 9), Pin("a", 10)} <= small
    assert not {Pin("a", 11), Pin("a", 12)} & small


def test_unknown_part() -> None:
    with pytest.raises(BoardError, match="named in full"):
        part("stm32f103")
    assert "stm32f103c8t6" in part_names()
