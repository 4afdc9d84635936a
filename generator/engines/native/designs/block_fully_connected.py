"""FULLY_CONNECTED without SIMD: four outputs at a time, four weights of an output in each word.

Inner loop, per four inputs and four outputs: on Cortex-M3 8 loads, 16 extractions and 16 MLA, 58
cycles for 16 multiply-accumulates; on Cortex-M0+ 72 with 16-bit instructions. Each weight is read
once; no scratch memory.
"""

from collections.abc import Iterator

import numpy as np

from generator.engines.native.designs import Offer, _rounding
from generator.engines.native.designs._layer import Layer
from generator.engines.native.designs._rounding import Rounding
from generator.graph import Array, Graph, Node
from generator.ops._weights import operands, requantization
from generator.program import Constant, Kernel, Parameter
from generator.targets import Target

_BLOCK, _INPUTS = 4, 4
_STEPS_AT_ONCE = 4
_CYCLES_PER_STEP = {True: 59.0, False: 74.0}
_CYCLES_PER_BLOCK, _CYCLES_PER_TURN = {True: 40.0, False: 60.0}, 10.0
_STEP_BYTES = {True: 206, False: 126}


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with constant, symmetric weights on cores without DSP: M0, M0+, M3."""
    if node.op != "FULLY_CONNECTED" or target.dsp or target.core == "host":
        return
    o = operands(graph, node, 0)
    if o.given.dtype.name != "int8" or not o.weights.is_constant or o.weight_zero_point:
        return
    depth = o.weights.shape[1]
    # Words have to be aligned where there are no 32-bit instructions.
    if not target.thumb2 and o.given.size > depth and depth % _INPUTS:
        return
    ends = _rounding.rounding(o, requantization(node, o), o.weights.value, target)
    if ends is not None:
        yield _offer(Layer(graph, node, index, o), ends, target)


def _offer(layer: Layer, ends: Rounding, target: Target) -> Offer:
    o = layer.o
    outputs, depth = o.weights.shape
    rows, steps = o.given.size // depth, depth // _INPUTS
    kernel = Kernel.of(
        f"fully_connected_{rows}x{depth}_to_{outputs}_blocks",
        "fully_connected_blocks",
        rows=rows,
        depth=depth,
        outputs=outputs,
        turns=steps // _STEPS_AT_ONCE,
        steps=_STEPS_AT_ONCE,
        rest=steps % _STEPS_AT_ONCE,
        thumb2=target.thumb2,
        variant=ends.variant,
        **ends.context,
    )
    stream = _stream(o.weights.value, ends)
    blocks = Constant(f"layer_{layer.index}_blocks", stream, "output / 4: see the kernel")
    step = layer.step(
        kernel,
        (
            Parameter("blocks", "const uint32_t *", blocks, "sums' first values, weights, scales"),
            *ends.bounds,
        ),
    )
    cycles = rows * len(stream) * _block_cycles(depth, stream.shape[1], ends, target)
    bodies = bool(steps // _STEPS_AT_ONCE) * _STEPS_AT_ONCE + steps % _STEPS_AT_ONCE
    bodies += bool(depth % _INPUTS)
    return Offer(step, cycles, 300 + _STEP_BYTES[target.thumb2] * bodies)


def _block_cycles(depth: int, words: int, ends: Rounding, target: Target) -> float:
    """Of four outputs whose constants are so many words."""
    turns = depth // _INPUTS / _STEPS_AT_ONCE
    inner = -(-depth // _INPUTS) * _CYCLES_PER_STEP[target.thumb2]
    around = _CYCLES_PER_BLOCK[target.thumb2] + turns * _CYCLES_PER_TURN
    return inner + around + _BLOCK * ends.cycles + words * target.constant_read_cycles


def _stream(weights: Array, ends: Rounding) -> Array:
    """uint32 (output / 4, words): first sums, a word of each output for every four inputs, scales.

    Missing outputs and inputs are zeros.
    """
    outputs, depth = weights.shape
    count = -(-outputs // _BLOCK)
    missing = count * _BLOCK - outputs
    padded = np.pad(weights, ((0, missing), (0, -depth % _INPUTS)))
    words = np.ascontiguousarray(padded).view("<u4").reshape(count, _BLOCK, -1)
    first = np.pad(ends.scales[:, 0].view(np.uint32), (0, missing))
    scales = np.pad(ends.words, ((0, missing), (0, 0)))
    parts = (first, words.transpose(0, 2, 1), scales)
    stream = np.concatenate([part.reshape(count, -1) for part in parts], axis=1)
    return stream.astype(np.uint32)
