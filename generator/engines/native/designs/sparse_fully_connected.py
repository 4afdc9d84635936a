"""FULLY_CONNECTED of a pruned network: only the weights that are not zero, with the gaps between.

Two bytes for each weight that is left. The inner loop, for one multiply-accumulate: 3 loads (gap,
input, weight), the step of the pointer, MLA, and the loop's count and branch, 12 cycles on
Cortex-M3 and M4. It pays in flash where more than half of the weights are zero, and in time where
the dense kernel's cycles for each weight, zeros included, are more.
"""

from collections.abc import Iterator
from itertools import chain

import numpy as np

from generator.engines.native._output_stage import output_stage
from generator.engines.native.designs import Offer
from generator.engines.native.designs._layer import Layer
from generator.graph import Array, Graph, Node
from generator.ops._weights import operands, requantization
from generator.program import Constant, Kernel, Parameter
from generator.targets import Target

_WIDEST_GAP = 255
_FEWEST_ZEROS = 0.3
_CYCLES_PER_WEIGHT, _CYCLES_PER_OUTPUT = 12.0, 40.0
# Without multiply-accumulate in one instruction, and with every load at two cycles.
_CYCLES_PER_WEIGHT_V6M = 16.0
_CODE_BYTES = 180


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with constant, symmetric weights many of which are zero."""
    if node.op != "FULLY_CONNECTED":
        return
    o = operands(graph, node, 0)
    if o.given.dtype.name != "int8" or not o.weights.is_constant or o.weight_zero_point:
        return
    if np.mean(o.weights.value == 0) >= _FEWEST_ZEROS:
        yield _offer(Layer(graph, node, index, o), target)


def _offer(layer: Layer, target: Target) -> Offer:
    o = layer.o
    outputs, depth = o.weights.shape
    rows = o.given.size // depth
    stage = output_stage(f"layer_{layer.index}", requantization(layer.node, o), o.weights.value, o)
    gaps, weights, counts = _listed(o.weights.value)
    step = layer.step(
        Kernel.of(
            f"fully_connected_{rows}x{depth}_to_{outputs}_sparse",
            "fully_connected_sparse",
            rows=rows,
            depth=depth,
            outputs=outputs,
            rescale=stage.rescale,
            variant="sparse",
        ),
        (
            _parameter(layer.index, "gaps", "uint8_t", gaps, "inputs from one weight to the next"),
            _parameter(layer.index, "weights", "int8_t", weights, "those that are not zero"),
            _parameter(
                layer.index, "counts", "uint16_t", counts, "how many of them each output has"
            ),
            *stage.parameters,
        ),
    )
    per_weight = _CYCLES_PER_WEIGHT if target.thumb2 else _CYCLES_PER_WEIGHT_V6M
    cycles = rows * (len(weights) * per_weight + outputs * _CYCLES_PER_OUTPUT)
    return Offer(step, cycles, _CODE_BYTES)


def _parameter(index: int, name: str, c_type: str, values: Array, comment: str) -> Parameter:
    layout = "output" if name == "counts" else "output, weight that is not zero"
    constant = Constant(f"layer_{index}_{name}", values, layout)
    return Parameter(name, f"const {c_type} *", constant, comment)


def _listed(weights: Array) -> tuple[Array, Array, Array]:
    """Gaps (uint8) and weights (int8) of all outputs, and the length of each one's list (uint16).

    A gap counts from the weight before, the first from the output's first input. One that is wider
    than a byte is bridged by weights of zero.
    """
    lists = [list(_steps(row)) for row in weights]
    steps = list(chain.from_iterable(lists)) or [(0, 0)]
    gaps, values = (np.array(column) for column in zip(*steps, strict=True))
    counts = np.array([len(steps) for steps in lists], np.uint16)
    return gaps.astype(np.uint8), values.astype(np.int8), counts


def _steps(row: Array) -> Iterator[tuple[int, int]]:
    position = 0
    for place in np.flatnonzero(row):
        gap = int(place) - position
        while gap > _WIDEST_GAP:
            yield _WIDEST_GAP, 0
            gap -= _WIDEST_GAP
        yield gap, int(row[place])
        position = int(place)
