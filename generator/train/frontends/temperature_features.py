"""What a forest reads of a window of temperatures: a dozen whole numbers, tenths of a degree.

All but the standard deviation and the median are sums, differences and extremes.
"""

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]

FEATURES = (
    *("last", "mean", "standard deviation", "minimum", "maximum", "change"),
    *("largest jump", "mean jump", "steepest fall", "steepest rise", "median", "late mean"),
)
_STEPS_PER_DEGREE = 10


def features(degrees: npt.NDArray[np.float64]) -> Float32:
    """(windows, readings) of degrees to whole numbers, float32 (windows, 12)."""
    jumps = np.diff(degrees, axis=1)
    mean = degrees.mean(axis=1)
    late = degrees[:, degrees.shape[1] // 2 :].mean(axis=1)
    columns = (
        *(degrees[:, -1], mean, degrees.std(axis=1), degrees.min(axis=1), degrees.max(axis=1)),
        *(degrees[:, -1] - degrees[:, 0], np.abs(jumps).max(axis=1), np.abs(jumps).mean(axis=1)),
        *(jumps.min(axis=1), jumps.max(axis=1), np.median(degrees, axis=1), late - mean),
    )
    whole: Float32 = np.rint(_STEPS_PER_DEGREE * np.stack(columns, axis=1)).astype(np.float32)
    return whole
