"""DEQUANTIZE: stored integers to float32, by one scale or by one for each channel."""

import math

import numpy as np

from generator.graph import Graph, Node, Tensor
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; the output is wider than the input, so it cannot lie over it."""
    del target
    given = graph.input_tensor(node, 0)
    prefix = f"layer_{index}"
    if given.dtype.kind == "f":
        kernel, inputs, parameters = _from_float16(prefix, given)
    elif given.affine.per_channel:
        kernel, inputs, parameters = _by_channel(prefix, given)
    else:
        kernel, inputs, parameters = _by_one_scale(given)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=kernel,
        inputs=inputs,
        outputs=node.outputs,
        parameters=parameters,
    )


_Parts = tuple[Kernel, tuple[str, ...], tuple[Parameter, ...]]


def _by_one_scale(given: Tensor) -> _Parts:
    quantization = given.affine
    return (
        Kernel.of(f"dequantize_{given.size}_{given.dtype}", "dequantize", size=given.size),
        (given.name,),
        (
            Parameter("scale", "float", quantization.scale, "real value of one step"),
            Parameter("zero_point", "int32_t", quantization.zero_point, "stands for 0.0"),
        ),
    )


def _by_channel(prefix: str, given: Tensor) -> _Parts:
    """An axis in the middle: `outer` blocks of `channels` runs of `inner` elements."""
    quantization = given.affine
    scales = np.array(quantization.scales, np.float32)
    zero_points = np.array(quantization.zero_points, np.int32)
    scale = Constant(f"{prefix}_scale", scales, "channel")
    zero_point = Constant(f"{prefix}_zero_point", zero_points, "channel")
    return (
        Kernel.of(
            f"dequantize_{given.size}_{given.dtype}_by_channel",
            "dequantize_by_channel",
            outer=math.prod(given.shape[: quantization.axis]),
            channels=given.shape[quantization.axis],
            inner=math.prod(given.shape[quantization.axis + 1 :]),
        ),
        (given.name,),
        (
            Parameter("scale", "const float *", scale, "real value of one step in each channel"),
            Parameter("zero_point", "const int32_t *", zero_point, "what stands for 0.0 there"),
        ),
    )


def _from_float16(prefix: str, given: Tensor) -> _Parts:
    """Only where constants are not folded: float16 is widened offline, and copied."""
    values = Constant(f"{prefix}_values", given.value.astype(np.float32), "widened from float16")
    return (
        Kernel.of(f"dequantize_{given.size}_float16", "dequantize_float16", size=given.size),
        (),
        (Parameter("values", "const float *", values, "as float32"),),
    )
