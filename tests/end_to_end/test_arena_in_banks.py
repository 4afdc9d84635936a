"""A network whose arena no RAM of a part holds, in two of them."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.command_line import generator
from tests.network import N, network
from tests.ops.drawing import constant
from tests.single_op import T, options

pytest.importorskip(
    "tflite_micro.python.tflite_micro.runtime", reason="needs the tflite-micro wheel"
)

SIDE, CHANNELS = 64, 12
BRANCHES = "abc"


def three_branches() -> bytes:
    """Three convolutions of one image, 49,152 bytes each, alive until they are added."""
    image, maps = (1, SIDE, SIDE, 1), (1, SIDE, SIDE, CHANNELS)
    random = np.random.default_rng(0)
    tensors = {"image": T(image, "int8", 0.5, 0)}
    nodes = []
    for name in BRANCHES:
        weights = random.integers(-127, 128, (CHANNELS, 3, 3, 1))
        tensors[f"weights_{name}"] = T(weights.shape, "int8", 0.01, 0, data=weights)
        tensors[name] = T(maps, "int8", 0.5, 0)
        table = options("Conv2DOptions", padding=0, strideH=1, strideW=1)
        table.dilationHFactor = table.dilationWFactor = 1
        nodes.append(N("CONV_2D", ("image", f"weights_{name}", None), (name,), table))
    tensors |= {"ab": T(maps, "int8", 0.6, 3), "abc": T(maps, "int8", 0.7, -5)}
    nodes += [
        N("ADD", ("a", "b"), ("ab",), options("AddOptions")),
        N("ADD", ("ab", "c"), ("abc",), options("AddOptions")),
    ]
    tensors |= {"axes": constant([1, 2]), "mean": T((1, CHANNELS), "int8", 0.1, 0)}
    nodes.append(N("MEAN", ("abc", "axes"), ("mean",), options("ReducerOptions")))
    return network(tensors, nodes, ("image",), ("mean",))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "three_branches.tflite"
    path.write_bytes(three_branches())
    return path


def test_runs_bit_for_bit_in_sram_and_ccm(model: Path, tmp_path: Path) -> None:
    pytest.importorskip("unicorn", reason="needs the emulator")
    if shutil.which("arm-none-eabi-gcc") is None:
        pytest.skip("arm-none-eabi-gcc is not installed")
    words = ("--board", "stm32f407g-disc1", "--json", "facts.json")
    done = generator("run", model, *words, "-o", "project", folder=tmp_path)
    assert done.code == 0, done.err
    ram = json.loads((tmp_path / "facts.json").read_text())["ram"]
    assert ram["arena_region"] == "sram1_sram2 + ccm"
    assert ram["arena_bytes"] > 128 * 1024
    code = (tmp_path / "project/model/three_branches.c").read_text()
    assert "arena_1 + " in code
    done = generator("validate", model, *words, "--on", "sim", folder=tmp_path)
    assert done.code == 0, done.out + done.err
    assert json.loads((tmp_path / "facts.json").read_text())["same"] is True


def test_is_refused_where_both_together_are_too_small(model: Path, tmp_path: Path) -> None:
    done = generator("new", model, "--board", "nucleo-l476rg", "-o", "project", folder=tmp_path)
    assert done.code == 1
    assert "RAM: " in done.err
    assert "stm32f407g-disc1" in done.err
    assert not (tmp_path / "project").exists()
