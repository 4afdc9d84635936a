"""Activations, paddings, scales and offsets move into the layer beside them; the results stay."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.network import N, check_network, network
from tests.single_op import T, options

CONVOLUTION = {"strideH": 1, "strideW": 1}


def quantized(dtype: str, scale: float, zero_point: int) -> dict:
    return {"scales": scale, "zero_points": zero_point} if dtype == "int8" else {}


def constants(dtype: str, generator: np.random.Generator, *shape: int) -> T:
    if dtype == "float32":
        return T(shape, dtype, data=generator.normal(size=shape))
    return T(shape, "int8", 0.01, data=generator.integers(-127, 128, shape))


def padded(dtype: str, seed: int, pads: list[list[int]], stride: int, depthwise: bool) -> bytes:
    """PAD, then a convolution or depthwise convolution without padding."""
    generator = np.random.default_rng(seed)
    zero_point = int(generator.integers(-128, 128))
    (_, _), (top, bottom), (left, right), _ = pads
    height, width, depth, outputs = 5, 6, 3, 3
    tall, wide = height + top + bottom, width + left + right
    out = [(size - 3) // stride + 1 for size in (tall, wide)]
    affine = quantized(dtype, 0.1, zero_point)
    weights = (1, 3, 3, depth) if depthwise else (outputs, 3, 3, depth)
    tensors = {
        "x": T((1, height, width, depth), dtype, **affine),
        "pads": T((4, 2), "int32", data=np.array(pads)),
        "wide": T((1, tall, wide, depth), dtype, **affine),
        "w": constants(dtype, generator, *weights),
        "b": T((outputs,), "int32" if dtype == "int8" else dtype, data=np.arange(outputs)),
        "y": T((1, *out, outputs), dtype, **quantized(dtype, 0.3, 5)),
    }
    op, table = (
        ("DEPTHWISE_CONV_2D", "DepthwiseConv2DOptions")
        if depthwise
        else ("CONV_2D", "Conv2DOptions")
    )
    if depthwise:
        tensors["w"] = T(weights, tensors["w"].dtype, tensors["w"].scales, 0, 3, tensors["w"].data)
    more = {"depthMultiplier": 1} if depthwise else {}
    nodes = [
        N("PAD", ["x", "pads"], ["wide"], options("PadOptions")),
        N(
            op,
            ["wide", "w", "b"],
            ["y"],
            options(table, padding=1, strideH=stride, strideW=stride, **more),
        ),
    ]
    return network(tensors, nodes, ["x"], ["y"])


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from(["int8", "float32"]),
    st.integers(0, 2**32 - 1),
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
    st.integers(1, 3),
    st.booleans(),
)
def test_padding_becomes_the_convolutions_own(
    dtype: str, seed: int, sides: list[int], stride: int, depthwise: bool
) -> None:
    top, bottom, left, right = sides
    data = padded(dtype, seed, [[0, 0], [top, bottom], [left, right], [0, 0]], stride, depthwise)
    graph, savings = check_network(data, tolerance=2.0**-20 if dtype == "float32" else 0.0)
    assert [node.op for node in graph.nodes] != []
    if any(sides):
        assert "PAD" not in {node.op for node in graph.nodes}
        assert "fuse_pad" in {saving.name for saving in savings}


def test_padding_of_channels_stays() -> None:
    tensors = {
        "x": T((1, 3, 3, 2), "float32"),
        "pads": T((4, 2), "int32", data=np.array([[0, 0], [0, 0], [0, 0], [0, 1]])),
        "wide": T((1, 3, 3, 3), "float32"),
        "w": T((2, 1, 1, 3), "float32", data=np.ones((2, 1, 1, 3))),
        "b": T((2,), "float32", data=np.zeros(2)),
        "y": T((1, 3, 3, 2), "float32"),
    }
    nodes = [
        N("PAD", ["x", "pads"], ["wide"], options("PadOptions")),
        N(
            "CONV_2D",
            ["wide", "w", "b"],
            ["y"],
            options("Conv2DOptions", padding=1, **CONVOLUTION),
        ),
    ]
    graph, _ = check_network(network(tensors, nodes, ["x"], ["y"]), tolerance=2.0**-20)
    assert [node.op for node in graph.nodes] == ["PAD", "CONV_2D"]


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(["int8", "float32"]),
    st.sampled_from(["RELU", "RELU6"]),
    st.integers(0, 2**32 - 1),
    st.booleans(),
)
def test_activations_join_their_layer_where_exact(
    dtype: str, activation: str, seed: int, same_scale: bool
) -> None:
    generator = np.random.default_rng(seed)
    scale, zero_point = generator.uniform(0.01, 0.1), int(generator.integers(-128, 128))
    same_scale |= activation == "RELU6"  # which has no other
    after = (scale, zero_point) if same_scale else (scale * 1.5, zero_point // 2)
    tensors = {
        "x": T((2, 6), dtype, **quantized(dtype, 0.05, 3)),
        "w": constants(dtype, generator, 4, 6),
        "a": T((2, 4), dtype, **quantized(dtype, scale, zero_point)),
        "y": T((2, 4), dtype, **quantized(dtype, *after)),
    }
    nodes = [
        N("FULLY_CONNECTED", ["x", "w", None], ["a"], options("FullyConnectedOptions")),
        N(activation, ["a"], ["y"]),
    ]
    data = network(tensors, nodes, ["x"], ["y"])
    graph, _ = check_network(data, tolerance=2.0**-20 if dtype == "float32" else 0.0)
    joined = same_scale or dtype == "float32"
    assert len(graph.nodes) == (1 if joined else 2)


def normalized(op: str, seed: int, per_channel: bool) -> bytes:
    """A layer, a scale, an offset and an activation, all float32."""
    generator = np.random.default_rng(seed)
    depthwise, dense = op == "DEPTHWISE_CONV_2D", op == "FULLY_CONNECTED"
    shape = (1, 4) if dense else (1, 5, 5, 4)
    weights = (4, 4) if dense else (1, 3, 3, 4) if depthwise else (4, 3, 3, 4)
    factor = (4,) if per_channel else (1,)
    tensors = {
        "x": T(shape, "float32"),
        "w": T(weights, "float32", data=generator.normal(size=weights)),
        "b": T((4,), "float32", data=generator.normal(size=4)),
        "a": T(shape, "float32"),
        "scale": T(factor, "float32", data=generator.uniform(0.5, 2.0, factor)),
        "offset": T(factor, "float32", data=generator.normal(size=factor)),
        "m": T(shape, "float32"),
        "y": T(shape, "float32"),
    }
    table = {
        "CONV_2D": lambda: options("Conv2DOptions", padding=0, **CONVOLUTION),
        "DEPTHWISE_CONV_2D": lambda: options(
            "DepthwiseConv2DOptions", padding=0, depthMultiplier=1, **CONVOLUTION
        ),
        "FULLY_CONNECTED": lambda: options("FullyConnectedOptions"),
    }[op]()
    nodes = [
        N(op, ["x", "w", "b"], ["a"], table),
        N("MUL", ["scale", "a"], ["m"], options("MulOptions")),
        N("SUB", ["m", "offset"], ["y"], options("SubOptions", fusedActivationFunction=1)),
    ]
    return network(tensors, nodes, ["x"], ["y"])


@pytest.mark.parametrize("per_channel", [True, False])
@pytest.mark.parametrize("op", ["CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED"])
def test_scales_and_offsets_join_their_layer(op: str, per_channel: bool) -> None:
    """Equal up to rounding: within 8 float32 steps of the greatest output."""
    graph, savings = check_network(normalized(op, 3, per_channel), tolerance=8 * 2.0**-23)
    (node,) = graph.nodes
    assert node.attributes["activation"] == "RELU"
    assert "2 scales and offsets" in savings[0].text
