"""What is known of a layer's channels: which outputs are constant, which inputs it can miss."""

from dataclasses import dataclass, replace

import numpy as np

from generator import ops
from generator.graph import Array, Graph, Node, Tensor
from generator.ops._convolution import axes
from generator.ops._weights import Operands, finish

WEIGHTED = ("CONV_2D", "FULLY_CONNECTED")
DEPTHWISE = "DEPTHWISE_CONV_2D"
POOLS = ("AVERAGE_POOL_2D", "MAX_POOL_2D")
_VIEWS = ("RESHAPE", "SQUEEZE")
_DTYPES = ("int8", "float32")
# Bounds the work of finding out whether a layer gives one value at every pixel.
_MOST_PIXELS = 1 << 16


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer that this pass understands: weighted, depthwise, pool, or a view of one pixel.

    zero: the stored value that stands for 0.0 in the input, which padding has.
    """

    node: Node
    given: Tensor
    output: Tensor
    weights: Tensor | None
    bias: Tensor | None
    pads: bool
    zero: int | float

    @property
    def is_float(self) -> bool:
        """Whether the layer computes with reals."""
        return self.given.dtype.kind == "f"

    @property
    def operands(self) -> Operands:
        """The same as the operators' own functions want it."""
        assert self.weights is not None
        axis = 3 if self.node.op == DEPTHWISE else 0
        channels = self.output.shape[-1]
        return Operands(self.given, self.weights, self.bias, self.output, channels, axis)

    @property
    def may_drop_outputs(self) -> bool:
        """Whether the layer can compute fewer outputs than it has."""
        return self.node.op in WEIGHTED

    def taps(self) -> Array:
        """Weights less their zero point as (output channel, tap, input channel), in int64."""
        assert self.weights is not None
        values = self.weights.value
        if not self.is_float:
            values = values.astype(np.int64) - self.operands.weight_zero_point
        return np.asarray(values.reshape(values.shape[0], -1, values.shape[-1]))

    def folds(self, known: Array) -> Array:
        """Which input channels a weighted layer can do without, given the values of those known.

        Those without weight in any output; those that hold the zero of the padding; and known ones
        where nothing is padded and sums are integers.
        """
        unread = ~np.any(self.taps() != 0, axis=(0, 1))
        exact = ~np.isnan(known) & ((known == self.zero) | (not self.pads and not self.is_float))
        return np.asarray(unread | exact)

    def contribution(self, known: Array, channels: Array) -> Array:
        """What these known channels add to each output's sum; 0 for those without weight."""
        if self.is_float:
            return np.zeros(len(self.taps()))
        centred = np.where(np.isnan(known), 0, known - self.zero)[channels].astype(np.int64)
        return np.asarray((self.taps()[..., channels] * centred).sum(axis=(1, 2)))


def layer_of(graph: Graph, node: Node) -> Layer | None:
    """The node as a layer; None for all that this pass leaves alone. The node must be sound."""
    if node.op not in (*WEIGHTED, DEPTHWISE, *POOLS, *_VIEWS) or None in node.inputs[:1]:
        return None
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    if given.dtype.name not in _DTYPES or given.dtype != output.dtype or given.is_constant:
        return None
    zero = (
        0.0 if given.dtype.kind == "f" else given.affine.zero_point if given.quantization else None
    )
    weights = graph.optional_input(node, 1) if node.op in (*WEIGHTED, DEPTHWISE) else None
    bias = graph.optional_input(node, 2) if weights is not None else None
    if zero is None or not given.shape or not output.shape:
        return None
    layer = Layer(node, given, output, weights, bias, _pads(graph, node, weights), zero)
    return layer if _understood(layer) else None


def _pads(graph: Graph, node: Node, weights: Tensor | None) -> bool:
    if node.op in ("CONV_2D", DEPTHWISE) and weights is not None:
        window = (weights.shape[1], weights.shape[2])
        return any(axis.padded for axis in axes(graph, node, window))
    return False


def _understood(layer: Layer) -> bool:
    """Constant weights, no groups, rows as deep as the weights; views of a single pixel only."""
    if layer.node.op in _VIEWS:
        return shaped_like_channels(layer)
    if layer.weights is None:
        return layer.node.op in POOLS
    constants = [layer.weights, *([] if layer.bias is None else [layer.bias])]
    if not all(tensor.is_constant for tensor in constants):
        return False
    depth = layer.weights.shape[-1]
    wanted = layer.output.shape[-1] if layer.node.op == DEPTHWISE else layer.given.shape[-1]
    return depth == wanted


def shaped_like_channels(layer: Layer) -> bool:
    """Whether a view leaves the channels where they are: 1x1xC to 1xC, one pixel a batch."""
    same = layer.given.shape[-1] == layer.output.shape[-1]
    return layer.node.op in _VIEWS and same


def constant_outputs(graph: Graph, layer: Layer, known: Array) -> Array:
    """The values of the outputs that are the same everywhere and always, NaN for the others.

    known: the same of the layer's input.
    """
    if layer.node.op in _VIEWS:
        return known if layer.given.quantization == layer.output.quantization else known * np.nan
    if layer.node.op in WEIGHTED:
        return _of_weighted(layer, known)
    return _of_images(graph, layer, known)


def _of_weighted(layer: Layer, known: Array) -> Array:
    """Outputs that read no channel but those which fold."""
    folds = layer.folds(known)
    alive = np.any(layer.taps()[..., ~folds] != 0, axis=(1, 2))
    o = layer.operands
    sums = layer.contribution(known, folds)
    bias = None if layer.bias is None else layer.bias.value.reshape(-1)
    values = finish(layer.node, o, sums, bias).astype(np.float64)
    return np.where(alive, np.nan, values)


def _of_images(graph: Graph, layer: Layer, known: Array) -> Array:
    """By running the operator's reference on an image of the known values, borders and all.

    A depthwise filter of zeros gives a known value whatever it reads.
    """
    multiplier = layer.output.shape[-1] // layer.given.shape[-1]
    certain = np.repeat(~np.isnan(known), multiplier)
    if layer.node.op == DEPTHWISE:
        certain = certain | ~np.any(layer.taps() != 0, axis=(0, 1))
    pixels = layer.output.size // layer.output.shape[-1]
    if not certain.any() or pixels > _MOST_PIXELS:
        return np.full(layer.output.shape[-1], np.nan)
    one = _one_image(graph, layer)
    image = np.where(np.isnan(known), layer.zero, known)
    filled = np.broadcast_to(image, one.input_tensor(layer.node, 0).shape)
    inputs = [filled.astype(layer.given.dtype)]
    inputs += [t.value for t in (layer.weights, layer.bias) if t is not None]
    (result,) = ops.operator(layer.node.op).reference(one, layer.node, inputs)
    flat = result.reshape(-1, layer.output.shape[-1])
    same = (flat == flat[0]).all(axis=0)
    return np.where(certain & same, flat[0].astype(np.float64), np.nan)


def _one_image(graph: Graph, layer: Layer) -> Graph:
    """The graph with a batch of one at this layer, as all images are alike."""
    tensors = (
        replace(tensor, shape=(1, *tensor.shape[1:])) for tensor in (layer.given, layer.output)
    )
    return replace(graph, tensors={**graph.tensors, **{t.name: t for t in tensors}})
