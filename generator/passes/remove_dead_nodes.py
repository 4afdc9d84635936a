"""Nodes whose outputs nothing reads and no one asked for."""

from generator.graph import Graph, Node
from generator.passes._rewrite import has_effect, listed, plural, without


def remove_dead_nodes(graph: Graph) -> tuple[Graph, str | None]:
    """The graph without them; what changes a variable stays."""
    wanted = set(graph.outputs)
    dead: list[Node] = []
    for node in reversed(graph.nodes):
        if wanted.isdisjoint(node.outputs) and not has_effect(graph, node):
            dead.append(node)
        else:
            wanted.update(name for name in node.inputs if name is not None)
    if not dead:
        return graph, None
    graph = graph.with_nodes(without(graph.nodes, dead))
    return graph, f"removed {plural(len(dead), 'unused node')}: {listed(dead)}"
