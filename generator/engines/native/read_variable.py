"""READ_VARIABLE: no code where the value is used up before the variable changes, else a copy."""

from generator.engines.native._variable import copy
from generator.graph import Graph, Node
from generator.program import Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    variable = graph.input_tensor(node, 0)
    if _used_before_assignment(graph, node):
        return Step(index, node.op, node.name, None, (variable.name,), node.outputs)
    return copy(node, index, variable, node.outputs[0])


def _used_before_assignment(graph: Graph, node: Node) -> bool:
    """Whether nothing reads the value, under any name, after the variable has changed."""
    position = graph.nodes.index(node)
    later = list(enumerate(graph.nodes[position + 1 :], position + 1))
    end = len(graph.nodes)
    readers = [(i, n) for i, n in later if node.outputs[0] in n.inputs]
    last_read = max((end if _may_be_view(graph, node, n) else i for i, n in readers), default=0)
    if node.outputs[0] in graph.outputs:
        last_read = end
    changes = (i for i, n in later if n.op == "ASSIGN_VARIABLE" and n.inputs[0] == node.inputs[0])
    return last_read <= next(changes, end + 1)


def _may_be_view(graph: Graph, node: Node, reader: Node) -> bool:
    """Whether the reader, such as RESHAPE, may carry the same bytes on under another name."""
    size_bytes = graph.output_tensor(node).size_bytes
    return any(graph.tensors[name].size_bytes == size_bytes for name in reader.outputs)
