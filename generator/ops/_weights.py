"""What layers with weights share: operands, their checks, and the way from sums to outputs.

int8 layers sum in 32 bits, int16 layers in 64 bits (in 32 where the bias is int32), float32 layers
in float32. Sums wrap, as they do in TensorFlow Lite Micro.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.graph import Array, Graph, Node, Tensor
from generator.ops._convolution import check_activation, check_factor, check_zero_points
from generator.ops._operator import check_constant, check_dtype, check_per_tensor, refuse
from generator.quantization import (
    GREATEST_SHIFT,
    GREATEST_WIDE_SHIFT,
    WIDE_SUM_LIMIT,
    activation_range,
    dtype_range,
    float_activation_range,
    quantize_multiplier,
    rescale_array,
    rescale_wide_array,
)

DTYPES = ("int8", "int16", "float32")
_WEIGHT_DTYPES = {"int8": "int8", "int16": "int8", "float32": "float32"}

# How a model whose weights alone are quantised is converted properly.
_FULL_INTEGER_RECIPE = """Convert the model to full int8, with some real inputs as `samples`:
    converter = tf.lite.TFLiteConverter.from_saved_model("my_model")
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([sample[None]] for sample in samples)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    open("my_model_int8.tflite", "wb").write(converter.convert())"""


@dataclass(frozen=True, eq=False)
class Operands:
    """The tensors of a layer with weights.

    channels: of the output. channel_axis: the axis of the weights that counts them.
    """

    given: Tensor
    weights: Tensor
    bias: Tensor | None
    output: Tensor
    channels: int
    channel_axis: int

    @property
    def is_float(self) -> bool:
        """Whether the layer computes with reals."""
        return self.given.dtype.kind == "f"

    @property
    def weight_zero_point(self) -> int:
        """The stored weight that stands for 0.0; only weights with a single scale may have one."""
        return 0 if self.weights.affine.per_channel else self.weights.affine.zero_point


def operands(graph: Graph, node: Node, channel_axis: int) -> Operands:
    """Those of a node with the inputs: image or rows, weights, optional bias."""
    weights = graph.input_tensor(node, 1)
    return Operands(
        graph.input_tensor(node, 0),
        weights,
        graph.optional_input(node, 2),
        graph.output_tensor(node),
        weights.shape[channel_axis],
        channel_axis,
    )


@dataclass(frozen=True, eq=False)
class Requantization:
    """How integer sums become stored outputs, one entry for each output channel.

    bias: int32 or int64, zeros where the node has none. multiplier, shift: int32, see
    `quantize_multiplier`. minimum, maximum: the fused activation as stored values.
    wide: whether sums have 64 bits and are rescaled by `rescale_wide_array`.
    """

    bias: Array
    multiplier: Array
    shift: Array
    output_zero_point: int
    minimum: int
    maximum: int
    wide: bool = False

    def finish(self, sums: Array, dtype: np.dtype[np.generic]) -> Array:
        """int64 sums (…, channel) without the bias to outputs."""
        rescale = rescale_wide_array if self.wide else rescale_array
        scaled = rescale(sums + self.bias, self.multiplier, self.shift) + self.output_zero_point
        return np.asarray(np.clip(scaled, self.minimum, self.maximum), dtype)


def requantization_factors(o: Operands) -> list[float]:
    """The real factor from sums to outputs of each channel, or a single one.

    factor of channel c = input scale * weight scale[c] / output scale, in double precision.
    Source: TensorFlow Lite, `PopulateConvolutionQuantizationParams`.
    """
    scales = o.weights.affine.scales
    return [o.given.affine.scale * scale / o.output.affine.scale for scale in scales]


def requantization(node: Node, o: Operands) -> Requantization:
    """The constants of an integer layer's output stage."""
    factors = requantization_factors(o)
    pairs = [quantize_multiplier(factor) for factor in factors] * (o.channels // len(factors))
    low, high = activation_range(node.attributes["activation"], o.output.affine, o.output.dtype)
    return Requantization(
        bias_of(o),
        np.array([multiplier for multiplier, _ in pairs], np.int32),
        np.array([shift for _, shift in pairs], np.int32),
        o.output.affine.zero_point,
        low,
        high,
        sums_are_wide(node, o),
    )


def sums_are_wide(node: Node, o: Operands) -> bool:
    """Whether an integer layer sums in 64 bits: int16 layers do, unless their bias is int32.

    Source: TensorFlow Lite Micro, `ConvEval` and `FullyConnectedEval`; other layers take no int32.
    """
    if o.given.dtype.name != "int16":
        return False
    if o.bias is not None:
        return o.bias.dtype.name != "int32"
    choice = node.attributes.get("quantized_bias_type")
    return not (node.op in ("CONV_2D", "FULLY_CONNECTED") and choice == _TENSOR_TYPE_INT32)


# The number of INT32 in the schema's enumeration TensorType.
_TENSOR_TYPE_INT32 = 2


def bias_of(o: Operands) -> Array:
    """The bias as one array, or zeros."""
    if o.bias is None or o.bias.data is None:
        return np.zeros(o.channels, np.int32)
    return o.bias.data.reshape(-1)


def centred(values: Array, tensor: Tensor) -> Array:
    """Values as they enter a sum: reals in float64, integers in int64 less their zero point."""
    if values.dtype.kind == "f":
        return values.astype(np.float64)
    zero_point = 0 if tensor.affine.per_channel else tensor.affine.zero_point
    return values.astype(np.int64) - zero_point


def finish(node: Node, o: Operands, sums: Array, bias: Array | None) -> Array:
    """Sums (…, channel) without bias to outputs, of a float32 or an integer layer."""
    if not o.is_float:
        return requantization(node, o).finish(sums, o.output.dtype)
    low, high = float_activation_range(node.attributes["activation"])
    total = sums if bias is None else sums + bias.reshape(-1)
    return np.clip(total, low, high).astype(np.float32)


def check_operands(node: Node, o: Operands, biases: Mapping[str, tuple[str, ...]]) -> None:
    """Demands dtypes, scales and a bias that go together, and an activation that is a clamp.

    biases: for each dtype of the activations those that the bias may have.
    """
    check_dtype(node, o.given, *DTYPES)
    check_dtype(node, o.output, o.given.dtype.name)
    if o.is_float and o.weights.dtype.kind in "iu":
        message = f"weights {o.weights} are quantised, but not the activations {o.given}"
        refuse(node, message, _FULL_INTEGER_RECIPE)
    check_dtype(node, o.weights, _WEIGHT_DTYPES[o.given.dtype.name])
    check_activation(node)
    _check_bias(node, o, biases[o.given.dtype.name])
    if not o.is_float:
        _check_scales(node, o)


def _check_bias(node: Node, o: Operands, dtypes: tuple[str, ...]) -> None:
    if o.bias is None:
        return
    check_dtype(node, o.bias, *dtypes)
    if o.bias.size != o.channels:
        refuse(node, f"tensor {o.bias} has not one entry for each of {o.channels} output channels")
    if not o.is_float:
        check_constant(node, o.bias)


def _check_scales(node: Node, o: Operands) -> None:
    check_per_tensor(node, o.given, o.output)
    check_zero_points(node, o.given, o.output)
    quantization = o.weights.quantization
    if quantization is None:
        refuse(node, f"tensor {o.weights} has no scales")
    if len(quantization.scales) not in (1, o.channels):
        count = len(quantization.scales)
        refuse(node, f"tensor {o.weights} has {count} scales, not 1 or {o.channels}")
    if any(not 0.0 <= scale < float("inf") for scale in quantization.scales):
        refuse(node, f"tensor {o.weights} has a scale that is negative or not a number")
    if quantization.per_channel and quantization.axis != o.channel_axis:
        refuse(node, f"tensor {o.weights} is quantised along axis {quantization.axis}")
    if quantization.per_channel and any(quantization.zero_points):
        refuse(node, f"tensor {o.weights} has a scale for each channel, but a zero point is not 0")
    check_zero_points(node, o.weights)


def check_symmetric_int16(node: Node, o: Operands) -> None:
    """Demands zero points of 0 where activations are int16, as convolutions do not look at them."""
    tensors = (o.given, o.weights, o.output) if o.given.dtype.name == "int16" else ()
    for tensor in tensors:
        if any(tensor.affine.zero_points):
            refuse(node, f"tensor {tensor} has a zero point, which 16-bit layers must not have")


def check_factors(node: Node, o: Operands, factors: list[float]) -> None:
    """Demands factors from sums to outputs that fixed-point arithmetic can hold."""
    wide = sums_are_wide(node, o)
    for factor in factors:
        check_factor(node, o.output, factor, GREATEST_WIDE_SHIFT if wide else GREATEST_SHIFT)
    if wide:
        _check_wide_sums(node, o)


def check_convolution_scales(node: Node, o: Operands) -> None:
    """What an integer convolution demands beyond `check_operands`."""
    check_constant(node, o.weights)
    check_symmetric_int16(node, o)
    check_factors(node, o, requantization_factors(o))


def _check_wide_sums(node: Node, o: Operands) -> None:
    bias = bias_of(o)
    greatest_bias = max(abs(int(bias.max(initial=0))), abs(int(bias.min(initial=0))))
    if greatest_bias + int(greatest_products(o).max(initial=0)) >= WIDE_SUM_LIMIT:
        refuse(node, f"with the bias {o.bias} sums may grow beyond 47 bits")


def greatest_products(o: Operands) -> Array:
    """int64 (channel,): what the products of each output may add up to at most, in magnitude."""
    greatest = _farthest(o.given.dtype, o.given.affine.zero_point)
    if not o.weights.is_constant:
        taps = o.weights.size // o.channels
        farthest = _farthest(o.weights.dtype, o.weight_zero_point)
        return np.full(o.channels, taps * farthest * greatest, np.int64)
    magnitudes = np.abs(o.weights.value.astype(np.int64) - o.weight_zero_point)
    rows = np.moveaxis(magnitudes, o.channel_axis, -1).reshape(-1, o.channels)
    return np.asarray(rows.sum(axis=0) * greatest)


def _farthest(dtype: np.dtype[np.generic], zero_point: int) -> int:
    """How far a value of the type may lie from its zero point."""
    low, high = dtype_range(dtype)
    return max(high - zero_point, zero_point - low)
