"""ADD and SUB of two int8 tensors of one shape, with the scales known to the compiler.

SMMLAR (Cortex-M4) or SMULL and the carry flag (Cortex-M3) round a product as TensorFlow Lite Micro
does; shifts are constants, those by nothing are left out. About 17 and 32 cycles an element.
"""

from collections.abc import Iterator

from generator.engines.native._overlap import element_wise
from generator.engines.native.designs import Offer
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._sum import SumConstants, constants
from generator.program import Kernel, Parameter, Step
from generator.targets import Target

_CYCLES_WITH_DSP, _CYCLES_WITHOUT = 17.0, 32.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, on cores with Thumb-2."""
    if node.op not in ("ADD", "SUB") or not target.thumb2 or target.mve or target.core == "host":
        return
    output = graph.output_tensor(node)
    inputs = [graph.input_tensor(node, position) for position in range(2)]
    same = all(t.shape == output.shape and not t.is_constant for t in inputs)
    if output.dtype.name == "int8" and same:
        yield _offer(graph, node, index, target, constants(graph, node))


def _offer(graph: Graph, node: Node, index: int, target: Target, c: SumConstants) -> Offer:
    size = graph.output_tensor(node).size
    kernel = Kernel.of(
        f"{node.op.lower()}_{size}_int8",
        "sum_int8",
        size=size,
        dsp=target.dsp,
        sign="+" if node.op == "ADD" else "-",
        left_shift=c.left_shift,
        first_shift=-c.inputs[0][1],
        second_shift=-c.inputs[1][1],
        output_shift=-c.output[1],
        saturates=(c.minimum, c.maximum) == (-128, 127),
        variant="" if (c.minimum, c.maximum) == (-128, 127) else "clamped",
    )
    names = tuple(name for name in node.inputs if name is not None)
    step = Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=names,
        outputs=node.outputs,
        parameters=_parameters(c),
        overlaps=tuple(element_wise(name) for name in dict.fromkeys(names)),
        macs=operator(node.op).macs(graph, node),
    )
    return Offer(step, size * (_CYCLES_WITH_DSP if target.dsp else _CYCLES_WITHOUT), 160)


def _parameters(c: SumConstants) -> tuple[Parameter, ...]:
    names = ("first", "second")
    offsets = [-zero_point * 2**c.left_shift for zero_point in c.zero_points]
    multipliers = [multiplier for multiplier, _ in (*c.inputs, c.output)]
    bounds = (
        Parameter("minimum", "int32_t", c.minimum, "least output of the activation"),
        Parameter("maximum", "int32_t", c.maximum, "greatest output of the activation"),
    )
    return (
        *(
            Parameter(f"{name}_offset", "int32_t", offset, "less zero point, shifted up")
            for name, offset in zip(names, offsets, strict=True)
        ),
        *(
            Parameter(f"{name}_multiplier", "int32_t", multiplier, "scale as a fraction of 2^31")
            for name, multiplier in zip((*names, "output"), multipliers, strict=True)
        ),
        Parameter("zero_point", "int32_t", c.output_zero_point, "the output for 0.0"),
        *(() if (c.minimum, c.maximum) == (-128, 127) else bounds),
    )
