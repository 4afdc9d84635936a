"""QEMU as a second opinion on the simulator: the same outputs, as many instructions."""

import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator import boards, pipeline
from generator.boards import emulated
from generator.boards.facts import Board
from generator.console import Console
from generator.errors import ToolError
from generator.firmware import Firmware
from generator.pipeline import Folders
from generator.runners import Port, qemu, simulator
from generator.source import source
from tests.command_line import generator
from tests.simulator.tiny_firmware import MODEL, build

pytestmark = pytest.mark.skipif(
    shutil.which("qemu-system-arm") is None, reason="needs qemu-system-arm"
)
INPUT_BYTES = 64


def _emulated(name: str, folder: Path) -> tuple[Firmware, Board]:
    board, folders = boards.load(name), Folders.of(folder)
    machine = emulated.stand_in(board)
    pipeline.new(source(str(MODEL)), board, folders, stand_in=machine)
    return pipeline.build(folders, machine), board


def _answers(port: Port, inputs: np.ndarray) -> list[tuple[bytes, ...]]:
    """The stored outputs of each input."""
    with port:
        console = Console(port, patience_seconds=60)
        console.boot_log()
        answers = []
        for each in inputs:
            console.load(each.tobytes())
            console.infer(1, 0)
            answers.append(console.outputs())
        return answers


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["stm32f103c8", "nucleo-f072rb", "nucleo-g071rb", "nucleo-l4r5zi", "nucleo-f746zg",
     "nucleo-u575zi-q"],
)  # fmt: skip
def test_outputs_are_equal_and_instructions_within_a_thousandth(name: str, tmp_path: Path) -> None:
    ours = build(name)
    theirs, board = _emulated(name, tmp_path)
    inputs = np.random.default_rng(7).integers(-128, 128, (3, INPUT_BYTES), np.int8)
    simulated = _answers(simulator.connect(ours.firmware.elf, board), inputs)
    machine = emulated.machine(board)
    assert _answers(qemu.connect(theirs.elf, machine.name), inputs) == simulated
    assert len({answer[0] for answer in simulated}) > 1, "different inputs, different answers"

    first, second = ours.run(), pipeline.run_emulated(theirs, board)
    assert second.source == "qemu"
    tick = qemu.instructions(1, machine.clock_hz)
    assert first.inference.instructions is not None
    assert second.inference.instructions == pytest.approx(
        first.inference.instructions, rel=0.001, abs=tick
    )


@pytest.mark.parametrize(
    ("name", "machine"),
    [
        ("nucleo-g071rb", "mps2-an385"),
        ("nucleo-l4r5zi", "mps2-an386"),
        ("nucleo-h743zi2", "mps2-an500"),
        ("nucleo-u575zi-q", "mps2-an505"),
    ],
)
def test_every_core_has_a_machine(name: str, machine: str) -> None:
    board = boards.load(name)
    assert emulated.machine(board).name == machine
    stand_in = emulated.stand_in(board)
    assert (stand_in.part.core, stand_in.part.fpu) == (board.part.core, board.part.fpu)


def test_an_emulator_that_ends_is_silence_and_no_hang(tmp_path: Path) -> None:
    nothing = tmp_path / "no.elf"
    with qemu.connect(nothing, "mps2-an385") as port, pytest.raises(ToolError, match="not answer"):
        Console(port, patience_seconds=2).boot_log()


def test_options_that_qemu_has_not_are_refused(tmp_path: Path) -> None:
    words = ("run", "kws", "--board", "stm32f103c8", "--runner", "qemu", "--inject", "hse-dead")
    done = generator(*words, folder=tmp_path)
    assert done.code == 2
    assert "With --runner qemu" in done.err
