"""The data sets: their public files' formats, and how they are divided."""

import gzip
import io
import pickle
import struct
import tarfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import RequestError
from generator.train import run, variations
from generator.train.datasets import (
    cifar10,
    drawn_digits,
    fashion_mnist,
    king_county,
    local,
    st_har,
    uci_digits,
)
from generator.train.frontends import house
from tests.data import shared


def silent(what: str, done: int, total: int) -> None:
    """A progress display that shows nothing."""


def test_idx_files_are_read(tmp_path: Path) -> None:
    pixels = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
    header = struct.pack(">HBBIII", 0, 8, 3, 2, 3, 4)
    path = tmp_path / "pictures-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(header + pixels.tobytes()))
    np.testing.assert_array_equal(fashion_mnist.idx(path), pixels)


def test_the_archive_of_cifar10_is_read_with_its_channels_last(tmp_path: Path) -> None:
    path = tmp_path / "cifar.tar.gz"
    rng = np.random.default_rng(0)
    with tarfile.open(path, "w:gz") as archive:
        for name in ("data_batch_1", "data_batch_2", "test_batch", "batches.meta"):
            rows = rng.integers(0, 256, (2, 3072), dtype=np.uint8)
            if name == "test_batch":
                rows[0] = np.repeat([10, 20, 30], 1024)
            content = pickle.dumps({"data": rows, "labels": [3, 7]})
            member = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    data = cifar10.from_archive(path)
    assert data.training.inputs.shape == (4, 32, 32, 3)
    assert list(data.testing.truth) == [3, 7]
    np.testing.assert_allclose(data.testing.inputs[0, 5, 6], np.array([10, 20, 30]) / 255)


def test_a_named_folder_without_the_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"holds no datasets/mnist\.npz"):
        local.find("datasets/mnist.npz", tmp_path)


@pytest.mark.parametrize(
    ("task", "count", "shape"),
    [
        ("fashion", 10_000, (28, 28, 1)),
        ("mnist", 10_000, (28, 28, 1)),
        ("image", 2000, (32, 32, 3)),
        ("har", 1275, (26, 3)),
        ("house", 4388, (19,)),
    ],
)
def test_held_out_inputs_are_within_the_range_of_the_int8_input(
    task: str, count: int, shape: tuple[int, ...]
) -> None:
    recipe = run.recipe_module(task).RECIPE
    split = run.held_out(task, shared("."), silent)
    assert split.inputs.shape == (count, *shape)
    assert split.inputs.dtype == np.float32
    assert split.inputs.min() >= recipe.input_range[0]
    assert split.inputs.max() <= recipe.input_range[1]


def test_no_house_is_in_both_parts() -> None:
    data = king_county.load(shared("."), silent)
    # The place is two of the features.
    places = [
        {tuple(row) for row in part.inputs[:, 14:16]} for part in (data.training, data.testing)
    ]
    assert len(places[1]) > 3000
    crossing = len(places[0] & places[1]) / len(places[1])
    assert crossing < 0.02  # neighbours whose rounded places agree in one float32 only


def test_no_recording_is_in_both_parts() -> None:
    data = st_har.load(shared("."), silent)
    windows = [{row.tobytes() for row in part.inputs} for part in (data.training, data.testing)]
    assert len(windows[0] & windows[1]) <= 1
    assert set(data.testing.truth) == {0, 1, 2}


def test_a_house_is_measured_against_what_is_usual() -> None:
    record = {feature.column: "1" for feature in house.FEATURES} | {
        "sqft_living": "1910",
        "sqft_living15": "1910",
        "lat": "47.56",
        "long": "-122.21",
        "waterfront": "1",
    }
    features = dict(
        zip([f.column for f in house.FEATURES], house.network_input(record), strict=False)
    )
    assert features["lat"] == pytest.approx(0)
    assert features["sqft_living"] == pytest.approx(0, abs=0.02)
    assert features["waterfront"] == 4
    assert features["zipcode"] == -4
    assert house.network_input(record)[-1] == 0


@given(st.integers(0, 9), st.integers(0, 2**32))
@settings(max_examples=60)
def test_a_drawn_digit_has_the_form_of_mnist(digit: int, seed: int) -> None:
    picture = drawn_digits.picture(digit, np.random.default_rng(seed))
    assert picture.shape == (28, 28)
    assert picture.min() == 0
    assert picture.max() == 1
    rows, columns = np.nonzero(picture > 0.5)
    assert 17 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 22
    weights = picture / picture.sum()
    middle = [float((weights * axis).sum()) for axis in np.indices((28, 28))]
    assert middle == pytest.approx([13.5, 13.5], abs=0.51)


def test_drawing_repeats() -> None:
    first, second = drawn_digits.draw(2, seed=5), drawn_digits.draw(2, seed=5)
    np.testing.assert_array_equal(first.inputs, second.inputs)
    assert list(first.truth) == [*range(10), *range(10)]


def test_an_enlarged_digit_keeps_its_ink() -> None:
    small = np.zeros((8, 8))
    small[1:7, 3:5] = 1
    large = uci_digits.enlarged(small)
    assert large.shape == (28, 28)
    rows, columns = np.nonzero(large > 0.5)
    # 6 and 2 of 8 pixels become 15 and 5 of 20.
    assert np.ptp(rows) + 1 == pytest.approx(15, abs=1)
    assert np.ptp(columns) + 1 == pytest.approx(5, abs=1)


@given(st.integers(0, 4), st.integers(0, 2**32))
@settings(max_examples=30)
def test_a_moved_picture_is_the_same_elsewhere(pixels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    pictures = np.zeros((3, 20, 20, 2), dtype=np.float32)
    pictures[:, 6:14, 6:14] = rng.uniform(0.1, 1, (3, 8, 8, 2))
    moved = variations.moved(pictures, pixels, rng)
    for before, after in zip(pictures, moved, strict=True):
        rows, columns = np.nonzero(after[..., 0])
        top, left = rows.min(), columns.min()
        assert abs(top - 6) <= pixels
        assert abs(left - 6) <= pixels
        np.testing.assert_array_equal(after[top : top + 8, left : left + 8], before[6:14, 6:14])


def test_mirroring_and_hiding_leave_the_rest() -> None:
    rng = np.random.default_rng(2)
    pictures = rng.uniform(0, 1, (40, 9, 9, 1)).astype(np.float32)
    mirrored = variations.mirrored(pictures, rng)
    same = (mirrored == pictures).all(axis=(1, 2, 3))
    turned = (mirrored == pictures[:, :, ::-1]).all(axis=(1, 2, 3))
    assert (same | turned).all()
    assert 5 < same.sum() < 35
    hidden = variations.partly_hidden(pictures, 3, rng)
    changed = (hidden != pictures).sum(axis=(1, 2, 3))
    assert changed.max() == 9
    assert (hidden[hidden != pictures] == 0.5).all()
