"""Every address, offset and bit in the rendered headers, against ST's SVD files.

A family says in a `registers_<families>.py` beside this file which board goes with which SVD file.
"""

import importlib
from pathlib import Path

import pytest
from board_registers import Checked, check_every_macro, described, evaluate, header, macros

from generator import places
from generator.boards.load import load, names
from generator.discover import file_names

BOARDS: dict[str, Checked] = {
    board: checked
    for file_name in file_names(Path(__file__).parent, ".py")
    if file_name.startswith("registers_")
    for board, checked in importlib.import_module(file_name).BOARDS.items()
}


def test_every_board_and_every_family_is_checked() -> None:
    assert set(names()) <= set(BOARDS)
    folders = {path.name for path in (places.folder("templates") / "families").iterdir()}
    # Arm's MPS2 is not a chip that ST describes: only QEMU runs it.
    assert folders - {"common", "mps2"} == {load(name).part.family for name in names()}


@pytest.mark.parametrize("board", sorted(BOARDS))
def test_every_macro_agrees_with_the_svd_file(board: str, tmp_path: Path) -> None:
    check_every_macro(board, BOARDS[board], tmp_path)


@pytest.mark.parametrize("board", sorted(BOARDS))
def test_codes_inside_fields(board: str, tmp_path: Path) -> None:
    codes = BOARDS[board].codes
    assert evaluate(header(board, "registers.h"), list(codes), tmp_path) == codes


def test_core_registers_agree_with_the_svd_file(tmp_path: Path) -> None:
    """The file of the F103 also describes its Cortex-M3."""
    truth = described("STM32F103")
    scb, timer, nvic = truth["SCB"], truth["STK"], truth["NVIC"]
    expected = {
        "SYST_CSR": timer["CTRL"].address,
        "SYST_CSR_ENABLE": timer["CTRL"].fields["ENABLE"],
        "SYST_CSR_TICKINT": timer["CTRL"].fields["TICKINT"],
        "SYST_CSR_CLKSOURCE": timer["CTRL"].fields["CLKSOURCE"],
        "SYST_RVR": timer["LOAD_"].address,
        "SYST_CVR": timer["VAL"].address,
        "NVIC_ISER(0u)": nvic["ISER0"].address,
        "NVIC_ISER(1u)": nvic["ISER1"].address,
        "SCB_ICSR": scb["ICSR"].address,
        "SCB_ICSR_PENDSTSET": scb["ICSR"].fields["PENDSTSET"],
        "SCB_VTOR": scb["VTOR"].address,
        "SCB_CCR": scb["CCR"].address,
        "SCB_CCR_DIV_0_TRP": scb["CCR"].fields["DIV_0_TRP"],
        "SCB_CCR_STKALIGN": scb["CCR"].fields["STKALIGN"],
        "SCB_SHCSR": scb["SHCRS"].address,
        "SCB_SHCSR_MEMFAULTENA": scb["SHCRS"].fields["MEMFAULTENA"],
        "SCB_SHCSR_BUSFAULTENA": scb["SHCRS"].fields["BUSFAULTENA"],
        "SCB_SHCSR_USGFAULTENA": scb["SHCRS"].fields["USGFAULTENA"],
        "SCB_CFSR": scb["CFSR_UFSR_BFSR_MMFSR"].address,
        "SCB_HFSR": scb["HFSR"].address,
        "SCB_MMFAR": scb["MMFAR"].address,
        "SCB_BFAR": scb["BFAR"].address,
        # Not in the file; ARMv7-M Architecture Reference Manual, "Debug register summary" and
        # "DWT register summary".
        "SCB_DHCSR": 0xE000EDF0,
        "SCB_DHCSR_C_DEBUGEN": 1,
        "SCB_DEMCR": 0xE000EDFC,
        "SCB_DEMCR_TRCENA": 1 << 24,
        "DWT_CTRL": 0xE0001000,
        "DWT_CTRL_CYCCNTENA": 1,
        "DWT_CYCCNT": 0xE0001004,
    }
    text = header("stm32f103c8", "cortex_m.h")
    assert evaluate(text, list(expected), tmp_path) == expected
    defined = {name for name, _ in macros(text)} - {"CORE_REGISTER"}
    assert defined == {name.split("(")[0] for name in expected}


def test_cortex_m7_registers(tmp_path: Path) -> None:
    """ARMv7-M Architecture Reference Manual, B3.2.2, B4.8 and C1.2; DDI0489, CCSIDR of 16 KiB.

    B3.5 for the MPU.
    """
    expected = {
        "MPU_CTRL": 0xE000ED94,
        "MPU_CTRL_ENABLE": 1,
        "MPU_CTRL_PRIVDEFENA": 1 << 2,
        "MPU_RBAR": 0xE000ED9C,
        "MPU_RBAR_VALID": 1 << 4,
        "MPU_RBAR_REGION(7u)": 7,
        "MPU_RASR": 0xE000EDA0,
        "MPU_RASR_ENABLE": 1,
        "MPU_RASR_SIZE_4_GIB": 0b11111 << 1,
        "MPU_RASR_SRD(0x81u)": 0x8100,
        "MPU_RASR_NO_ACCESS": 0,
        "MPU_RASR_XN": 1 << 28,
        "SCB_CCR_DC": 1 << 16,
        "SCB_CCR_IC": 1 << 17,
        "SCB_CCSIDR": 0xE000ED80,
        "SCB_CCSIDR_WAYS(0xF00FE019u)": 4,
        "SCB_CCSIDR_SETS(0xF00FE019u)": 128,
        "SCB_CSSELR": 0xE000ED84,
        "SCB_CSSELR_LEVEL_1_DATA": 0,
        "SCB_ICIALLU": 0xE000EF50,
        "SCB_DCISW": 0xE000EF60,
        "SCB_DCISW_LINE(127u, 3u)": 3 << 30 | 127 << 5,
        "DWT_LAR": 0xE0001FB0,
        "DWT_LAR_KEY": 0xC5ACCE55,
    }
    text = header("nucleo-h743zi2", "cortex_m.h")
    assert evaluate(text, list(expected), tmp_path) == expected
