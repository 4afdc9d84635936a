"""DEPTHWISE_CONV_2D by one function for all layers: their shapes are numbers that it reads."""

from collections.abc import Iterator

import numpy as np

from generator.engines.native._output_stage import output_stage
from generator.engines.native.conv_2d import overlaps
from generator.engines.native.designs import Offer
from generator.engines.native.designs._layer import Layer
from generator.engines.native.designs._shape_fields import shape_fields
from generator.graph import Graph, Node
from generator.ops._weights import operands, requantization
from generator.ops.depthwise_conv_2d import windows
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

# The addresses of a window's taps lie on the stack.
_MOST_TAPS = 25
_CYCLES_PER_TAP, _CYCLES_PER_OUTPUT, _CYCLES_PER_TAP_OF_A_PIXEL = 9.5, 45.0, 15.0
_THUMB1_FACTOR = 2.0
_CODE_BYTES = 330


def offers(graph: Graph, node: Node, index: int, target: Target) -> Iterator[Offer]:
    """One, for int8 with symmetric weights and as many outputs as inputs."""
    if node.op != "DEPTHWISE_CONV_2D" or target.core == "host":
        return
    o = operands(graph, node, 3)
    plain = o.given.dtype.name == "int8" and o.weight_zero_point == 0 and o.given.shape[0] == 1
    vertical, horizontal = windows(graph, node)
    taps = vertical.window * horizontal.window
    if not plain or o.channels != o.given.shape[3] or taps > _MOST_TAPS:
        return
    step = _step(Layer(graph, node, index, o))
    pixels = o.output.size // o.channels
    cycles = o.output.size * (taps * _CYCLES_PER_TAP + _CYCLES_PER_OUTPUT)
    cycles += pixels * taps * _CYCLES_PER_TAP_OF_A_PIXEL
    yield Offer(step, cycles * (1.0 if target.thumb2 else _THUMB1_FACTOR), _CODE_BYTES)


def _step(layer: Layer) -> Step:
    o, (vertical, horizontal) = layer.o, windows(layer.graph, layer.node)
    as_they_are = o.weights.value.reshape(-1, o.channels)
    stage = output_stage(f"layer_{layer.index}", requantization(layer.node, o), as_they_are.T, o)
    weights = Constant(
        f"layer_{layer.index}_weights",
        np.ascontiguousarray(as_they_are),
        "window row x column, channel",
    )
    return layer.step(
        Kernel.of(
            "depthwise_shared" + ("" if stage.rescale == "scale_down" else "_scaling_up"),
            "depthwise_conv_2d_shared",
            rescale=stage.rescale,
            most_taps=_MOST_TAPS,
            told_order=True,
            variant="shared",
        ),
        (
            Parameter("weights", "const int8_t *", weights, "as they are in the model"),
            *stage.parameters,
            *shape_fields(vertical, horizontal),
            Parameter("channels", "int16_t", o.channels, "of the input and the output"),
            Parameter("border", "int16_t", o.given.affine.zero_point, "the input for 0.0"),
        ),
        scratch_bytes=o.channels,
        overlaps=overlaps(o, vertical, horizontal, reads_pixel_first=False),
    )
