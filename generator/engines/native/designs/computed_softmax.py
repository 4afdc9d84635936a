"""SOFTMAX of 8 bits without a table: exponentials are computed, each of them twice.

The table of the plain lowering takes four bytes for each distance to the maximum that counts, up to
1 KB; this function takes little more code than the one that reads it.
"""

from collections.abc import Iterator
from dataclasses import replace

from generator.engines.native import softmax
from generator.engines.native.designs import Offer
from generator.fixed_point import EXP_OF_POWERS
from generator.graph import Graph, Node
from generator.ops._softmax import DIFFERENCE_BITS, difference_scale
from generator.ops.softmax import difference_scale as scale_of_a_difference
from generator.program import Kernel, Parameter
from generator.targets import Target

_CYCLES_PER_VALUE, _CYCLES_PER_ROW = {"thumb2": 210.0, "thumb1": 900.0}, 250.0
_CODE_BYTES = 440


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for 8-bit inputs."""
    if node.op != "SOFTMAX" or graph.input_tensor(node, 0).dtype.name != "int8":
        return
    plain = softmax.lower(graph, node, index, target)
    assert plain.kernel is not None
    numbers = dict(plain.kernel.context)
    kernel = Kernel.of(
        plain.kernel.name.replace("softmax", "softmax_computed"),
        "softmax_computed",
        difference_bits=DIFFERENCE_BITS,
        quarter=1 << 31 - DIFFERENCE_BITS - 2,
        factors=tuple(f for power, f in EXP_OF_POWERS.items() if power < DIFFERENCE_BITS),
        **numbers,
    )
    multiplier, left_shift = difference_scale(scale_of_a_difference(graph, node))
    parameters = (
        Parameter("multiplier", "int32_t", multiplier, "from distances to exponents"),
        Parameter("left_shift", "int16_t", left_shift, "and its power of two"),
        *(replace(p, ctype="int16_t") for p in plain.parameters if p.name == "distances"),
    )
    values = graph.input_tensor(node, 0).size
    cycles = values * _CYCLES_PER_VALUE["thumb2" if target.thumb2 else "thumb1"]
    cycles += values // graph.input_tensor(node, 0).shape[-1] * _CYCLES_PER_ROW
    yield Offer(replace(plain, kernel=kernel, parameters=parameters), cycles, _CODE_BYTES)
