"""QUANTIZE: from float32, or from one integer scale to another."""

from generator.engines.native._output_stage import clamp
from generator.engines.native._overlap import element_wise
from generator.graph import Graph, Node
from generator.ops.quantize import multiplier
from generator.program import Kernel, Parameter, Step
from generator.quantization import dtype_range
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step, in place where the output's elements are no wider than the input's."""
    del target
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    real = given.dtype.kind == "f"
    template = "quantize" if real else "requantize"
    parameters = _from_real(graph, node) if real else _from_integer(graph, node)
    narrows = output.dtype.itemsize <= given.dtype.itemsize
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"{template}_{given.size}_{given.dtype}_to_{output.dtype}",
            template,
            size=given.size,
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=parameters,
        overlaps=(element_wise(given.name),) if narrows else (),
    )


def _from_real(graph: Graph, node: Node) -> tuple[Parameter, ...]:
    output = graph.output_tensor(node)
    scale = Parameter("scale", "float", output.affine.scale, "real value of one step")
    return (scale, *clamp(output.affine.zero_point, *dtype_range(output.dtype)))


def _from_integer(graph: Graph, node: Node) -> tuple[Parameter, ...]:
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    factor, shift = multiplier(graph, node)
    zero_point = output.affine.zero_point
    low, high = dtype_range(output.dtype)
    return (
        Parameter("input_zero_point", "int32_t", given.affine.zero_point, "of the input"),
        Parameter("multiplier", "int32_t", factor, "ratio of the scales, fraction of 2^31"),
        Parameter("shift", "int32_t", shift, "and its power of two"),
        Parameter("zero_point", "int32_t", zero_point, "the output that stands for 0.0"),
        Parameter("least", "int32_t", low - zero_point, "least output less the zero point"),
        Parameter("greatest", "int32_t", high - zero_point, "and the greatest"),
    )
