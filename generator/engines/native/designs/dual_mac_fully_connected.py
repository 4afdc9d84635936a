"""FULLY_CONNECTED with SMLAD: eight outputs at a time, inputs widened as they are read.

Inner loop, per four inputs: 9 loads, 10 extractions and 16 SMLAD for 32 multiply-accumulates,
35 instructions and 39 cycles on Cortex-M4. Each weight is read once; no scratch memory.
"""

from collections.abc import Iterator

from generator.engines.native.designs import Offer, _pairs
from generator.graph import Graph, Node
from generator.ops import operator
from generator.ops._weights import Operands, operands, requantization
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

_CHANNELS = 8
_STEPS_AT_ONCE = 8
_CYCLES_PER_STEP, _CYCLES_PER_BLOCK = 40.0, 110.0


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with constant, symmetric weights on cores with the DSP extension."""
    if node.op != "FULLY_CONNECTED" or not target.dsp or target.mve:
        return
    o = operands(graph, node, 0)
    if o.given.dtype.name != "int8" or not o.weights.is_constant or o.weight_zero_point:
        return
    made = _pairs.stage(o, requantization(node, o), o.weights.value)
    if made is not None and _pairs.packable(o.weights.value, made.first):
        yield _offer(graph, node, index, o, made)


def _offer(graph: Graph, node: Node, index: int, o: Operands, made: _pairs.Stage) -> Offer:
    outputs, depth = o.weights.shape
    rows = o.given.size // depth
    stream = _pairs.blocks(_pairs.widened_order(o.weights.value), made, _CHANNELS)
    stage = requantization(node, o)
    steps = depth // 4
    kernel = Kernel.of(
        f"fully_connected_{rows}x{depth}_to_{outputs}_dual_mac",
        "fully_connected_dual_mac",
        rows=rows,
        depth=depth,
        outputs=outputs,
        turns=steps // _STEPS_AT_ONCE,
        steps=_STEPS_AT_ONCE,
        rest=steps % _STEPS_AT_ONCE,
        rounds_up=made.rounds_up,
        saturates=made.saturates,
        variant="" if made.saturates else "clamped",
    )
    blocks = Constant(f"layer_{index}_blocks", stream, "output / 8, see designs/_pairs.py")
    step = Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=(o.given.name,),
        outputs=node.outputs,
        parameters=(
            Parameter("blocks", "const uint32_t *", blocks, "sums' first values, weights, scales"),
            Parameter("zero_point", "int32_t", stage.output_zero_point, "the output for 0.0"),
            *(() if made.saturates else _pairs.bounds(stage)),
        ),
        macs=operator(node.op).macs(graph, node),
    )
    cycles = rows * len(stream) * (-(-depth // 4) * _CYCLES_PER_STEP + _CYCLES_PER_BLOCK)
    return Offer(step, cycles, 500 + 124 * min(steps, _STEPS_AT_ONCE))
