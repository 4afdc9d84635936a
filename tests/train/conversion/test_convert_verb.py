"""`generator convert`, as a user types it."""

from pathlib import Path

import numpy as np
import pytest

from tests.command_line import generator


def test_a_tflite_file_becomes_a_header(tmp_path: Path) -> None:
    (tmp_path / "model.tflite").write_bytes(b"\x1c\x00TFL3")
    done = generator("convert", "model.tflite", "--emit", "header", folder=tmp_path)
    assert done.code == 0, done.err
    header = (tmp_path / "model_data.h").read_text()
    assert header.startswith("unsigned char model_data[] = {\n  0x1c, 0x00, 0x54")
    again = generator("convert", "model.tflite", "--emit", "header", folder=tmp_path)
    assert again.code == 2
    assert "--force" in again.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing.keras",), "There is no such file"),
        (("notes.txt",), "not converted"),
        (("model.tflite",), "--emit header"),
    ],
)
def test_refuses_in_one_sentence(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "notes.txt").write_text("no network")
    (tmp_path / "model.tflite").write_bytes(b"\x1c\x00TFL3")
    done = generator("convert", *arguments, folder=tmp_path)
    assert done.code == 2
    assert said in done.err


@pytest.mark.slow
def test_a_keras_network_becomes_int8(tmp_path: Path) -> None:
    keras = pytest.importorskip("tensorflow.keras", reason="needs TensorFlow")
    network = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(2, 3),
            keras.layers.UpSampling2D(2),  # TILE, which TensorFlow's reference kernels lack
            keras.layers.Flatten(),
            keras.layers.Dense(3),
        ]
    )
    network.save(tmp_path / "net.keras")
    images = np.random.default_rng(1).random((40, 8, 8, 1), dtype=np.float32)
    labels = network.predict(images, verbose=0).argmax(axis=1)
    np.savez(tmp_path / "rep.npz", x=images, y=labels)
    done = generator(
        "convert", "net.keras", "--data", "rep.npz", "--emit", "header", folder=tmp_path
    )
    assert done.code == 0, done.err
    assert "100.00% of 40 examples" in done.out
    assert (tmp_path / "net.tflite").read_bytes()[4:8] == b"TFL3"
    assert "net_data[]" in (tmp_path / "net_data.h").read_text()
    assert generator("new", "net.tflite", "--board", "stm32f103c8", folder=tmp_path).code == 0
