"""The main job, as the README has it: a model and a board to a measured firmware."""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from generator import boards, pipeline
from generator.console import Console
from generator.graph import Array
from generator.pipeline import Folders
from generator.runners import simulator
from generator.source import source
from tests import data, oracle
from tests.command_line import ROOT, environment, generator, run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("arm-none-eabi-gcc") is None, reason="needs arm-none-eabi-gcc"),
]


def test_the_literal_commands(tmp_path: Path) -> None:
    made = generator("kws", "--board", "stm32f103c8", folder=tmp_path)
    assert made.code == 0, made.err
    built = run(["cmake", "--build", "build"], tmp_path)
    assert built.code == 0, built.out + built.err
    assert (tmp_path / "build" / "firmware.elf").is_file()
    flashed = run(["ninja", "flash"], tmp_path)
    assert flashed.code != 0
    sentences = [line for line in (flashed.out + flashed.err).splitlines() if "connect" in line]
    assert len(sentences) == 1, "one sentence says what to connect or install"


def test_a_spoken_word_is_recognised(tmp_path: Path) -> None:
    done = generator("run", "kws", "--board", "stm32f103c8", "--json", "run.json", folder=tmp_path)
    assert done.code == 0, done.err
    facts = json.loads((tmp_path / "run.json").read_text())
    assert facts["runs"][0]["sample"] == facts["output"]["label"]
    assert facts["flash"]["used_bytes"] <= facts["flash"]["capacity_bytes"] == 65_536
    assert facts["ram"]["used_bytes"] <= facts["ram"]["capacity_bytes"] == 20_480
    assert facts["clock_hz"] == 72_000_000
    assert facts["source"] == "simulator"
    assert facts["band_percent"] > 0
    assert facts["inference"]["instructions"] > facts["model"]["macs"]
    assert facts["inference"]["cycles"]["min"] <= facts["inference"]["cycles"]["max"]
    assert facts["warnings"] == []
    assert len(facts["model"]["sha256"]) == 64


def test_the_checkout_builds_from_cmake(tmp_path: Path) -> None:
    words = ["-DMODEL=kws", "-DBOARD=stm32f103c8", f"-DGENERATOR_PYTHON={sys.executable}"]
    configured = run(
        ["cmake", "-G", "Ninja", "-S", str(ROOT), "-B", str(tmp_path / "build"), *words], tmp_path
    )
    assert configured.code == 0, configured.err
    built = run(["cmake", "--build", "build"], tmp_path)
    assert built.code == 0, built.out


def test_the_installed_wheel_needs_no_checkout(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="needs hatchling to build the wheel")
    wheel = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    done = run([*wheel, "--target", str(tmp_path / "site"), str(ROOT)], tmp_path)
    assert done.code == 0, done.err
    inner = run(
        [
            sys.executable,
            "-c",
            "import sys; sys.path[0:0] = ['site']; from generator.cli import main; main()",
            *("build", "kws", "--board", "stm32f103c8"),
        ],
        tmp_path,
    )
    assert "PYTHONPATH" in environment()
    assert inner.code == 0, inner.err
    assert (tmp_path / "build" / "firmware.elf").is_file()


def test_the_reference_model_equals_the_oracle_on_all_official_inputs(tmp_path: Path) -> None:
    model = data.mlperf_tiny("kws/kws_ref_model_int8.tflite")
    inputs = _official_inputs()
    ours = oracle.host_model(oracle.graph_of(model), tmp_path)
    micro = oracle.Micro(model.read_bytes())
    for features in inputs:
        oracle.assert_same(ours.run([features]), micro.run([features], 1), "generated C")


def test_the_reference_model_is_small_and_exact_on_the_simulator(tmp_path: Path) -> None:
    model = data.mlperf_tiny("kws/kws_ref_model_int8.tflite")
    board, folders = boards.load("stm32f103c8"), Folders.of(tmp_path)
    pipeline.new(source(str(model)), board, folders)
    firmware = pipeline.build(folders, board)
    assert firmware.flash.used_bytes <= 48 * 1024
    assert pipeline.run(firmware, board).ram.used_bytes <= 16 * 1024
    micro = oracle.Micro(model.read_bytes())
    with simulator.connect(firmware.elf, board) as port:
        console = Console(port)
        console.boot_log()
        for features in _official_inputs()[::50]:
            expected = micro.run([features], 1)[0]
            assert _answer(console, [features])[0] == expected.tobytes()


@pytest.mark.parametrize("name", ["ic/pretrainedResnet_int8", "ad/ad01_int8", "vww/vww_96_int8"])
def test_the_other_reference_models_are_exact(name: str, tmp_path: Path) -> None:
    model = data.mlperf_tiny(f"{name}.tflite")
    graph = oracle.graph_of(model)
    generator_ = np.random.default_rng(1)
    micro = oracle.Micro(model.read_bytes())
    ours = oracle.host_model(graph, tmp_path)
    for _ in range(50):
        inputs = oracle.random_inputs(graph, generator_)
        oracle.assert_same(ours.run(inputs), micro.run(inputs, 1), "generated C")
    board, folders = boards.load("nucleo-l4r5zi"), Folders.of(tmp_path / "firmware")
    pipeline.new(source(str(model)), board, folders)
    with simulator.connect(pipeline.build(folders, board).elf, board) as port:
        console = Console(port, patience_seconds=60)
        console.boot_log()
        assert _answer(console, inputs)[0] == micro.run(inputs, 1)[0].tobytes()


def _official_inputs() -> list[Array]:
    archive = np.load(data.shared("samples/mlperf_tiny/kws/kws01_features_int8.npz"))
    return [features.reshape(1, 49, 10, 1) for features in archive["x"]]


def _answer(console: Console, inputs: list[Array]) -> tuple[bytes, ...]:
    console.load(b"".join(value.tobytes() for value in inputs))
    console.infer(1, 0)
    return console.outputs()
