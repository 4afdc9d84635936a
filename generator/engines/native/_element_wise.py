"""Steps that compute one output element after the other, over the fewest loops that do."""

from generator.engines.native._overlap import element_wise
from generator.graph import Graph, Node, Tensor
from generator.ops._element_wise import loop_nest
from generator.program import Kernel, Overlap, Parameter, Step

# Types that C lets alias every other.
_BYTES = ("int8", "uint8")


def step(
    graph: Graph,
    node: Node,
    index: int,
    template: str,
    parameters: tuple[Parameter, ...] = (),
    positions: tuple[int, ...] | None = None,
    **context: object,
) -> Step:
    """One step of an element-wise template; its context has `loops`, see `_loops.j2`.

    positions: the node's inputs that the kernel reads; all of them unless told.
    The output may lie over an input that is read element by element in the output's own order.
    """
    output = graph.output_tensor(node)
    chosen = range(len(node.inputs)) if positions is None else positions
    inputs = [graph.input_tensor(node, position) for position in chosen]
    loops = loop_nest(output.shape, [tensor.shape for tensor in inputs])
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(_name(node, inputs, output), template, loops=loops, **context),
        inputs=tuple(tensor.name for tensor in inputs),
        outputs=node.outputs,
        parameters=parameters,
        overlaps=_overlaps(inputs, output),
    )


def _name(node: Node, inputs: list[Tensor], output: Tensor) -> str:
    """The operator, its size, those of inputs of another size, and the dtype unless int8."""
    others = [f"from_{t.size}" for t in inputs if t.size != output.size]
    dtype = (inputs[0] if inputs else output).dtype.name
    words = [node.op.lower(), str(output.size), *others]
    return "_".join(words if dtype == "int8" else [*words, dtype])


def _overlaps(inputs: list[Tensor], output: Tensor) -> tuple[Overlap, ...]:
    """In place over inputs as long as the output; C must not take them for different memory."""
    return tuple(
        element_wise(name)
        for name in dict.fromkeys(
            tensor.name
            for tensor in inputs
            if tensor.size == output.size
            and tensor.dtype.itemsize >= output.dtype.itemsize
            and (tensor.dtype == output.dtype or _aliases(tensor, output))
        )
    )


def _aliases(tensor: Tensor, output: Tensor) -> bool:
    return tensor.dtype.name in _BYTES or output.dtype.name in _BYTES
