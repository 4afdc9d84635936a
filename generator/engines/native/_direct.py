"""Layers that read their weights as the model file has them: every dtype, every special case.

Their templates share `templates/engines/native/_direct.j2`, which says how products are summed and
sums become outputs. int8 layers of the usual shapes have kernels of their own, which are faster.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.engines.native._output_stage import bounds
from generator.graph import Array, Node
from generator.ops._weights import Operands, Requantization, greatest_products
from generator.program import Constant, Parameter
from generator.quantization import float_activation_range, narrow_multiplier


@dataclass(frozen=True)
class Direct:
    """What a step of such a layer is made of.

    inputs: image or rows, weights, and the bias where the layer computes with reals.
    context: what the template reads besides the shapes.
    """

    inputs: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    context: dict[str, Any]


def direct(
    node: Node, index: int, o: Operands, stage: Callable[[Node, Operands], Requantization]
) -> Direct:
    """The layer at that index; `stage` gives the constants of an integer layer."""
    if o.is_float:
        return _float(node, o)
    return _integer(f"layer_{index}", o, stage(node, o))


def _float(node: Node, o: Operands) -> Direct:
    """Weights and bias are read from where they are, nothing else is needed."""
    bias = () if o.bias is None else (o.bias.name,)
    low, high = float_activation_range(node.attributes.get("activation", "NONE"))
    context = {
        "sum": "float",
        "bias": o.bias is not None,
        "input_offset": False,
        "weight_offset": False,
        "least": f"{low}f" if np.isfinite(low) else "",
        "greatest": f"{high}f" if np.isfinite(high) else "",
    }
    return Direct((o.given.name, o.weights.name, *bias), (), context)


def _integer(prefix: str, o: Operands, stage: Requantization) -> Direct:
    sum_ctype = _sum_ctype(o, stage)
    by_channel = len(set(zip(stage.multiplier, stage.shift, strict=True))) > 1
    is_int8 = o.given.dtype.name == "int8"
    zero_points = is_int8 or o.given.affine.zero_point != 0 or stage.output_zero_point != 0
    offsets = {
        "input_offset": zero_points,
        "weight_offset": o.weight_zero_point != 0,
        "output_offset": zero_points,
    }
    words = (
        o.given.dtype.name,
        {"int64_t": "wide", "int32_t": "narrow", "uint32_t": ""}[sum_ctype],
        "biased" if o.bias is not None else "",
        "by_channel" if by_channel else "",
        "offset" if zero_points and not is_int8 else "",
        "weight_offset" if o.weight_zero_point else "",
    )
    context = {
        "sum": sum_ctype,
        "bias": o.bias is not None,
        "by_channel": by_channel,
        "rescale": "scale_wide" if stage.wide else "scale",
        "variant": "_".join(filter(None, words)),
        **offsets,
    }
    parameters = (
        *_zero_points(o, offsets),
        *_bias(prefix, o, stage, sum_ctype),
        *_scale(prefix, stage, by_channel),
        *bounds(stage.minimum, stage.maximum),
    )
    return Direct((o.given.name, o.weights.name), parameters, context)


def _sum_ctype(o: Operands, stage: Requantization) -> str:
    """64 bits where a 16-bit layer's sums need them; 32-bit sums that may wrap are unsigned."""
    if not stage.wide:
        return "uint32_t"
    worst = np.abs(stage.bias.astype(np.int64)) + greatest_products(o)
    return "int32_t" if int(worst.max(initial=0)) < 2**31 else "int64_t"


def _zero_points(o: Operands, offsets: dict[str, bool]) -> tuple[Parameter, ...]:
    known = (
        ("input", o.given.affine.zero_point, "the input that stands for 0.0"),
        ("weight", o.weight_zero_point, "the weight that stands for 0.0"),
        ("output", o.output.affine.zero_point, "the output that stands for 0.0"),
    )
    return tuple(
        Parameter(f"{name}_zero_point", "int32_t", value, comment)
        for name, value, comment in known
        if offsets[f"{name}_offset"]
    )


def _bias(prefix: str, o: Operands, stage: Requantization, ctype: str) -> tuple[Parameter, ...]:
    if o.bias is None:
        return ()
    stored = "int64" if ctype == "int64_t" else "int32"
    bias = Constant(f"{prefix}_bias", stage.bias.astype(stored), "output channel")
    return (Parameter("bias", f"const {stored}_t *", bias, "of each output channel"),)


def _scale(prefix: str, stage: Requantization, by_channel: bool) -> tuple[Parameter, ...]:
    multiplier, shift = stage.multiplier, stage.shift
    unit, meaning = "as a fraction of 2^31", "shift left, right where negative"
    if stage.wide:
        multiplier, shift = narrow_multiplier(multiplier).astype(np.int16), 15 - shift
        unit, meaning = "as a fraction of 2^15", "shift right"
    shift = shift.astype(np.int8)
    if not by_channel:
        return (
            Parameter("multiplier", "int32_t", int(multiplier[0]), f"scale of a sum, {unit}"),
            Parameter("shift", "int32_t", int(shift[0]), f"and its power of two: {meaning}"),
        )
    return (
        _array(prefix, "multiplier", multiplier, f"scale of each output channel, {unit}"),
        _array(prefix, "shift", shift, f"and its power of two: {meaning}"),
    )


def _array(prefix: str, name: str, values: Array, comment: str) -> Parameter:
    constant = Constant(f"{prefix}_{name}", values, "output channel")
    return Parameter(name, f"const {values.dtype.name}_t *", constant, comment)
