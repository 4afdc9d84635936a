"""Winograd's minimal filtering F(2x2, 3x3) and F(4x4, 3x3) in integers, hence exact.

Y = A^T [(G g G^T) * (B^T d B)] A computes m x m outputs of a 3x3 window from (m + 2) x (m + 2)
inputs with as many multiplications. Source: Lavin and Gray, "Fast Algorithms for Convolutional
Neural Networks" (2015), section 4. The rows of G are scaled until they are integers, and A where a
row got less, so that every sum comes out multiplied by `scale`, which is undone exactly: its odd
part by the inverse modulo 2^32, the rest by a shift.
"""

from dataclasses import dataclass

import numpy as np

from generator.graph import Array

WINDOW = 3


@dataclass(frozen=True)
class Transform:
    """One of the two.

    size: m, outputs along each side of a tile. kernel: the scaled G, (m + 2, 3). scale: what
    results are multiplied by, 2**`shift` times an odd number, `odd`.
    """

    size: int
    kernel: tuple[tuple[int, int, int], ...]
    shift: int
    odd: int

    @property
    def span(self) -> int:
        """Inputs along each side of a tile."""
        return self.size + WINDOW - 1

    @property
    def positions(self) -> int:
        """Multiplications for each channel of a tile."""
        return self.span**2

    @property
    def scale(self) -> int:
        """What results are multiplied by."""
        return self.odd << self.shift

    @property
    def inverse(self) -> int:
        """Of the scale's odd part, modulo 2**32, as a signed number."""
        value = int(pow(self.odd, -1, 2**32))
        return value - 2**32 if value >= 2**31 else value

    @property
    def sum_limit(self) -> int:
        """A sum must stay below it, or its shift would lose bits."""
        return 1 << (31 - self.shift)

    def weights(self, weights: Array) -> Array:
        """Weights (output, 3, 3, input) transformed: int64 (output, position, input)."""
        g = np.array(self.kernel, np.int64)
        made: Array = np.einsum("iy,oyxc,jx->oijc", g, weights.astype(np.int64), g)
        return np.ascontiguousarray(made.reshape(len(weights), self.positions, -1))


TRANSFORMS = (
    Transform(2, ((2, 0, 0), (1, 1, 1), (1, -1, 1), (0, 0, 2)), shift=2, odd=1),
    Transform(
        4,
        ((6, 0, 0), (-4, -4, -4), (-4, 4, -4), (1, 2, 4), (1, -2, 4), (0, 0, 12)),
        shift=6,
        odd=9,
    ),
)
