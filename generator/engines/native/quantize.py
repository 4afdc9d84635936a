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
    quantization = output.affine
    scale: tuple[Parameter, ...]
    if given.dtype.kind == "f":
        template = "quantize"
        scale = (Parameter("scale", "float", quantization.scale, "real value of one step"),)
    else:
        template = "requantize"
        factor, shift = multiplier(graph, node)
        before = given.affine.zero_point
        scale = (
            Parameter("input_zero_point", "int32_t", before, "zero point of the input"),
            Parameter("multiplier", "int32_t", factor, "ratio of the scales, fraction of 2^31"),
            Parameter("shift", "int32_t", shift, "and its power of two"),
        )
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
        parameters=(*scale, *clamp(quantization.zero_point, *dtype_range(output.dtype))),
        overlaps=(element_wise(given.name),) if narrows else (),
    )
