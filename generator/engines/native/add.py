"""ADD: element by element, in place where an addend dies here."""

from generator.engines.native._output_stage import clamp
from generator.engines.native._overlap import element_wise
from generator.graph import Graph, Node
from generator.ops.add import LEFT_SHIFT, constants
from generator.program import Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    first, second = graph.input_tensor(node, 0), graph.input_tensor(node, 1)
    c = constants(graph, node)
    addends = zip(("first", "second"), c.zero_points, c.inputs, strict=True)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(f"add_{first.size}", "add", size=first.size, left_shift=LEFT_SHIFT),
        inputs=(first.name, second.name),
        outputs=node.outputs,
        parameters=(
            *(p for addend in addends for p in _addend(*addend)),
            Parameter("multiplier", "int32_t", c.output[0], "of the sum, as a fraction of 2^31"),
            Parameter("shift", "int32_t", c.output[1], "power of two of the sum"),
            *clamp(c.output_zero_point, c.minimum, c.maximum),
        ),
        overlaps=tuple(element_wise(name) for name in dict.fromkeys((first.name, second.name))),
    )


def _addend(name: str, zero_point: int, scale: tuple[int, int]) -> tuple[Parameter, ...]:
    return (
        Parameter(f"{name}_zero_point", "int32_t", zero_point, f"zero point of the {name} input"),
        Parameter(f"{name}_multiplier", "int32_t", scale[0], "its scale over twice the larger one"),
        Parameter(f"{name}_shift", "int32_t", scale[1], "and its power of two"),
    )
