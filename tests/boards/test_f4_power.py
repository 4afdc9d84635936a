"""The F4's voltage scaling and over-drive: left out or done wrongly, the simulator says so.

The rendered firmware is right (test_board_simulation.py); here one step at a time is taken out.
"""

from pathlib import Path

import pytest
from board_firmware import compile_and_link, write_project

from generator.boards.load import load

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.simulator.machine import Machine


def reports(name: str, old: str, new: str, folder: Path) -> list[str]:
    """What the simulator notices when a line of the rendered clock.c is another one."""
    board = load(name)
    clock = write_project(board, folder) / "board" / "clock.c"
    text = clock.read_text("utf-8")
    assert old in text
    clock.write_text(text.replace(old, new), "utf-8")
    linked = compile_and_link(board, folder)
    assert linked.returncode == 0, linked.stderr
    with Machine(board, folder / "firmware.elf") as machine:
        machine.run(1.0, until=lambda: machine.line.to_host.endswith(b"ready\r\n"))
        return machine.reports


F446 = "nucleo-f446re"


@pytest.mark.usefixtures("build")
@pytest.mark.parametrize(
    ("name", "old", "new", "report"),
    [
        # Over-drive never begun.
        (
            F446,
            "        .overdrive = true,",
            "        .overdrive = false,",
            "HCLK is 180 MHz, the core voltage (PWR_CR) allows 168 MHz",
        ),
        # Its second step before the first is ready.
        (F446, "PWR_CR |= PWR_CR_ODEN;", "PWR_CR |= PWR_CR_ODEN | PWR_CR_ODSWEN;", "before ODRDY"),
        # The lowest core voltage.
        (F446, ".vos = PWR_CR_VOS(3u)", ".vos = PWR_CR_VOS(1u)", "allows 120 MHz"),
        ("nucleo-f411re", ".vos = PWR_CR_VOS(3u)", ".vos = PWR_CR_VOS(2u)", "allows 84 MHz"),
        ("blackpill-f401cc", ".vos = PWR_CR_VOS(2u)", ".vos = PWR_CR_VOS(1u)", "allows 60 MHz"),
        ("stm32f407g-disc1", ".vos = PWR_CR_VOS(1u)", ".vos = PWR_CR_VOS(0u)", "allows 144 MHz"),
        # No clock for the power control, so that its registers stay as they were.
        (
            "nucleo-f411re",
            "RCC_APB1ENR |= RCC_APB1ENR_PWREN;",
            "",
            "PWR is used before its clock is enabled",
        ),
        # A bus twice as fast as it may be.
        (F446, "RCC_CFGR_PPRE1_DIV4", "RCC_CFGR_PPRE1_DIV2", "PCLK1 is 90 MHz, APB1 allows 45"),
        # The flash too fast.
        (F446, ".wait_states = 5u", ".wait_states = 3u", "3 wait states at 180 MHz"),
        # A VCO out of its range: 8 MHz / 4 * 230 = 460 MHz.
        (F446, "RCC_PLLCFGR_PLLN(180u)", "RCC_PLLCFGR_PLLN(230u)", "VCO runs at 460 MHz"),
    ],
)
def test_a_step_left_out_is_noticed(
    name: str, old: str, new: str, report: str, tmp_path: Path
) -> None:
    found = reports(name, old, new, tmp_path)
    assert any(report in each for each in found), found
