"""What passes share: who reads and writes a tensor, which nodes are sound, and how to replace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from generator import ops
from generator.errors import ModelError
from generator.graph import Array, Graph, Node, Tensor


@dataclass(frozen=True, eq=False)
class Links:
    """Who reads and who writes each tensor of a graph."""

    graph: Graph

    @cached_property
    def readers(self) -> Mapping[str, tuple[Node, ...]]:
        """The nodes that read a tensor, each once."""
        found: dict[str, list[Node]] = {}
        for node in self.graph.nodes:
            for name in {name for name in node.inputs if name is not None}:
                found.setdefault(name, []).append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    @cached_property
    def writer(self) -> Mapping[str, Node]:
        """The node that writes a tensor; inputs, constants and variables have none."""
        return {name: node for node in self.graph.nodes for name in node.outputs}

    def only_reader(self, name: str) -> Node | None:
        """The one node that reads a tensor; None for several, or if the model gives it out."""
        readers = self.readers.get(name, ())
        return readers[0] if len(readers) == 1 and name not in self.graph.outputs else None


@lru_cache(maxsize=1)
def links(graph: Graph) -> Links:
    """The links of a graph, which passes ask for many times before they change it."""
    return Links(graph)


def is_sound(graph: Graph, node: Node) -> bool:
    """Whether the node is one that we compute: only such may be evaluated or rewritten."""
    if node.op not in ops.names():
        return False
    try:
        ops.operator(node.op).check(graph, node)
    except ModelError:
        return False
    return True


def has_effect(graph: Graph, node: Node) -> bool:
    """Whether the node does more than give outputs: it changes variables, or is unknown to us."""
    if not is_sound(graph, node):
        return True
    return bool(ops.operator(node.op).written_variables(graph, node))


def without(nodes: Iterable[Node], dropped: Iterable[Node]) -> tuple[Node, ...]:
    """The other nodes, in their order."""
    names = {node.name for node in dropped}
    return tuple(node for node in nodes if node.name not in names)


def renamed(node: Node, names: Mapping[str, str]) -> Node:
    """The node reading other tensors under those names."""
    inputs = tuple(None if name is None else names.get(name, name) for name in node.inputs)
    return replace(node, inputs=inputs)


def with_tensors(graph: Graph, tensors: Iterable[Tensor]) -> Graph:
    """The graph with these tensors added, or put in place of those of the same name."""
    return replace(graph, tensors={**graph.tensors, **{t.name: t for t in tensors}})


def constant_like(tensor: Tensor, data: Array) -> Tensor:
    """A tensor that holds a constant of a new shape under the name of another."""
    data.flags.writeable = False
    return replace(tensor, shape=data.shape, dtype=data.dtype, data=data)


def unused_name(graph: Graph, wish: str) -> str:
    """The name, or one like it that the graph has not."""
    while wish in graph.tensors:
        wish += "'"
    return wish


def plural(count: int, word: str) -> str:
    """ "1 node", "2 nodes"."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def listed(nodes: Iterable[Node]) -> str:
    """How often each operator is among them: "2 RESHAPE, 1 TRANSPOSE"."""
    counts: dict[str, int] = {}
    for node in nodes:
        counts[node.op] = counts.get(node.op, 0) + 1
    return ", ".join(f"{count} {op}" for op, count in sorted(counts.items()))


def macs(graph: Graph) -> int:
    """The multiply-accumulates of the nodes that we compute."""
    known = ops.names()
    return sum(
        ops.operator(node.op).macs(graph, node)
        for node in graph.nodes
        if node.op in known and is_sound(graph, node)
    )


def constant_bytes(graph: Graph) -> int:
    """The bytes of all constants."""
    return sum(t.data.nbytes for t in graph.tensors.values() if t.data is not None)
