"""Faster ways to compute a layer than the plain one: one file each, found by their folder.

Each design says where it applies, what it costs and how a layer is lowered to it. The engine asks
all of them and takes the best for its goal; the plain lowering is always there to fall back on.
"""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from generator import discover
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


@dataclass(frozen=True, eq=False)
class Offer:
    """One way to compute a layer.

    cycles: an estimate for one inference without wait states, from the instruction budget of the
    inner loop; only good for comparing designs. code_bytes: an estimate of the function's size.
    """

    step: Step
    cycles: float
    code_bytes: int


class Design(Protocol):
    """What a module of this package offers."""

    def offers(self, graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
        """Every way in which this design computes a checked node on a core; none if it cannot."""


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """What all designs offer for a node."""
    for name in discover.module_names(__name__):
        design = cast(Design, importlib.import_module(f"{__name__}.{name}"))
        yield from design.offers(graph, node, index, target)
