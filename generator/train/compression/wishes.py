"""What a user may wish of compression."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wishes:
    """sparsity: the share of weights or channels to go, from 0 to 1."""

    sparsity: float = 0.5
