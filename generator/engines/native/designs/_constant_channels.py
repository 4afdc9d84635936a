"""Output channels without weights: their outputs are known, whatever extreme scale they carry."""

from dataclasses import replace

import numpy as np

from generator.graph import Array
from generator.ops._weights import Requantization
from generator.quantization import rescale

# A factor of 1/8, exactly: 2**30 / 2**31, then a right shift by two.
_MULTIPLIER, _SHIFT, _INVERSE = 2**30, -2, 8


def with_plain_scales(stage: Requantization, rows: Array) -> Requantization:
    """The stage with a bias and a scale of moderate size for channels whose weights are all zero.

    rows: weights (channel, taps). Trained networks hold such channels with scales of 2**-30 and
    biases of 2**30, which would rule out designs that are right for all other channels.
    """
    bias, multiplier, shift = (
        np.array(values, np.int64) for values in (stage.bias, stage.multiplier, stage.shift)
    )
    for channel in np.flatnonzero(~rows.any(axis=1)):
        scaled = rescale(_int32(bias[channel]), int(multiplier[channel]), int(shift[channel]))
        zero_point = stage.output_zero_point
        output = min(max(scaled + zero_point, stage.minimum), stage.maximum)
        bias[channel] = (output - zero_point) * _INVERSE
        multiplier[channel], shift[channel] = _MULTIPLIER, _SHIFT
    return replace(stage, bias=bias, multiplier=multiplier, shift=shift)


def _int32(value: int) -> int:
    return int(np.int64(value).astype(np.int32))
