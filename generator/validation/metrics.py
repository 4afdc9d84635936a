"""The distance between two sets of outputs, by the measures that the field uses.

Source of the names and formulas: ST Edge AI Core, "Evaluation report and metrics"; the
Nash-Sutcliffe efficiency is that of Nash and Sutcliffe, J. Hydrology 10 (1970).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator import quantization as quantization_
from generator.graph import Array, Tensor

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Metrics:
    """Outputs against those expected, all samples and elements together, as real numbers.

    equal: how many of the stored `elements` have the same bits.
    rmse, mae: root mean square and mean absolute error. l2r: L2 norm of the error over that of
    what was expected. mean, std: of the error. nse: Nash-Sutcliffe efficiency, 1 at best; None
    where what was expected is constant. cos: cosine similarity; None where either is zero.
    """

    elements: int
    equal: int
    rmse: float
    mae: float
    l2r: float
    mean: float
    std: float
    nse: float | None
    cos: float | None

    @property
    def exact(self) -> bool:
        """Whether all bits are the same."""
        return self.equal == self.elements


def real(stored: Array, tensor: Tensor) -> Reals:
    """What stored values stand for; the values themselves where nothing is quantised."""
    quantization = tensor.quantization
    if quantization is not None and quantization.per_channel:
        return stored.astype(np.float64)
    return quantization_.real(tensor, stored).astype(np.float64)


def same_bits(actual: Array, expected: Array) -> npt.NDArray[np.bool_]:
    """Element by element; two that are no number (NaN) count as the same."""
    same: npt.NDArray[np.bool_] = actual == expected
    if expected.dtype.kind == "f":
        same |= np.isnan(actual) & np.isnan(expected)
    return same


def measure(actual: Reals, expected: Reals, equal: int) -> Metrics:
    """equal: how many elements are the same as they are stored."""
    error = actual - expected
    square = float(np.sum(error**2))
    power = float(np.sum(expected**2))
    spread = float(np.sum((expected - expected.mean()) ** 2))
    norms = float(np.linalg.norm(actual) * np.linalg.norm(expected))
    return Metrics(
        elements=expected.size,
        equal=equal,
        rmse=float(np.sqrt(square / expected.size)),
        mae=float(np.mean(np.abs(error))),
        l2r=float(np.sqrt(square / power)) if power else (0.0 if not square else float("inf")),
        mean=float(error.mean()),
        std=float(error.std()),
        nse=1.0 - square / spread if spread else None,
        cos=float(np.sum(actual * expected)) / norms if norms else None,
    )
