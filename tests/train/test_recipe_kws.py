"""The keyword recipe itself; needs TensorFlow, as training does."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed (pip install '.[train]')")
pytest.importorskip("tflite_micro", reason="tflite-micro is not installed")

import tflite
from click.testing import CliRunner
from tensorflow import keras

from generator.cli.train import command
from generator.train import evaluation, naming, quantization
from generator.train.datasets.speech_commands import excerpt
from generator.train.networks.temporal_ds_cnn import TemporalDsCnn
from tests.data import shared


@pytest.fixture(scope="module")
def converted() -> tuple[keras.Model, bytes]:
    """A small untrained network and its int8 .tflite."""
    keras.utils.set_random_seed(3)
    network = TemporalDsCnn(frames=20, bands=8, channels=16, kernels=(5, 3), dropout=0.0).build(4)
    calibration = np.random.default_rng(0).uniform(-1, 1, (50, 20, 1, 8)).astype(np.float32)
    calibration[0, 0, 0, :2] = (-2, 127 / 64)
    return network, quantization.to_int8(quantization.with_softmax(network), calibration)


def test_the_int8_model_follows_the_float_network(converted: tuple[keras.Model, bytes]) -> None:
    network, model = converted
    inputs = np.random.default_rng(1).integers(-64, 65, (40, 20, 1, 8)).astype(np.int8)
    logits = network.predict(inputs.astype(np.float32) / 64, verbose=0)
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    probabilities = (evaluation.answers(model, inputs).astype(float) + 128) / 256
    np.testing.assert_allclose(probabilities, expected, atol=0.05)


def test_renaming_changes_names_only(converted: tuple[keras.Model, bytes]) -> None:
    _, model = converted
    renamed = naming.rename_tensors(model)
    inputs = np.random.default_rng(2).integers(-128, 128, (20, 20, 1, 8)).astype(np.int8)
    np.testing.assert_array_equal(
        evaluation.answers(renamed, inputs), evaluation.answers(model, inputs)
    )
    graph = tflite.Model.GetRootAsModel(renamed, 0).Subgraphs(0)
    names = [graph.Tensors(index).Name().decode() for index in range(graph.TensorsLength())]
    assert len(set(names)) == len(names)
    assert {"input", "output", "conv_2d_0", "conv_2d_0/weights", "conv_2d_0/bias"} <= set(names)
    assert len(renamed) < len(model)


@pytest.mark.slow
def test_the_quick_recipe_learns_by_the_command_line(tmp_path: Path) -> None:
    data = shared(str(excerpt.TRAIN)).parents[1]
    facts_file = tmp_path / "facts.json"
    words = ["kws", "--quick", "-o", str(tmp_path), "--data", str(data), "--json", str(facts_file)]

    outcome = CliRunner().invoke(command, words, catch_exceptions=False)

    assert outcome.exit_code == 0
    facts = json.loads(facts_file.read_text())
    score = facts["score"]
    assert score["inputs"] == 760
    assert score["value"] > 0.6  # chance is 0.1
    assert abs(score["value"] - facts["score_float"]["value"]) < 0.03
    assert f"{score['value']:.1%} on 760 held-out inputs" in outcome.output
    card = json.loads(Path(facts["card"]).read_text())
    assert card["test"] == score
    assert Path(facts["model"]).stat().st_size == facts["model_bytes"] <= 60_000
