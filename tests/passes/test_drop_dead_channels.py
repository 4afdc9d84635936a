"""Dead channels leave without a trace in the results, at padded borders too."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data import mlperf_tiny
from tests.network import N, check_network, network
from tests.single_op import T, options

PADDING = {"SAME": 0, "VALID": 1}


def chain(seed: int, *, activation: int, padding: str, multiplier: int, share: float) -> bytes:
    """Convolution, depthwise, pointwise, pool, fully connected, each with some dead channels."""
    generator = np.random.default_rng(seed)
    channels, middle, classes = 6, 6 * multiplier, 5
    size = 7 if padding == "SAME" else 5

    def dead(weights: np.ndarray, axis: int) -> np.ndarray:
        weights = np.moveaxis(weights.copy(), axis, 0)
        weights[generator.random(len(weights)) < share] = 0
        return np.moveaxis(weights, 0, axis)

    def weights(*shape: int, axis: int = 0) -> T:
        values = dead(generator.integers(-127, 128, shape), axis)
        scales = generator.uniform(0.005, 0.02, shape[axis]).astype(np.float32)
        return T(shape, "int8", scales, 0, axis, values)

    def bias(count: int) -> T:
        return T((count,), "int32", data=generator.integers(-3000, 3000, count))

    def image(height: int, depth: int) -> T:
        zero_point = int(generator.integers(-128, 128))
        return T((1, height, height, depth), "int8", generator.uniform(0.02, 0.2), zero_point)

    flat = T((1, classes), "int8", 0.1, 3)
    tensors = {
        "x": image(7, 3),
        "w0": weights(channels, 3, 3, 3),
        "b0": bias(channels),
        "a": image(7, channels),
        "w1": weights(1, 3, 3, middle, axis=3),
        "b1": bias(middle),
        "b": image(size, middle),
        "w2": weights(8, 1, 1, middle),
        "b2": bias(8),
        "c": image(size, 8),
        "d": T((1, 1, 1, 8), "int8"),
        "e": T((1, 8), "int8"),
        "shape": T((2,), "int32", data=np.array([1, 8])),
        "w3": T(
            (classes, 8), "int8", 0.01, data=dead(generator.integers(-127, 128, (classes, 8)), 1)
        ),
        "b3": T((classes,), "int32", 0.0, data=generator.integers(-500, 500, classes)),
        "y": flat,
    }
    of_bias = np.float32(tensors["c"].scales) * np.float32(0.01)
    tensors["b3"] = replace(tensors["b3"], scales=float(of_bias))
    for name in ("d", "e"):
        shape = tensors[name].shape
        tensors[name] = T(shape, "int8", tensors["c"].scales, tensors["c"].zero_points)
    common = {"strideH": 1, "strideW": 1, "fusedActivationFunction": activation}
    nodes = [
        N("CONV_2D", ["x", "w0", "b0"], ["a"], options("Conv2DOptions", padding=0, **common)),
        N(
            "DEPTHWISE_CONV_2D",
            ["a", "w1", "b1"],
            ["b"],
            options(
                "DepthwiseConv2DOptions",
                padding=PADDING[padding],
                depthMultiplier=multiplier,
                **common,
            ),
        ),
        N("CONV_2D", ["b", "w2", "b2"], ["c"], options("Conv2DOptions", padding=1, **common)),
        N(
            "AVERAGE_POOL_2D",
            ["c"],
            ["d"],
            options(
                "Pool2DOptions",
                padding=1,
                strideH=1,
                strideW=1,
                filterHeight=size,
                filterWidth=size,
            ),
        ),
        N("RESHAPE", ["d", "shape"], ["e"], options("ReshapeOptions", newShape=[1, 8])),
        N("FULLY_CONNECTED", ["e", "w3", "b3"], ["y"], options("FullyConnectedOptions")),
    ]
    return network(tensors, nodes, ["x"], ["y"])


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([0, 1, 3]),
    st.sampled_from(["SAME", "VALID"]),
    st.sampled_from([1, 1, 2]),
    st.sampled_from([0.3, 0.6, 1.0]),
)
def test_results_stay_the_same(
    seed: int, activation: int, padding: str, multiplier: int, share: float
) -> None:
    data = chain(seed, activation=activation, padding=padding, multiplier=multiplier, share=share)
    check_network(data, runs=2)


def test_a_known_channel_leaves_every_layer_that_carries_it() -> None:
    graph, savings = check_network(
        chain(1, activation=1, padding="VALID", multiplier=1, share=0.6), runs=2
    )
    assert [saving.name for saving in savings] == ["drop_dead_channels"]
    first = next(n for n in graph.nodes if n.op == "CONV_2D")
    assert graph.input_tensor(first, 1).shape[0] < 6


def test_half_of_the_reference_person_model_is_dead() -> None:
    path = mlperf_tiny("vww/vww_96_int8.tflite")
    _, savings = check_network(path.read_bytes(), runs=3)
    (saving,) = savings
    assert "3756591 of 7489664 multiply-accumulates" in saving.text
