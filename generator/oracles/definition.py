"""Our own NumPy definition of every operator: needs nothing installed, and is slow."""

from collections.abc import Sequence
from pathlib import Path

from generator import interpret, ops
from generator.errors import ModelError
from generator.graph import Array, Graph
from generator.oracles import Unavailable

RANK = 1
EXACT = True
FOREIGN = False


class Definition:
    """A model computed operator by operator."""

    title = "NumPy definition"

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """One inference from the initial state."""
        return interpret.outputs(self._graph, inputs)


def open_model(model: Path, graph: Graph | None) -> Definition:
    """Raises Unavailable only for what no operator defines before passes have rewritten it."""
    del model
    assert graph is not None, "it runs in this process"
    try:
        ops.check(graph)
    except ModelError as error:
        raise Unavailable(str(error)) from error
    return Definition(graph)
