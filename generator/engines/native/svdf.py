"""SVDF: filter by filter, each with its remembered features at hand."""

from generator.engines.native._output_stage import clamp
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops.svdf import activation_bounds, factors, sizes
from generator.program import Kernel, Parameter, Step
from generator.quantization import dtype_range
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; the state is an output beside the layer's own, as it is changed."""
    del target
    given, state = graph.input_tensor(node, 0), graph.input_tensor(node, 4)
    floating = given.dtype.kind == "f"
    bias = graph.optional_input(node, 3)
    s = sizes(graph, node)
    context = _float_context(node) if floating else {"state_type": state.dtype.name}
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"svdf_{state.dtype}_{s.inputs}_to_{s.units}_rank_{s.rank}_memory_{s.memory}",
            "svdf_float32" if floating else "svdf",
            batches=s.batches,
            inputs=s.inputs,
            units=s.units,
            rank=s.rank,
            memory=s.memory,
            biased=bias is not None,
            **context,
        ),
        inputs=tuple(name for name in node.inputs[:4] if name is not None),
        outputs=(*node.outputs, state.name),
        parameters=() if floating else _parameters(graph, node),
        macs=operator(node.op).macs(graph, node),
    )


def _float_context(node: Node) -> dict[str, object]:
    """Bounds of the activation; infinity stands for none."""
    minimum, maximum = activation_bounds(node)
    return {
        "minimum": minimum,
        "maximum": maximum,
        "tanh": node.attributes["activation"] == "TANH",
    }


def _parameters(graph: Graph, node: Node) -> tuple[Parameter, ...]:
    of_feature, of_output = factors(graph, node)
    given, state, output = (
        graph.input_tensor(node, 0),
        graph.input_tensor(node, 4),
        graph.output_tensor(node),
    )
    fraction = "as a fraction of 2^31"
    return (
        Parameter("input_zero_point", "int32_t", given.affine.zero_point, "the input for 0.0"),
        Parameter("state_zero_point", "int32_t", state.affine.zero_point, "the feature for 0.0"),
        Parameter(
            "feature_multiplier", "int32_t", of_feature[0], f"scale of a feature, {fraction}"
        ),
        Parameter("feature_shift", "int32_t", of_feature[1], "and its power of two"),
        Parameter("multiplier", "int32_t", of_output[0], f"scale of a unit's sum, {fraction}"),
        Parameter("shift", "int32_t", of_output[1], "and its power of two"),
        *clamp(output.affine.zero_point, *dtype_range(output.dtype)),
    )
