"""`validate` finds a kernel that was made wrong, on this computer and on the simulator."""

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from generator import boards, interpret, readers
from generator.runners import simulator
from tests.command_line import Done, environment, generator
from tests.golden.tiny import MODEL

PLACE = 43  # of 4 x 4 pixels with 6 channels: row 1, column 3, channel 1


@pytest.fixture(autouse=True)
def tools() -> None:
    """Skips where there is no C compiler for this computer."""
    if shutil.which("cc") is None:
        pytest.skip("cc is not installed, so the model cannot run on this computer")


def break_a_kernel(model: Path) -> None:
    """The depthwise layer's kernel leaves the last bit of one element wrong, of channel 1.

    The kernel is reached by another name, so that this holds whatever its own code looks like.
    """
    (kernel,) = model.glob("depthwise_*.c")
    text = kernel.read_text()
    (head,) = re.findall(rf"^void {kernel.stem}\((.*)\) \{{$", text, re.M)
    names = ", ".join(re.findall(r"(\w+)(?:, |$)", head))
    right = f"right_{kernel.stem}"
    broken = re.sub(rf"\bvoid {kernel.stem}\(", f"static void {right}(", text)
    wrapper = (
        f"void {kernel.stem}({head}) {{\n    {right}({names});\n    output[{PLACE}] ^= 1;\n}}\n"
    )
    kernel.write_text(f"{broken}\n{wrapper}")


def facts(done: Done, folder: Path) -> dict[str, object]:
    """The only comparison of a run with --json facts.json."""
    found = json.loads((folder / "facts.json").read_text())
    assert found["same"] is (done.code == 0)
    (comparison,) = found["comparisons"]
    return comparison


def assert_names_the_layer(done: Done, folder: Path) -> None:
    """Layer 1, the element, and both values."""
    assert done.code == 1, done.err
    comparison = facts(done, folder)
    verdicts = [layer["verdict"] for layer in comparison["layers"]]
    assert verdicts[:2] == ["equal", "differs"]
    first = comparison["first_difference"]
    assert (first["layer"], first["op"], first["tensor"]) == (1, "DEPTHWISE_CONV_2D", "depthwise")
    assert first["element"] == [0, 1, 3, 1]
    assert first["got"] == first["expected"] ^ 1
    assert first["different"] == 1
    element = ", ".join(map(str, first["element"]))
    assert f"layer 1, DEPTHWISE_CONV_2D, depthwise[{element}]: {first['got']}" in done.out


def test_on_this_computer(tmp_path: Path) -> None:
    words = ("validate", MODEL, "--json", "facts.json")
    done = generator(*words, folder=tmp_path)
    assert done.code == 0, done.out + done.err
    assert [layer["verdict"] for layer in facts(done, tmp_path)["layers"]] == ["equal"] * 8
    shutil.copytree(tmp_path / "build" / "validate" / "tiny" / "host", tmp_path / "mine")
    break_a_kernel(tmp_path / "mine" / "model")
    assert_names_the_layer(generator(*words, "--project", "mine", folder=tmp_path), tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("arm-none-eabi-gcc") is None, reason="needs arm-none-eabi-gcc")
def test_on_the_simulator(tmp_path: Path) -> None:
    words = ("validate", MODEL, "--board", "stm32f103c8", "--on", "sim", "--data", "random:2")
    words = (*words, "--json", "facts.json")
    right = generator(*words, folder=tmp_path)
    assert right.code == 0, right.out + right.err
    made = tmp_path / "build" / "validate" / "tiny-stm32f103c8" / "project"
    shutil.copytree(made, tmp_path / "mine")
    break_a_kernel(tmp_path / "mine" / "model")
    assert_names_the_layer(generator(*words, "--project", "mine", folder=tmp_path), tmp_path)


def test_a_project_of_another_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    done = generator("validate", MODEL, "--project", "mine", folder=tmp_path)
    assert done.code == 2
    assert "It has no model/" in done.err


def test_a_board_is_needed_for_the_simulator(tmp_path: Path) -> None:
    done = generator("validate", MODEL, "--on", "sim", folder=tmp_path)
    assert done.code == 2
    assert "Name a board." in done.err


