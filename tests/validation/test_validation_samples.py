"""What a model is fed with."""

from pathlib import Path

import numpy as np
import pytest

from generator.errors import RequestError
from generator.graph import Graph, Quantization, Tensor
from generator.validation import samples


def graph(*tensors: Tensor) -> Graph:
    names = tuple(tensor.name for tensor in tensors)
    return Graph("g", dict(zip(names, tensors, strict=True)), (), names, names, "")


IMAGE = Tensor("image", (1, 2, 3), np.dtype("int8"), Quantization((0.5,), (-10,)))
TOKENS = Tensor("tokens", (1, 4), np.dtype("int32"))


def file(folder: Path, **arrays: np.ndarray) -> str:
    path = folder / "data.npz"
    np.savez(path, **arrays)
    return str(path)


def test_random_samples_repeat_and_fill_the_range() -> None:
    first, again = (samples.read("random:50", graph(IMAGE, TOKENS), 4) for _ in range(2))
    assert len(first) == 50
    assert [c.shape for c in first.columns] == [(50, 1, 2, 3), (50, 1, 4)]
    assert first.columns[0].min() < -100 < 100 < first.columns[0].max()
    assert set(np.unique(first.columns[1])) == {0, 1, 2, 3}
    np.testing.assert_array_equal(first.columns[0], again.columns[0])


def test_reals_are_quantised_and_saturate(tmp_path: Path) -> None:
    reals = np.array([[0.0, 0.5, -0.5, 1e9, -1e9, 1.2]])
    found = samples.read(file(tmp_path, x=reals, y=np.array([3])), graph(IMAGE))
    assert found.columns[0].dtype == np.int8
    np.testing.assert_array_equal(found.columns[0].ravel(), [-10, -9, -11, 127, -128, -8])
    np.testing.assert_array_equal(found.truth, [3])


def test_stored_values_stay_and_one_hot_labels_become_indices(tmp_path: Path) -> None:
    stored = np.arange(12, dtype=np.int8).reshape(2, 2, 3)
    labels = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    found = samples.read(file(tmp_path, anything=stored, labels=labels), graph(IMAGE))
    np.testing.assert_array_equal(found.columns[0].ravel(), stored.ravel())
    np.testing.assert_array_equal(found.truth, [1, 0])


def test_several_inputs_go_by_name_or_position(tmp_path: Path) -> None:
    arrays = {"x_1": np.ones((3, 4), np.int64), "image": np.zeros((3, 6), np.int8)}
    found = samples.read(file(tmp_path, **arrays), graph(IMAGE, TOKENS))
    assert [c.dtype.name for c in found.columns] == ["int8", "int32"]
    assert len(list(found)) == 3


@pytest.mark.parametrize(
    "arrays",
    [
        {"x": np.zeros((3, 7))},
        {"x": np.float64(3.0)},
        {"x": np.zeros((3, 6)), "y": np.zeros(2, int)},
        {"x": np.zeros((3, 6)), "y": np.array([0.5, 1.0, 2.0])},
        {"x": np.full((3, 6), 300)},
        {"x": np.zeros((0, 6))},
        {"x": np.full((3, 6), np.nan)},
        {"x": np.zeros((3, 6)), "z": np.zeros(3), "w": np.zeros(3)},
        {"x": np.array([["a"] * 6])},
        {},
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, arrays: dict[str, np.ndarray]) -> None:
    if "z" in arrays:
        arrays = {"z": arrays["z"], "w": arrays["w"]}
    with pytest.raises(RequestError):
        samples.read(file(tmp_path, **arrays), graph(IMAGE))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"text"])
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(RequestError):
        samples.read(str(path), graph(IMAGE))


@pytest.mark.parametrize("word", ["random:", "random:0", "random:x", "random:-1", "nowhere.npz"])
def test_words_that_mean_nothing_are_refused(word: str) -> None:
    if word == "random:":
        assert len(samples.read(word, graph(IMAGE))) == samples.DEFAULT_COUNT
        return
    with pytest.raises(RequestError):
        samples.read(word, graph(IMAGE))
