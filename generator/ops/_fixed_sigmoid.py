"""The 8-bit sigmoid and tanh: gemmlowp's fixed-point functions, bit for bit, for tables.

A number in Qi.f is an int32 with i integer bits and f = 31 - i fraction bits.
Source: gemmlowp, fixedpoint/fixedpoint.h; TensorFlow Lite, reference_integer_ops `Logistic` and
`Tanh` for int8.
"""

import math
from collections.abc import Callable

import numpy as np

from generator.fixed_point import exp_on_negative_values, reciprocal_of_one_plus
from generator.graph import Array
from generator.quantization import (
    INT32_MAX,
    INT32_MIN,
    high_multiply,
    quantize_multiplier,
    rescale,
    rounding_shift,
)

# Inputs are Q4.27: beyond 16 both functions have reached their ends.
_INPUT_BITS = 4


def sigmoid(a: int) -> int:
    """1 / (1 + e^-a) in Q0.31 for a in Q4.27."""
    if a == 0:
        return 1 << 30
    of_magnitude = reciprocal_of_one_plus(exp_on_negative_values(-abs(a), _INPUT_BITS))
    return of_magnitude if a > 0 else INT32_MAX - of_magnitude


def tanh(a: int) -> int:
    """tanh(a) in Q0.31 for a in Q4.27: (1 - e) / (1 + e) with e = exp(-2 |a|)."""
    if a == 0:
        return 0
    # The same bits with one more integer bit are twice the number.
    of_magnitude = _one_minus_over_one_plus(exp_on_negative_values(-abs(a), _INPUT_BITS + 1))
    return of_magnitude if a > 0 else -of_magnitude


def _one_minus_over_one_plus(e: int) -> int:
    """(1 - e) / (1 + e) in Q0.31 for e in [0, 1]: 2 / (1 + e) - 1 by three Newton steps."""
    half_denominator = (e + INT32_MAX + 1) // 2
    one = 1 << 29
    x = 1515870810 + high_multiply(half_denominator, -1010580540)
    for _ in range(3):
        x += _saturate(high_multiply(x, one - high_multiply(half_denominator, x)) << 2)
    return _saturate((x - one) << 2)


def _saturate(value: int) -> int:
    return max(INT32_MIN, min(INT32_MAX, value))


def stored(
    values: Array, scale: float, zero_point: int, function: Callable[[int], int], shift: int
) -> Array:
    """The function of stored 8-bit inputs, its result rounded to 31 - shift fraction bits.

    Inputs as far from the zero point as Q4.27 can hold give the least and the greatest int8.
    """
    factor, exponent = quantize_multiplier(scale * 2.0 ** (31 - _INPUT_BITS))
    radius = math.floor((2**_INPUT_BITS - 1) * 2.0 ** (31 - _INPUT_BITS - exponent))
    results = {
        int(value): _bounded(int(value) - zero_point, radius, factor, exponent, function, shift)
        for value in np.unique(values)
    }
    return np.asarray(np.vectorize(results.__getitem__, otypes=[np.int64])(values))


def _bounded(
    difference: int,
    radius: int,
    factor: int,
    exponent: int,
    function: Callable[[int], int],
    shift: int,
) -> int:
    """One result; beyond the radius one that every zero point leaves outside of int8."""
    if abs(difference) >= radius:
        return -256 if difference <= -radius else 256
    return rounding_shift(function(rescale(difference, factor, exponent)), shift)
