"""Functions of 16-bit numbers by tables of 513 samples and straight lines between them.

Bit for bit as TensorFlow Lite's, whose tables are computed in float32.
"""

from collections.abc import Callable

import numpy as np

from generator.graph import Array

Real = np.float32
_INTERVALS = 512


def interpolation_table(function: Callable[[Real], Real], low: Real, high: Real) -> Array:
    """int16 samples of a function from [low, high] to [-1, 1), 1.0 being 32767.5.

    Each sample is moved by half of the interpolation's error at the middle of its interval.
    Source: TensorFlow Lite, `LUTPopulateInt16`, with an output scale of 2 / 65535.
    """
    step = (high - low) / Real(_INTERVALS)
    output_scale = Real(2) / Real(65535)
    per_unit = Real(65536) / (output_scale * Real(32767) - output_scale * Real(-32768))
    table = []
    for i in range(_INTERVALS):
        start = low + Real(i) * step
        value = _nearest(function(start) * per_unit)
        middle = _nearest(function(start + step / Real(2)) * per_unit)
        following = function(low + Real(i + 1) * step) * per_unit
        interpolated = _nearest((following + value) / Real(2))
        table.append(value - _nearest((interpolated - middle) / Real(2)))
    table.append(_nearest(function(high) * per_unit))
    return np.clip(np.array(table), -32768, 32767).astype(np.int16)


def interpolate(values: Array, table: Array) -> Array:
    """The table's function at int16 values, whose upper 9 bits choose an interval; int64.

    Source: TensorFlow Lite, `LUTLookup` for int16.
    """
    wide = values.astype(np.int64)
    samples = table.astype(np.int64)
    index = 256 + (wide >> 7)
    slope = samples[index + 1] - samples[index]
    return np.asarray(samples[index] + ((slope * (wide & 0x7F) + 64) >> 7))


def _nearest(value: Real) -> Real:
    """Halves away from zero."""
    return Real(np.copysign(np.floor(np.abs(value) + Real(0.5)), value))
