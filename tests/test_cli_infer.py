"""`generator infer`: inputs go into the simulated firmware one by one, answers come out."""

import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from generator.cli._picture import picture
from generator.graph import Tensor
from generator.tasks.mnist import task
from tests.command_line import generator


def test_the_firmware_answers_a_tasks_samples(tmp_path: Path) -> None:
    pytest.importorskip("unicorn", reason="the simulator is not installed")
    done = generator("infer", "mnist", "--board", "stm32f103c8", "--json", "f", folder=tmp_path)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[3].startswith("   3  right: 3 ")
    assert lines[-1].startswith("10 of 10 right, ")
    assert "simulated ±15 %" in lines[-1]
    facts = json.loads((tmp_path / "f").read_text())
    assert [answer["label"] for answer in facts["answers"]] == list("0123456789")
    assert facts["source"] == "simulator"


def test_the_right_answers_come_with_a_file(tmp_path: Path) -> None:
    pytest.importorskip("unicorn", reason="the simulator is not installed")
    pictures = np.concatenate([sample.data for sample in task().samples[:3]])
    np.savez(tmp_path / "three.npz", x=pictures, y=[0, 9, 2])
    np.save(tmp_path / "three.npy", pictures)
    board = ("--board", "stm32f103c8", "-o", "made")
    judged = generator("infer", "mnist", *board, "--data", "three.npz", folder=tmp_path)
    assert judged.code == 0, judged.err
    assert "expected 9: 1 " in judged.out
    assert "2 of 3 right" in judged.out
    plain = generator("infer", "mnist", *board, "--data", "three.npy", folder=tmp_path)
    assert plain.code == 0, plain.err
    assert "right" not in plain.out


def test_other_inputs_than_the_models_are_refused(tmp_path: Path) -> None:
    done = generator("infer", "mnist", "--board", "stm32f103c8", "--io", "float32", folder=tmp_path)
    assert done.code == 2
    assert "no --io" in done.err


def test_a_picture_has_the_colours_of_its_pixels() -> None:
    tensor = Tensor("x", (1, 8, 10, 3), np.dtype("int8"))
    values = np.full((1, 8, 10, 3), -128, np.int8)
    values[0, 0, 0] = (127, -128, 0)
    drawn = picture(tensor, values)
    assert drawn is not None
    screen = Console(width=40, force_terminal=True, color_system="truecolor")
    with screen.capture() as captured:
        screen.print(drawn)
    shown = captured.get()
    assert shown.count("▀") == 8 // 2 * 10
    assert "38;2;255;0;128" in shown  # the upper left pixel, above a black one
    assert picture(Tensor("x", (1, 12), np.dtype("int8")), np.zeros((1, 12), np.int8)) is None
