"""The integer arithmetic of 8-bit inference: fixed-point multipliers, rounding, clamping.

Everything here must equal TensorFlow Lite Micro bit for bit; the tests hold it against the
`tflite-micro` wheel. Python integers stand for the C types, so nothing overflows by accident.
"""

import math
from typing import Any

import numpy as np

from generator.graph import Array, Quantization, Tensor

INT32_MAX = 2**31 - 1
INT32_MIN = -(2**31)


def quantize_multiplier(real: float) -> tuple[int, int]:
    """A real factor as (multiplier, shift) with real = multiplier * 2**(shift - 31).

    multiplier: in [2**30, 2**31) or 0, rounded half away from zero. shift: positive is left.
    Factors below 2**-32 become zero. Source: TensorFlow Lite, `QuantizeMultiplier`.
    """
    if real == 0.0:
        return 0, 0
    mantissa, shift = math.frexp(real)
    multiplier = math.floor(mantissa * 2**31 + 0.5)
    if multiplier == 2**31:
        multiplier //= 2
        shift += 1
    return (multiplier, shift) if shift >= -31 else (0, 0)


def high_multiply(a: int, b: int) -> int:
    """The high 32 bits of 2*a*b, rounded: gemmlowp's SaturatingRoundingDoublingHighMul.

    Rounds half away from zero; the one product that does not fit saturates.
    """
    if a == b == INT32_MIN:
        return INT32_MAX
    product = a * b
    nudge = 2**30 if product >= 0 else 1 - 2**30
    total = product + nudge
    return total >> 31 if total >= 0 else -(-total >> 31)


def rounding_shift(value: int, exponent: int) -> int:
    """value / 2**exponent, rounded half away from zero: gemmlowp's RoundingDivideByPOT."""
    remainder = value & ((1 << exponent) - 1)
    threshold = ((1 << exponent) - 1 >> 1) + (1 if value < 0 else 0)
    return (value >> exponent) + (1 if remainder > threshold else 0)


def rescale(value: int, multiplier: int, shift: int) -> int:
    """value * multiplier * 2**(shift - 31), rounded twice as TensorFlow Lite Micro does by default.

    Source: TensorFlow Lite, `MultiplyByQuantizedMultiplier` without TFLITE_SINGLE_ROUNDING.
    """
    return rounding_shift(high_multiply(value << max(shift, 0), multiplier), max(-shift, 0))


def rescale_array(values: Array, multiplier: Array | int, shift: Array | int) -> Array:
    """`rescale` for whole arrays: int64 in and out, multiplier and shift broadcast."""
    wide = values.astype(np.int64) << np.maximum(shift, 0)
    wrapped = wide.astype(np.int32).astype(np.int64)
    product = wrapped * np.asarray(multiplier, np.int64)
    total = product + np.where(product >= 0, 2**30, 1 - 2**30)
    high = np.where(total >= 0, total >> 31, -(-total >> 31))
    right = np.maximum(-np.asarray(shift, np.int64), 0)
    mask = (np.int64(1) << right) - 1
    threshold = (mask >> 1) + (high < 0)
    return np.asarray((high >> right) + ((high & mask) > threshold))


# Beyond these shifts the C types of TensorFlow Lite Micro overflow: `1 << 31`, and a 64-bit sum.
GREATEST_SHIFT = 30
GREATEST_WIDE_SHIFT = 7
# The sums of 16-bit layers are promised to stay below this.
WIDE_SUM_LIMIT = 2**47


def narrow_multiplier(multiplier: Array | int) -> Array:
    """A multiplier of 31 bits rounded to the 15 bits that 64-bit sums are multiplied by.

    Source: TensorFlow Lite, `MultiplyByQuantizedMultiplier` for int64_t.
    """
    wide = np.asarray(multiplier, np.int64)
    return np.where(wide < 0x7FFF0000, (wide + (1 << 15)) >> 16, 0x7FFF)


def rescale_wide_array(values: Array, multiplier: Array | int, shift: Array | int) -> Array:
    """value * multiplier * 2**(shift - 31) for 64-bit sums, rounded once, halves up.

    The multiplier is rounded to 15 bits first. The result wraps into int32.
    """
    right = 15 - np.asarray(shift, np.int64)
    product = values.astype(np.int64) * narrow_multiplier(multiplier) + (np.int64(1) << (right - 1))
    return np.asarray((product >> right).astype(np.int32), np.int64)


def round_half_away(value: float) -> int:
    """To the nearest integer, halves away from zero, as C's `round`."""
    return math.floor(value + 0.5) if value >= 0 else math.ceil(value - 0.5)


def dtype_range(dtype: np.dtype[Any]) -> tuple[int, int]:
    """The least and the greatest value of an integer type."""
    info = np.iinfo(dtype)
    return int(info.min), int(info.max)


def activation_range(
    activation: str, quantization: Quantization, dtype: np.dtype[Any]
) -> tuple[int, int]:
    """The stored values between which a fused activation clamps an output.

    activation: "NONE", "RELU", "RELU6" or "RELU_N1_TO_1".
    Source: TensorFlow Lite, `CalculateActivationRangeQuantized`; the division is in float32.
    """
    low, high = dtype_range(dtype)
    bounds = {"RELU": (0.0, None), "RELU6": (0.0, 6.0), "RELU_N1_TO_1": (-1.0, 1.0)}
    lower, upper = bounds.get(activation, (None, None))
    if lower is not None:
        low = max(low, _stored(lower, quantization))
    if upper is not None:
        high = min(high, _stored(upper, quantization))
    return low, high


def _stored(real: float, quantization: Quantization) -> int:
    with np.errstate(over="ignore"):
        ratio = float(np.float32(real) / np.float32(quantization.scale))
    return quantization.zero_point + round_half_away(max(INT32_MIN, min(INT32_MAX, ratio)))


def float_activation_range(activation: str) -> tuple[float, float]:
    """The reals between which a fused activation clamps an output; infinite where it does not."""
    bounds = {"RELU": (0.0, math.inf), "RELU6": (0.0, 6.0), "RELU_N1_TO_1": (-1.0, 1.0)}
    return bounds.get(activation, (-math.inf, math.inf))


def stored(tensor: Tensor, real: Array) -> Array:
    """Real numbers as a tensor holds them: quantised, rounded to nearest and clamped; or floats.

    real: of any shape. Halves round to even, as NumPy's `rint` does.
    """
    if tensor.dtype.kind == "f" or tensor.quantization is None:
        return real.astype(tensor.dtype)
    steps = np.rint(real / tensor.quantization.scale) + tensor.quantization.zero_point
    return np.asarray(np.clip(steps, *dtype_range(tensor.dtype)).astype(tensor.dtype))


def real(tensor: Tensor, held: Array) -> Array:
    """The real numbers that a tensor's elements stand for: float32, of the same shape."""
    if tensor.dtype.kind == "f" or tensor.quantization is None:
        return held.astype(np.float32)
    steps = held.astype(np.float32) - tensor.quantization.zero_point
    return np.asarray(steps * np.float32(tensor.quantization.scale))
