"""ADD and SUB of two int8 tensors of one shape as one linear form: (x * a + y * b + c) >> s.

TensorFlow Lite Micro rounds four times. Whether a linear form gives the same for each of the 65,536
pairs of inputs is tried here, and most layers have one: two multiplications and a saturating shift.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from generator.engines.native._overlap import element_wise
from generator.engines.native.designs import Offer
from generator.graph import Array, Graph, Node
from generator.ops import operator
from generator.ops._sum import SumConstants, constants
from generator.program import Kernel, Parameter, Step
from generator.quantization import rescale_array
from generator.targets import Target

_INPUTS = np.arange(-128, 128, dtype=np.int64)
_CYCLES = {"dsp": 9.0, "thumb2": 13.0, "thumb1": 22.0}
# How far factors are tried around their ideal values, nearest first.
_TRIES = sorted(product(range(-4, 5), repeat=2), key=lambda pair: abs(pair[0]) + abs(pair[1]))


@dataclass(frozen=True)
class _Form:
    """(x * first + y * second + start) >> shift, exact for all pairs of inputs once clamped."""

    first: int
    second: int
    start: int
    shift: int


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, where a linear form is exact."""
    if node.op not in ("ADD", "SUB") or target.mve or target.core == "host":
        return
    output = graph.output_tensor(node)
    inputs = [graph.input_tensor(node, position) for position in range(2)]
    same = all(t.shape == output.shape and not t.is_constant for t in inputs)
    if output.dtype.name != "int8" or not same:
        return
    c = constants(graph, node)
    form = _linear_form(c, 1 if node.op == "ADD" else -1)
    if form is not None:
        yield _offer(graph, node, index, target, c, form)


def _linear_form(c: SumConstants, sign: int) -> _Form | None:
    """One that equals the operator for all inputs, if it is found near the ideal one."""
    ideal = _slopes(c, sign)
    outputs = _outputs(c, sign)
    shift = 31 - (int(np.max(np.abs(outputs))) + 1).bit_length()
    if shift < 1:
        return None
    above, below = outputs > c.minimum, outputs < c.maximum
    outputs = np.clip(outputs, c.minimum, c.maximum)
    for steps in _TRIES:
        first, second = (
            round(slope * 2**shift) + step for slope, step in zip(ideal, steps, strict=True)
        )
        products = first * _INPUTS[:, None] + second * _INPUTS
        least = _greatest((outputs << shift) - products, above)
        most = -_greatest(products - (outputs + 1 << shift), below)
        if least < most:
            return _Form(first, second, int(least + most) // 2, shift)
    return None


def _slopes(c: SumConstants, sign: int) -> tuple[float, float]:
    """What an input moves the output by, without rounding."""
    multiplier, shift = c.output
    scale = math.ldexp(multiplier, shift - 31 + c.left_shift)
    first, second = (scale * math.ldexp(m, s - 31) for m, s in c.inputs)
    return first, sign * second


def _outputs(c: SumConstants, sign: int) -> Array:
    """int64 (256, 256): the operator for all inputs before its outputs are clamped."""
    first, second = (
        rescale_array(_INPUTS - zero_point << c.left_shift, *scale)
        for zero_point, scale in zip(c.zero_points, c.inputs, strict=True)
    )
    return rescale_array(first[:, None] + sign * second, *c.output) + c.output_zero_point


def _greatest(values: Array, where: Array) -> int:
    return int(np.max(values, where=where, initial=-(2**31)))


def _offer(
    graph: Graph, node: Node, index: int, target: Target, c: SumConstants, form: _Form
) -> Offer:
    size = graph.output_tensor(node).size
    cpu = "dsp" if target.dsp else "thumb2" if target.thumb2 else "thumb1"
    saturates = (c.minimum, c.maximum) == (-128, 127)
    kernel = Kernel.of(
        f"{node.op.lower()}_{size}_linear",
        "sum_linear",
        size=size,
        by_words=target.thumb2,
        shift=form.shift,
        saturates=saturates,
        variant="" if saturates else "clamped",
    )
    names = tuple(name for name in node.inputs if name is not None)
    bounds = (
        Parameter("minimum", "int32_t", c.minimum, "least output of the activation"),
        Parameter("maximum", "int32_t", c.maximum, "greatest output of the activation"),
    )
    step = Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=names,
        outputs=node.outputs,
        parameters=(
            Parameter("first", "int32_t", form.first, "factor of the first input"),
            Parameter("second", "int32_t", form.second, "factor of the second input"),
            Parameter("start", "int32_t", form.start, "zero points and half of the divisor"),
            *(() if saturates else bounds),
        ),
        overlaps=tuple(element_wise(name) for name in dict.fromkeys(names)),
        macs=operator(node.op).macs(graph, node),
    )
    return Offer(step, size * _CYCLES[cpu], 150)
