"""Operators on two tensors: the plain ones, and the fields that quantised ones share."""

from generator.engines.native._element_wise import step
from generator.graph import Graph, Node
from generator.program import Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step of an operator on the stored values, as they are."""
    del target
    activation = node.attributes.get("activation", "NONE")
    return step(graph, node, index, "binary", op=node.op, activation=activation)


def rescaled_input(
    name: str, zero_point: int, scale: tuple[int, int], over: str
) -> tuple[Parameter, ...]:
    """The fields by which one input is brought to a scale of `over`."""
    return (
        Parameter(f"{name}_zero_point", "int32_t", zero_point, f"zero point of the {name} input"),
        Parameter(f"{name}_multiplier", "int32_t", scale[0], f"its scale{over}"),
        Parameter(f"{name}_shift", "int32_t", scale[1], "and its power of two"),
    )


def zero_points(pair: tuple[int, int]) -> tuple[Parameter, ...]:
    """The fields for what stands for 0.0 in each input."""
    return tuple(
        Parameter(f"{name}_zero_point", "int32_t", zero_point, f"zero point of the {name} input")
        for name, zero_point in zip(("first", "second"), pair, strict=True)
    )


def output_scale(scale: tuple[int, int]) -> tuple[Parameter, ...]:
    """The fields by which a result is brought to the output's scale."""
    return (
        Parameter("multiplier", "int32_t", scale[0], "of the result, as a fraction of 2^31"),
        Parameter("shift", "int32_t", scale[1], "and its power of two"),
    )
