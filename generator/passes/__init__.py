"""Graph to equal, smaller graph: one function a file, in the order of the list below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.graph import Graph


@dataclass(frozen=True)
class Saving:
    """What a pass saved. name: the pass. text: for people."""

    name: str
    text: str


PASSES: tuple[Callable[[Graph], tuple[Graph, str | None]], ...] = ()


def run(graph: Graph, skip: Sequence[str] = ()) -> tuple[Graph, tuple[Saving, ...]]:
    """The graph after every pass that is not skipped, and what each saved."""
    savings = []
    for apply in PASSES:
        name = apply.__module__.rpartition(".")[2]
        if name not in skip:
            graph, text = apply(graph)
            if text is not None:
                savings.append(Saving(name, text))
    return graph, tuple(savings)
