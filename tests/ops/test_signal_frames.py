"""The signal operators from samples to energies, against TensorFlow Lite Micro."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.graph import Array
from tests import oracle
from tests.ops.drawing import constant
from tests.single_op import T, check_against_oracle, model, refused

seeds = st.integers(0, 2**32 - 1)
quick = settings(max_examples=12, deadline=None)


def samples(generator: np.random.Generator, shape: tuple[int, ...], bits: float) -> Array:
    """Noise that fills that many bits, beyond 15 of them clipped."""
    return np.clip(generator.normal(size=shape) * 2.0**bits, -(2**15), 2**15 - 1).astype(np.int16)


@quick
@given(seeds, st.integers(1, 3), st.integers(1, 40), st.integers(0, 31))
def test_window(seed: int, frames: int, frame: int, shift: int) -> None:
    window = np.random.default_rng(seed).integers(-(2**15), 2**15, frame)
    shape = T((frames, frame), "int16")
    data = model("SIGNAL_WINDOW", [shape, constant(window, "int16")], [shape], {"shift": shift})
    check_against_oracle(data, seed)


def test_a_window_of_another_length_is_refused() -> None:
    shape = T((2, 6), "int16")
    window = constant([1, 2, 3, 4], "int16")
    error = refused(model("SIGNAL_WINDOW", [shape, window], [shape], {"shift": 0}))
    assert "not as long as the window" in error.message


@pytest.mark.parametrize(("given", "said"), [({}, "missing"), ({"shift": 32}, "must be 0 to 31")])
def test_an_option_that_is_missing_or_out_of_range_is_refused(
    given: dict[str, int], said: str
) -> None:
    shape, window = T((4,), "int16"), constant([1, 2, 3, 4], "int16")
    assert said in refused(model("SIGNAL_WINDOW", [shape, window], [shape], given)).message


def auto_scale(size: int) -> bytes:
    shape = T((size,), "int16")
    return model("SIGNAL_FFT_AUTO_SCALE", [shape], [shape, T((), "int32")], {})


@quick
@given(seeds, st.integers(1, 50), st.floats(-1, 16))
def test_auto_scale(seed: int, size: int, bits: float) -> None:
    generator = np.random.default_rng(seed)
    frames = [[samples(generator, (size,), bits)] for _ in range(3)]
    check_against_oracle(auto_scale(size), inputs=frames)


@pytest.mark.parametrize(
    "frame",
    [
        (0, 0, 0),
        (-32768, 0, 0),
        (-32768, 3, 1),
        (3, -32768, -5),
        (-32768, -5, -32768),
        (-32767, 1, 1),
    ],
)
def test_auto_scale_of_silence_and_of_the_least_sample(frame: tuple[int, ...]) -> None:
    check_against_oracle(auto_scale(len(frame)), inputs=[[np.array(frame, np.int16)]])


def rfft(frames: tuple[int, ...], length: int, **changed: int) -> bytes:
    output = T((*frames[:-1], length + 2), "int16")
    table = {"T": 7, "fft_length": length, **changed}
    return model("SIGNAL_RFFT", [T(frames, "int16")], [output], table)


@pytest.mark.parametrize("length", [4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096])
@pytest.mark.parametrize("missing", [0, 1, "half"])
def test_rfft_of_every_length(length: int, missing: int | str) -> None:
    frame = length // 2 if missing == "half" else length - int(missing)
    generator = np.random.default_rng(length)
    frames = [[samples(generator, (frame,), bits)] for bits in (3, 9, 13, 15, 20)]
    frames.append([np.full(frame, -(2**15), np.int16)])
    check_against_oracle(rfft((frame,), length), inputs=frames)


@quick
@given(seeds, st.integers(1, 3), st.integers(2, 7), st.data())
def test_rfft_of_several_frames(seed: int, frames: int, log2: int, data: st.DataObject) -> None:
    frame = data.draw(st.integers(1, 2**log2))
    check_against_oracle(rfft((frames, frame), 2**log2), seed)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"fft_length": 12}, "power of two"), ({"T": 0}, "option T"), ({"fft_length": 8}, "longer")],
)
def test_a_transform_that_is_not_here_is_refused(changed: dict[str, int], said: str) -> None:
    assert said in refused(rfft((10,), 16, **changed)).message


def energy(bins: int, start: int, end: int) -> bytes:
    table = {"start_index": start, "end_index": end}
    return model("SIGNAL_ENERGY", [T((2 * bins,), "int16")], [T((bins,), "uint32")], table)


@quick
@given(seeds, st.integers(1, 40))
def test_energy(seed: int, bins: int) -> None:
    least = np.full(2 * bins, -(2**15), np.int16)
    others = samples(np.random.default_rng(seed), (2 * bins,), 14)
    check_against_oracle(energy(bins, 0, bins), inputs=[[least], [others]])


def test_energies_outside_of_the_range_are_zero(tmp_path: Path) -> None:
    """TensorFlow Lite Micro leaves there what lay in its arena, so that it is no oracle."""
    (tmp_path / "energy.tflite").write_bytes(energy(5, 1, 3))
    graph = oracle.graph_of(tmp_path / "energy.tflite")
    parts = np.array([9, 9, 3, 4, -5, 12, 9, 9, 9, 9], np.int16)
    expected = [np.array([0, 25, 169, 0, 0], np.uint32)]
    ours = oracle.host_model(graph, tmp_path, oracle.SANITIZE)
    oracle.assert_same(ours.run([parts]), expected, "generated C")
    oracle.assert_same(oracle.reference(graph, [parts]), expected, "NumPy reference")


def test_a_range_of_energies_beyond_the_spectrum_is_refused() -> None:
    assert "end_index" in refused(energy(4, 0, 5)).message
    assert "start_index" in refused(energy(4, 3, 2)).message
