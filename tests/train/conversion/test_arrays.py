"""The .npz file that a user brings with typical inputs."""

from pathlib import Path

import numpy as np
import pytest

from generator.errors import RequestError
from generator.train.conversion import arrays
from generator.train.conversion.network import Input

IMAGE = Input("image", (1, 28, 28, 1), np.dtype(np.float32))


def saved(folder: Path, **content: object) -> Path:
    """A .npz file of arrays."""
    path = folder / "rep.npz"
    np.savez(path, **{name: np.asarray(array) for name, array in content.items()})
    return path


def test_takes_the_only_array_and_adds_the_channel(tmp_path: Path) -> None:
    pictures = np.arange(3 * 28 * 28, dtype=np.uint8).reshape(3, 28, 28)
    examples = arrays.load(saved(tmp_path, anything=pictures), (IMAGE,))
    assert examples.inputs[0].shape == (3, 28, 28, 1)
    assert examples.inputs[0].dtype == np.float32
    assert examples.labels is None
    assert examples.count == 3


def test_tells_labels_from_inputs(tmp_path: Path) -> None:
    path = saved(tmp_path, x=np.zeros((2, 28, 28, 1)), y=[3, 4])
    examples = arrays.load(path, (IMAGE,))
    assert examples.labels is not None
    assert examples.labels.tolist() == [3, 4]


def test_takes_several_inputs_by_their_names(tmp_path: Path) -> None:
    inputs = (Input("a:0", (1, 2), np.dtype("f4")), Input("b", (1, 3), np.dtype("f4")))
    path = saved(tmp_path, b=np.ones((5, 3)), a=np.zeros((5, 2)))
    first, second = arrays.load(path, inputs).inputs
    assert first.shape == (5, 2)
    assert second.all()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"x": np.zeros((2, 27, 28, 1))}, r"shape \(2, 27, 28, 1\)"),
        ({"x": np.zeros((2, 28, 28)), "y": [1, 2, 3]}, "2 and 3 examples"),
        ({"x": np.zeros((0, 28, 28))}, "one at least"),
        ({"x": np.full((2, 28, 28), np.nan)}, "no number"),
        ({"p": np.zeros(3), "imag": np.zeros(3)}, "Did you mean imag"),
    ],
)
def test_says_what_is_wrong(tmp_path: Path, content: dict[str, object], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        arrays.load(saved(tmp_path, **content), (IMAGE,))


def test_refuses_a_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "rep.npz"
    path.write_bytes(b"no arrays")
    with pytest.raises(RequestError, match=r"no \.npz file"):
        arrays.load(path, (IMAGE,))
