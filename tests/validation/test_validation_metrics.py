"""The metrics against their textbook definitions, and the first element that differs."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.graph import Quantization, Tensor
from generator.validation.difference import first_difference
from generator.validation.metrics import measure, real, same_bits

reals = st.floats(-1e3, 1e3, width=32)
pairs = st.lists(st.tuples(reals, reals), min_size=2, max_size=30)


@given(pairs)
def test_the_metrics_are_those_of_the_textbook(values: list[tuple[float, float]]) -> None:
    ours, theirs = map(list, zip(*values, strict=True))
    found = measure(np.array(ours), np.array(theirs), 0)
    errors = [a - b for a, b in values]
    near = {"rel": 1e-6, "abs": 1e-9}
    assert found.rmse == pytest.approx(math.sqrt(statistics.fmean(e * e for e in errors)), **near)
    assert found.mae == pytest.approx(statistics.fmean(map(abs, errors)), **near)
    assert found.mean == pytest.approx(statistics.fmean(errors), **near)
    assert found.std == pytest.approx(statistics.pstdev(errors), rel=1e-6, abs=1e-6)
    if math.hypot(*theirs) > 1e-3:
        assert found.l2r == pytest.approx(math.hypot(*errors) / math.hypot(*theirs), **near)


def test_a_perfect_answer_has_efficiency_and_cosine_one() -> None:
    same = np.array([1.0, -2.0, 3.0])
    found = measure(same, same, 3)
    assert found.exact
    assert (found.rmse, found.l2r, found.nse, found.cos) == (0.0, 0.0, 1.0, pytest.approx(1.0))


def test_the_mean_as_an_answer_has_efficiency_zero() -> None:
    expected = np.array([1.0, 2.0, 6.0])
    assert measure(np.full(3, 3.0), expected, 0).nse == pytest.approx(0.0)


def test_what_cannot_be_told_is_none() -> None:
    found = measure(np.array([1.0, 2.0]), np.zeros(2), 0)
    assert found.nse is None
    assert found.cos is None
    assert found.l2r == math.inf


def test_stored_values_become_real() -> None:
    tensor = Tensor("t", (3,), np.dtype("int8"), Quantization((0.5,), (-1,)))
    np.testing.assert_array_equal(
        real(np.array([-1, 0, 127], np.int8), tensor), np.array([0.0, 0.5, 64.0])
    )


def test_two_that_are_no_number_are_the_same() -> None:
    nan = np.array([math.nan, 1.0], np.float32)
    assert same_bits(nan, nan).all()


@given(st.integers(0, 23), st.integers(1, 100))
def test_the_first_element_that_differs_is_named(place: int, by: int) -> None:
    tensor = Tensor("t;fused", (2, 3, 4), np.dtype("int8"), Quantization((0.5,), (0,)))
    expected = np.zeros((2, 3, 4), np.int8)
    wrong = expected.copy()
    wrong.flat[place:] = by
    found = first_difference(wrong, expected, tensor, sample=3, layer=7, op="ADD")
    assert found is not None
    assert np.ravel_multi_index(found.element, (2, 3, 4)) == place
    assert (found.got, found.expected, found.got_real) == (by, 0, by / 2)
    assert (found.different, found.elements) == (24 - place, 24)
    assert "layer 7, ADD, t[" in str(found)


def test_reals_may_differ_within_the_tolerance() -> None:
    tensor = Tensor("t", (2,), np.dtype("float32"))
    expected = np.array([100.0, 0.0], np.float32)
    close, far = expected + np.float32(0.005), expected + np.float32(0.02)
    assert first_difference(close, expected, tensor, sample=0, tolerance=1e-4) is None
    assert first_difference(far, expected, tensor, sample=0, tolerance=1e-4) is not None
    lost = np.array([math.nan, 0.0], np.float32)
    assert first_difference(lost, expected, tensor, sample=0, tolerance=1.0) is not None
