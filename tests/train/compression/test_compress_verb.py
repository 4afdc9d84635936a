"""`generator compress`, as a user types it."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from generator import readers
from tests.command_line import generator


def test_an_unknown_method_is_refused_with_those_that_are(tmp_path: Path) -> None:
    done = generator("compress", "net.keras", "--methods", "ptq,zip", folder=tmp_path)
    assert done.code == 2
    assert "'zip' is none of float32, int16x8, ptq, qat" in done.err


@pytest.mark.slow
def test_a_network_is_compressed_and_measured(tmp_path: Path) -> None:
    keras = pytest.importorskip("tensorflow.keras", reason="needs TensorFlow")
    pytest.importorskip("tensorflow_model_optimization", reason="needs tfmot")
    network = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(8, 3, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
    network.save(tmp_path / "net.keras")
    rng = np.random.default_rng(2)
    images = rng.random((400, 8, 8, 1), dtype=np.float32)
    labels = images.mean(axis=(2, 3))[:, :3].argmax(axis=1)
    np.savez(
        tmp_path / "data.npz",
        x_train=images[:300],
        y_train=labels[:300],
        x_test=images[300:],
        y_test=labels[300:],
    )
    done = generator(
        "compress",
        "net.keras",
        "--data",
        "data.npz",
        "--quick",
        "-o",
        "out",
        "--json",
        "facts.json",
        folder=tmp_path,
    )
    assert done.code == 0, done.err
    facts = json.loads((tmp_path / "facts.json").read_text())
    rows = {row["method"]: row for row in facts["methods"]}
    assert len(rows) == 8
    assert rows["ptq"]["tflite_bytes"] < rows["float32"]["tflite_bytes"]
    assert rows["prune-structured"]["tflite_bytes"] < rows["ptq"]["tflite_bytes"]
    cycles = {name: row["measured"]["inference"]["cycles"]["mean"] for name, row in rows.items()}
    assert cycles["prune-structured"] < cycles["ptq"] < cycles["float32"]
    table = (tmp_path / "out" / "table.md").read_text()
    assert table.count("| ptq |") == 1
    assert len(list(csv.reader((tmp_path / "out" / "table.csv").open()))) == 9
    assert (tmp_path / "out" / "plot.svg").read_text().startswith("<svg")


@pytest.mark.slow
def test_training_with_rounding_starts_from_the_ranges_of_the_activations(tmp_path: Path) -> None:
    keras = pytest.importorskip("tensorflow.keras", reason="needs TensorFlow")
    pytest.importorskip("tensorflow_model_optimization", reason="needs tfmot")
    first = keras.layers.Conv2D(4, 3, activation="relu")
    network = keras.Sequential(
        [keras.Input((8, 8, 1)), first, keras.layers.Flatten(), keras.layers.Dense(2)]
    )
    first.set_weights([np.full((3, 3, 1, 4), 0.02), np.zeros(4)])  # of inputs from 0 to 1: to 0.18
    network.save(tmp_path / "net.keras")
    images = np.random.default_rng(2).random((90, 8, 8, 1), dtype=np.float32)
    truth = (images.mean(axis=(1, 2, 3)) > 0.5).astype(np.int64)
    arrays = {"x_train": images, "y_train": truth, "x_test": images[:9], "y_test": truth[:9]}
    np.savez(tmp_path / "data.npz", **arrays)
    done = generator(
        *("compress", "net.keras", "--data", "data.npz", "--quick", "--methods", "qat"),
        folder=tmp_path,
    )
    assert done.code == 0, done.err
    graph = readers.read(tmp_path / "compressed" / "net" / "qat.tflite")
    made = graph.tensors[graph.nodes[0].outputs[0]].quantization
    assert made is not None
    assert made.zero_point == -128  # no step is lost to what a ReLU never yields
    assert made.scales[0] * 255 == pytest.approx(0.18, rel=0.3)
