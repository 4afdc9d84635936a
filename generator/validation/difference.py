"""The first element in which a tensor differs from what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Tensor
from generator.validation.metrics import real, same_bits

# float32 results agree within this share of the greatest magnitude that was expected.
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Difference:
    """Where and how much. layer, op: None for an output of the whole model.

    element: the index of the first that differs. expected, got: as stored; *_real: what they
    stand for. different: how many of the tensor's `elements` differ.
    """

    sample: int
    layer: int | None
    op: str | None
    tensor: str
    element: tuple[int, ...]
    expected: float | int
    got: float | int
    expected_real: float
    got_real: float
    different: int
    elements: int

    def __str__(self) -> str:
        where = f"layer {self.layer}, {self.op}" if self.layer is not None else "the model's output"
        at = ", ".join(map(str, self.element))
        return (
            f"{where}, {self.tensor}[{at}]: {self.got} instead of {self.expected} "
            f"({self.got_real:.6g} instead of {self.expected_real:.6g}); "
            f"{self.different:,} of {self.elements:,} elements differ"
        )


def differing(actual: Array, expected: Array, tolerance: float) -> Sequence[tuple[int, ...]]:
    """The indices of the elements that differ: integers in any bit, reals beyond the tolerance."""
    wrong = ~same_bits(actual, expected)
    if expected.dtype.kind == "f":
        finite = np.abs(expected[np.isfinite(expected)])
        limit = tolerance * max(float(np.max(finite, initial=0.0)), 1e-30)
        with np.errstate(invalid="ignore"):
            wrong &= ~(np.abs(actual - expected) <= limit)
    return [tuple(int(i) for i in index) for index in np.argwhere(wrong)]


def first_difference(
    actual: Array,
    expected: Array,
    tensor: Tensor,
    *,
    sample: int,
    layer: int | None = None,
    op: str | None = None,
    tolerance: float = TOLERANCE,
) -> Difference | None:
    """None where nothing differs."""
    ours = actual.reshape(expected.shape)
    places = differing(ours, expected, tolerance)
    if not places:
        return None
    at = places[0]
    return Difference(
        sample=sample,
        layer=layer,
        op=op,
        tensor=tensor.label,
        element=at,
        expected=expected[at].item(),
        got=ours[at].item(),
        expected_real=float(real(expected[at], tensor)),
        got_real=float(real(ours[at], tensor)),
        different=len(places),
        elements=expected.size,
    )
