"""Handwritten digits of 8x8 pixels from the UCI repository, CC-BY-4.0, in MNIST's form.

E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
Repository, 1998: the 1,797 pictures of its test part, as scikit-learn carries them.
"""

import numpy as np
import numpy.typing as npt

from generator.errors import ToolError
from generator.train.data import Float32, Split
from generator.train.datasets.drawn_digits import SIZE, centred

NAME = "UCI digits"
_SIDE = 20  # of the digit itself in MNIST's form
_DARKEST = 16  # each pixel counts the dark ones among 4x4


def load() -> Split:
    """Every picture as float32 (pictures, 28, 28, 1) from 0 to 1. Raises ToolError."""
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise ToolError(
            "These digits come with the package scikit-learn, which is not installed.",
            hint="pip install --pre '.[train]'",
        ) from error
    pixels, labels = load_digits(return_X_y=True)
    pictures = [enlarged(one.reshape(8, 8) / _DARKEST) for one in pixels]
    return Split(np.stack(pictures)[..., np.newaxis], labels.astype(np.int64))


def enlarged(small: npt.NDArray[np.floating]) -> Float32:
    """8x8 pixels as 28x28: interpolated to 20x20, made crisp again, the centre of mass centred."""
    at = (np.arange(_SIDE) + 0.5) * 8 / _SIDE - 0.5
    wide = np.stack([np.interp(at, np.arange(8), row) for row in small])
    large = np.stack([np.interp(at, np.arange(8), column) for column in wide.T], axis=1)
    crisp = np.clip((large - 0.5) * 2.5 + 0.5, 0, 1).astype(np.float32)
    margin = (SIZE - _SIDE) // 2
    return centred(np.pad(crisp, margin))
