"""The signal operators from energies to features, against TensorFlow Lite Micro."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.graph import Array
from generator.readers import tflite
from tests.ops.drawing import constant
from tests.single_op import T, check_against_oracle, model, refused

seeds = st.integers(0, 2**32 - 1)
quick = settings(max_examples=12, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def _uint64_at_the_edges() -> Iterator[None]:
    """The sums of 64 bits lie between two operators; a model of one of them shows them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tflite, "_EDGE_DTYPES", (*tflite._EDGE_DTYPES, "uint64"))
        yield


def of_every_size(generator: np.random.Generator, count: int, bits: int, dtype: str) -> Array:
    """Whole numbers of 0 to `bits` bits, all lengths equally likely; also the edges of each."""
    length = generator.integers(0, bits, count, endpoint=True)
    values = [int(generator.integers(0, 2**63)) % 2 ** int(n) for n in length]
    edges = [2 ** int(n) - 1 for n in length]
    return np.where(generator.random(count) < 0.2, np.array(edges, dtype), np.array(values, dtype))


def filter_bank(
    generator: np.random.Generator, bins: int, widths: Array, *, beyond: int = 0
) -> bytes:
    """A bank whose bands lie anywhere; beyond: by how much the last leaves the spectrum."""
    starts = np.array([generator.integers(0, bins - width, endpoint=True) for width in widths])
    starts[-1] = bins - widths[-1] + beyond if beyond else starts[-1]
    firsts = np.cumsum(widths) - widths
    total = max(int(widths.sum()), 1)
    weights = generator.integers(-(2**15), 2**15, (2, total))
    tables = [*weights, starts, firsts, widths]
    return model(
        "SIGNAL_FILTER_BANK",
        [T((bins,), "uint32"), *(constant(table, "int16") for table in tables)],
        [T((len(widths) - 1,), "uint64")],
        {"num_channels": len(widths) - 1},
    )


@quick
@given(seeds, st.integers(1, 30), st.integers(1, 6))
def test_filter_bank(seed: int, bins: int, channels: int) -> None:
    generator = np.random.default_rng(seed)
    widths = generator.integers(0, bins, channels + 1, endpoint=True)
    check_against_oracle(filter_bank(generator, bins, widths), seed)


def test_a_band_beyond_the_spectrum_is_refused() -> None:
    data = filter_bank(np.random.default_rng(0), 8, np.array([2, 3]), beyond=1)
    assert "beyond the spectrum" in refused(data).message


@quick
@given(seeds, st.integers(1, 40), st.integers(0, 31))
def test_square_root(seed: int, channels: int, bits: int) -> None:
    generator = np.random.default_rng(seed)
    shapes = [T((channels,), "uint64"), T((), "int32")]
    data = model("SIGNAL_FILTER_BANK_SQUARE_ROOT", shapes, [T((channels,), "uint32")], {})
    values = of_every_size(generator, channels, 64, "uint64")
    roots = generator.integers(0, 2**32, channels, dtype=np.uint64)
    squares = roots * roots + generator.integers(-1, 2, channels).astype(np.uint64)
    scale = np.array(bits, np.int32)
    check_against_oracle(data, inputs=[[values, scale], [squares, scale]])


def subtraction(channels: int, **changed: int | bool) -> bytes:
    table: dict[str, int | bool] = {
        "alternate_one_minus_smoothing": 15401,
        "alternate_smoothing": 983,
        "clamping": False,
        "min_signal_remaining": 819,
        "num_channels": channels,
        "one_minus_smoothing": 15975,
        "smoothing": 409,
        "smoothing_bits": 10,
        "spectral_subtraction_bits": 14,
    }
    shape = T((channels,), "uint32")
    name = "SIGNAL_FILTER_BANK_SPECTRAL_SUBTRACTION"
    return model(name, [shape], [shape, shape], {**table, **changed})


@quick
@given(seeds, st.integers(1, 20), st.booleans(), st.integers(0, 12), st.integers(8, 20))
def test_spectral_subtraction_over_several_inferences(
    seed: int, channels: int, clamping: bool, smoothing_bits: int, fraction: int
) -> None:
    generator = np.random.default_rng(seed)
    data = subtraction(
        channels,
        clamping=clamping,
        smoothing_bits=smoothing_bits,
        spectral_subtraction_bits=fraction,
    )
    steps = [[of_every_size(generator, channels, bits, "uint32")] for bits in (20, 12, 32, 16, 22)]
    check_against_oracle(data, inputs=steps)


@pytest.mark.parametrize("changed", [{"num_channels": 3}, {"smoothing": -1}, {"clamping": 2}])
def test_a_subtraction_out_of_range_is_refused(changed: dict[str, int]) -> None:
    assert f"option {next(iter(changed))} is" in refused(subtraction(4, **changed)).message


def pcan(channels: int, shift: int, gains: Array) -> bytes:
    shape = T((channels,), "uint32")
    inputs = [shape, shape, constant(gains, "int16")]
    return model("SIGNAL_PCAN", inputs, [shape], {"snr_shift": shift})


@quick
@given(seeds, st.integers(1, 30), st.integers(0, 40))
def test_pcan(seed: int, channels: int, shift: int) -> None:
    """Gains whose parabolas stay within 32 bits: beyond, the original is undefined."""
    generator = np.random.default_rng(seed)
    gains = generator.integers(-(2**14), 2**14, 125)
    given = [[of_every_size(generator, channels, 32, "uint32") for _ in range(2)] for _ in range(3)]
    check_against_oracle(pcan(channels, shift, gains), inputs=given)


def test_a_table_of_gains_that_is_too_short_is_refused() -> None:
    assert "fewer than 125" in refused(pcan(2, 6, np.zeros(124, np.int16))).message


@quick
@given(seeds, st.integers(1, 60), st.integers(0, 8), st.integers(0, 2**17))
def test_log(seed: int, channels: int, bits: int, scale: int) -> None:
    generator = np.random.default_rng(seed)
    table = {"input_correction_bits": bits, "output_scale": scale}
    data = model(
        "SIGNAL_FILTER_BANK_LOG", [T((channels,), "uint32")], [T((channels,), "int16")], table
    )
    steps = [[of_every_size(generator, channels, 32, "uint32")] for _ in range(3)]
    check_against_oracle(data, inputs=steps)
