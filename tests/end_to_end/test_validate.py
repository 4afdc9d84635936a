"""`validate` finds a kernel that was made wrong, on this computer and on the simulator."""

import json
import shutil
from pathlib import Path

import pytest

from tests.command_line import Done, generator
from tests.golden.tiny import MODEL

WRONG = ("(uint32_t)(x[1] *", "(uint32_t)(x[0] *")


@pytest.fixture(autouse=True)
def tools() -> None:
    """Skips where there is no C compiler for this computer."""
    if shutil.which("cc") is None:
        pytest.skip("cc is not installed, so the model cannot run on this computer")


def break_a_kernel(model: Path) -> None:
    """The second channel of the depthwise layer reads the first one's input."""
    (kernel,) = model.glob("depthwise_*.c")
    text = kernel.read_text()
    assert WRONG[0] in text
    kernel.write_text(text.replace(*WRONG))


def facts(done: Done, folder: Path) -> dict[str, object]:
    """The only comparison of a run with --json facts.json."""
    found = json.loads((folder / "facts.json").read_text())
    assert found["same"] is (done.code == 0)
    (comparison,) = found["comparisons"]
    return comparison


def assert_names_the_layer(done: Done, folder: Path) -> None:
    """Layer 1, an element of the second channel of either block of four, and both values."""
    assert done.code == 1, done.err
    comparison = facts(done, folder)
    verdicts = [layer["verdict"] for layer in comparison["layers"]]
    assert verdicts[:2] == ["equal", "differs"]
    first = comparison["first_difference"]
    assert (first["layer"], first["op"], first["tensor"]) == (1, "DEPTHWISE_CONV_2D", "depthwise")
    assert first["element"][3] == 1
    assert first["got"] != first["expected"]
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
    board = ("--board", "stm32f103c8")
    generator("new", MODEL, *board, "-o", "mine", "--no-configure", folder=tmp_path)
    words = ("validate", MODEL, *board, "--on", "sim", "--json", "facts.json", "--data", "random:2")
    right = generator(*words, "--project", "mine", folder=tmp_path)
    assert right.code == 0, right.out + right.err
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
