"""Inputs with their truth, in the parts that a model learns from and is judged by."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Truth = npt.NDArray[np.int64] | Float32


@dataclass(frozen=True, eq=False)
class Split:
    """One part of a data set.

    inputs: float32 (inputs, *shape), the real numbers that the network reads.
    truth: the label's index, int64 (inputs,), or what the network's outputs should be, float32
        (inputs, outputs).
    """

    inputs: Float32
    truth: Truth

    def __len__(self) -> int:
        return len(self.inputs)

    def take(self, chosen: npt.NDArray[np.integer] | slice) -> "Split":
        """The inputs at these indices."""
        return Split(self.inputs[chosen], self.truth[chosen])

    def drawn(self, count: int | None, seed: int) -> "Split":
        """A random choice of so many inputs, or all of them, in random order."""
        order = np.random.default_rng(seed).permutation(len(self))
        return self.take(order[:count])


@dataclass(frozen=True, eq=False)
class Data:
    """A data set: what is learned from, and what was never shown."""

    training: Split
    testing: Split
