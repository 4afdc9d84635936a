"""The operators of a model: how many of each, and what they take together."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.analysis.layers import Layer


@dataclass(frozen=True)
class OperatorShare:
    """All layers of one operator.

    share: of the model's cycles. band_percent: of its layers' cycles, weighted by them.
    """

    op: str
    count: int
    macs: int
    weights_bytes: int
    cycles: float
    band_percent: float
    share: float


def operators_of(layers: Sequence[Layer]) -> tuple[OperatorShare, ...]:
    """The operators that occur, those that take the most time first."""
    names = dict.fromkeys(layer.op for layer in layers)
    found = (_share(name, [layer for layer in layers if layer.op == name]) for name in names)
    return tuple(sorted(found, key=lambda share: -share.cycles))


def _share(op: str, layers: Sequence[Layer]) -> OperatorShare:
    cycles = sum(layer.cycles for layer in layers)
    doubt = sum(layer.cycles * layer.band_percent for layer in layers)
    return OperatorShare(
        op=op,
        count=len(layers),
        macs=sum(layer.macs for layer in layers),
        weights_bytes=sum(layer.weights_bytes for layer in layers),
        cycles=cycles,
        band_percent=doubt / cycles if cycles else 0.0,
        share=sum(layer.share for layer in layers),
    )
