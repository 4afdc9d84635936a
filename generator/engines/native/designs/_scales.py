"""The output stage of designs for cores without SMMLAR: plain multipliers and shifts."""

import numpy as np

from generator.engines.native.designs._constant_channels import with_plain_scales
from generator.graph import Array
from generator.ops._weights import Operands, Requantization

# Sums are doubled before they are multiplied.
_SUM_LIMIT = 2**30


def output_scales(o: Operands, original: Requantization, rows: Array) -> Array | None:
    """int32 (channel, 3): first sum, multiplier, right shift; None where sums may be too large.

    rows: the weights (channel, taps); the input's zero point is folded into the first sum.
    """
    stage = with_plain_scales(original, rows)
    wide = rows.astype(np.int64)
    first = stage.bias.astype(np.int64) - o.given.affine.zero_point * wide.sum(axis=1)
    greatest = np.abs(first) + 128 * np.abs(wide).sum(axis=1)
    right = np.where(stage.multiplier == 0, 1, -stage.shift)
    if np.any(greatest >= _SUM_LIMIT) or np.any(right < 1) or np.any(right > 31):
        return None
    return np.stack([first, stage.multiplier, right], axis=1).astype(np.int32)
