"""Resource variables: handles, an initialisation subgraph and assignments become plain variables.

A converter writes streaming models with VAR_HANDLE nodes that make handles, one CALL_ONCE that runs
a second subgraph before the first inference, and READ_VARIABLE and ASSIGN_VARIABLE that take the
handles. All of it is known when the file is read: what remains are tensors that outlive an
inference, each with its first value, and the nodes that read and assign them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from generator.errors import ModelError
from generator.graph import Array, Node, Tensor
from generator.readers import RESOLVED


@dataclass(frozen=True, eq=False)
class Subgraph:
    """What a subgraph of the file holds; `handles` are the tensors that stand for a variable."""

    tensors: Mapping[str, Tensor]
    nodes: tuple[Node, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    handles: frozenset[str]


@dataclass
class _Variable:
    """What is found out about one variable."""

    name: str
    like: Tensor | None = None
    initial: Array | None = None
    handles: set[str] = field(default_factory=set)


def resolve(main: Subgraph, initialisers: Mapping[int, Subgraph]) -> Subgraph:
    """The main subgraph with handles replaced by variables and their first values known.

    initialisers: the subgraphs that its CALL_ONCE nodes run, by number. Raises ModelError when
    they do more than assign constants, or when a handle leads nowhere.
    """
    variables = _variables(main)
    _check_handles(main, variables.values())
    if not variables and not initialisers:
        return main
    for number in _called(main):
        _initialise(variables, initialisers[number], f"subgraph {number}")
    tensors = {name: t for name, t in main.tensors.items() if name not in main.handles}
    renamed: dict[str, str] = {}
    for variable in variables.values():
        tensor = _tensor(variable, main)
        tensors[tensor.name] = tensor
        renamed.update(dict.fromkeys(variable.handles, tensor.name))
    nodes = tuple(_renamed(n, renamed) for n in main.nodes if n.op not in RESOLVED)
    return replace(main, tensors=tensors, nodes=nodes, handles=frozenset())


def _check_handles(main: Subgraph, variables: Iterable[_Variable]) -> None:
    """Handles are made by VAR_HANDLE, and nothing but reads and assignments takes them."""
    made = {handle for variable in variables for handle in variable.handles}
    for name in sorted(main.handles - made):
        raise ModelError("it stands for a variable, but no VAR_HANDLE makes it", where=name)
    for name in (*main.inputs, *main.outputs):
        if name in made:
            raise ModelError("a variable's handle cannot be an input or output", where=name)


def called(nodes: Iterable[Node]) -> tuple[int, ...]:
    """The numbers of the subgraphs that CALL_ONCE nodes name."""
    return tuple(int(n.attributes["init_subgraph_index"]) for n in nodes if n.op == "CALL_ONCE")


def _called(main: Subgraph) -> tuple[int, ...]:
    """The same; demands that they come before anything reads or assigns a variable."""
    touched = False
    for node in main.nodes:
        touched |= node.op in ("READ_VARIABLE", "ASSIGN_VARIABLE")
        if node.op == "CALL_ONCE" and touched:
            raise ModelError("it runs after variables have been used", where=node.name)
    return called(main.nodes)


def _key(node: Node) -> tuple[str, str]:
    return str(node.attributes["container"] or ""), str(node.attributes["shared_name"] or "")


def _variables(graph: Subgraph) -> dict[tuple[str, str], _Variable]:
    """The variables by container and name, each with its handles and a tensor like it."""
    variables: dict[tuple[str, str], _Variable] = {}
    owner: dict[str, _Variable] = {}
    for node in graph.nodes:
        if node.op == "VAR_HANDLE":
            variable = variables.setdefault(
                _key(node), _Variable("/".join(filter(None, _key(node))))
            )
            variable.handles.update(node.outputs)
            owner.update(dict.fromkeys(node.outputs, variable))
    for node in graph.nodes:
        value = _value(node)
        if value is not None:
            handle = node.inputs[0] if node.inputs else None
            if handle not in owner:
                raise ModelError("its first input is not made by a VAR_HANDLE", where=node.name)
            if owner[handle].like is None or node.op == "ASSIGN_VARIABLE":
                owner[handle].like = graph.tensors[value]
    return variables


def _value(node: Node) -> str | None:
    """What a node reads from a variable or assigns to it; None where it does neither."""
    if node.op == "READ_VARIABLE" and len(node.inputs) == len(node.outputs) == 1:
        return node.outputs[0]
    if node.op == "ASSIGN_VARIABLE" and len(node.inputs) == 2 and not node.outputs:
        return node.inputs[1]
    return None


def _initialise(
    variables: Mapping[tuple[str, str], _Variable], graph: Subgraph, where: str
) -> None:
    handles: dict[str, _Variable | None] = {}
    for node in graph.nodes:
        if node.op == "VAR_HANDLE":
            handles.update(dict.fromkeys(node.outputs, variables.get(_key(node))))
            continue
        value = _value(node)
        if node.op != "ASSIGN_VARIABLE" or value is None or not graph.tensors[value].is_constant:
            raise ModelError(
                "it initialises variables by more than assigning constants",
                where=f"{where}, {node.name}",
                hint="Give the variables constant initial values before converting.",
            )
        if node.inputs[0] not in handles:
            raise ModelError("it assigns to no variable", where=f"{where}, {node.name}")
        variable = handles[node.inputs[0]]
        if variable is not None:
            variable.initial = graph.tensors[value].data
            variable.like = variable.like or graph.tensors[value]


def _tensor(variable: _Variable, main: Subgraph) -> Tensor:
    """The variable as a tensor that outlives an inference.

    Where nothing initialises it, it begins with the zero point in every byte, as in TensorFlow
    Lite Micro (`MicroResourceVariables::Allocate`).
    """
    like = variable.like
    name = f"variable {variable.name}"
    while name in main.tensors:
        name += "'"
    if like is None:
        return Tensor(name, (), np.dtype(np.int32), variable=True)
    initial = variable.initial
    if initial is None:
        zero_point = like.quantization.zero_point if like.quantization else 0
        pattern = np.full(like.size_bytes, zero_point & 0xFF, np.uint8)
        initial = pattern.view(like.dtype).reshape(like.shape)
    if initial.shape != like.shape or initial.dtype != like.dtype:
        raise ModelError(
            f"it begins with {initial.dtype} {initial.shape}, but is used as {like}", where=name
        )
    return replace(like, name=name, data=None, variable=True, initial=initial)


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    inputs = tuple(None if n is None else names.get(n, n) for n in node.inputs)
    return replace(node, inputs=inputs)