def test_a_data_file_with_labels_is_scored(tmp_path: Path) -> None:
    """The labels are what the model answered before, but for one: accuracy is 7 of 8."""
    graph = readers.read(MODEL)
    pictures = np.random.default_rng(0).integers(-128, 128, (8, 1, 8, 8, 1)).astype(np.int8)
    answers = [int(np.argmax(interpret.outputs(graph, [picture])[0])) for picture in pictures]
    answers[5] = (answers[5] + 1) % 3
    np.savez(tmp_path / "data.npz", x=pictures, y=np.array(answers))
    words = ("validate", MODEL, "--data", "data.npz", "--json", "facts.json", "--no-layers")
    done = generator(*words, folder=tmp_path)
    assert done.code == 0, done.out + done.err
    standings = json.loads((tmp_path / "facts.json").read_text())["standings"]
    ours = next(each for each in standings if each["title"].startswith("C on this computer"))
    assert ours["score"]["value"] == 7 / 8
    assert sum(each["inputs"] for each in ours["classes"]) == 8
    wrong = [e for e in ours["classes"] if e["inputs"] and e["recall"] < 1]
    assert [each["label"] for each in wrong] == [str(answers[5])]


def test_a_task_is_scored_on_inputs_that_it_was_never_trained_on(tmp_path: Path) -> None:
    words = ("validate", "emotion", "--data", "test:60", "--json", "facts.json", "--no-layers")
    done = generator(*words, folder=tmp_path)
    assert done.code == 0, done.out + done.err
    facts = json.loads((tmp_path / "facts.json").read_text())
    assert facts["data"].startswith("60 of the ")
    scores = {each["title"]: each["score"]["value"] for each in facts["standings"]}
    assert any(title.startswith("float network") for title in scores)
    assert scores["C on this computer"] > 0.8
    assert "precision" in done.out


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("arm-none-eabi-gcc") is None, reason="needs arm-none-eabi-gcc")
@pytest.mark.skipif(shutil.which("qemu-system-arm") is None, reason="needs qemu-system-arm")
def test_on_qemu_the_same_kernels_are_equal(tmp_path: Path) -> None:
    words = ("validate", MODEL, "--board", "nucleo-l4r5zi", "--on", "qemu", "--data", "random:2")
    done = generator(*words, "--json", "facts.json", folder=tmp_path)
    assert done.code == 0, done.out + done.err
    comparison = facts(done, tmp_path)
    assert comparison["subject"] == "firmware in QEMU (mps2-an386)"
    assert {layer["verdict"] for layer in comparison["layers"]} == {"equal"}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("arm-none-eabi-gcc") is None, reason="needs arm-none-eabi-gcc")
def test_on_a_serial_port(tmp_path: Path) -> None:
    """A simulated board behind a pseudo-terminal, switched on when validate waits for it."""
    pytest.importorskip("unicorn", reason="the simulator is not installed")
    ours, theirs = pty.openpty()
    words = ("validate", MODEL, "--board", "stm32f103c8", "--on", os.ttyname(theirs))
    command = [sys.executable, "-m", "generator", *map(str, words), "--data", "random:2"]
    with subprocess.Popen(
        [*command, "--json", "facts.json"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = next((line for line in process.stderr if line.startswith("waiting")), "")
        assert "flash, then reset it" in said
        time.sleep(1.0)  # until it has opened the port and dropped what was in it
        elf = tmp_path / "build" / "validate" / "tiny-stm32f103c8" / "build" / "firmware.elf"
        with simulator.connect(elf, boards.load("stm32f103c8")) as board:
            while process.poll() is None:
                os.write(ours, board.read(0.05))
                if select.select([ours], [], [], 0.0)[0]:
                    board.write(os.read(ours, 4096))
        assert process.returncode == 0, process.stderr.read()
    found = json.loads((tmp_path / "facts.json").read_text())["comparisons"][0]
    assert found["subject"] == f"firmware at {os.ttyname(theirs)} (stm32f103c8)"
    assert {layer["verdict"] for layer in found["layers"]} == {"equal"}
    os.close(ours)
    os.close(theirs)
