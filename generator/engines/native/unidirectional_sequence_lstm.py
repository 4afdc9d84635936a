"""UNIDIRECTIONAL_SEQUENCE_LSTM: unit by unit, the four gates of a unit side by side in its weights.

A step writes the new hidden state to the output and copies it from there, so that no gate needs a
buffer.
"""

import numpy as np

from generator.engines.native._output_stage import words_of_four
from generator.engines.native._sigmoid import sigmoid_table
from generator.graph import Array, Graph, Node
from generator.ops import _lstm, operator
from generator.ops._lstm import BIASES, GATES, INPUT_WEIGHTS, RECURRENT_WEIGHTS, Constants
from generator.program import Constant, Kernel, Parameter, Step
from generator.quantization import narrow_multiplier
from generator.targets import Target

_TEMPLATES = {
    "int8": "unidirectional_sequence_lstm",
    "int16": "unidirectional_sequence_lstm_int16",
    "float32": "unidirectional_sequence_lstm_float32",
}


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step; the two states are outputs beside the layer's own, as they are changed."""
    del target
    given = graph.input_tensor(node, 0)
    floating = given.dtype.kind == "f"
    hidden, cell = operator(node.op).written_variables(graph, node)
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=_float_kernel(graph, node) if floating else _integer_kernel(graph, node),
        inputs=(given.name,),
        outputs=(*node.outputs, hidden, cell),
        parameters=(
            _float_parameters(graph, node, f"layer_{index}")
            if floating
            else _integer_parameters(graph, node, f"layer_{index}")
        ),
        macs=operator(node.op).macs(graph, node),
    )


def _kernel(graph: Graph, node: Node, **context: int | bool) -> Kernel:
    s = _lstm.shape(graph, node)
    dtype = graph.input_tensor(node, 0).dtype.name
    return Kernel.of(
        f"lstm_{dtype}_{s.batches}x{s.steps}x{s.inputs}_to_{s.units}",
        _TEMPLATES[dtype],
        batches=s.batches,
        steps=s.steps,
        inputs=s.inputs,
        units=s.units,
        time_major=s.time_major,
        **context,
    )


def _integer_kernel(graph: Graph, node: Node) -> Kernel:
    c = _lstm.constants(graph, node)
    return _kernel(
        graph, node, tanh_multiplier=c.tanh_multiplier, tanh_right_shift=c.tanh_right_shift
    )


def _float_kernel(graph: Graph, node: Node) -> Kernel:
    return _kernel(graph, node, clipped=float(node.attributes["cell_clip"]) > 0.0)


def _of_gates(graph: Graph, node: Node, positions: dict[str, int]) -> Array:
    """The tensors of the four gates, joined behind the unit: (unit, gate, …)."""
    return np.stack([graph.input_tensor(node, positions[gate]).value for gate in GATES], axis=1)


def _integer_parameters(graph: Graph, node: Node, prefix: str) -> tuple[Parameter, ...]:
    c = _lstm.constants(graph, node)
    hidden = graph.input_tensor(node, _lstm.HIDDEN_STATE)
    bias = _of_gates(graph, node, BIASES).astype(np.int64)
    given = graph.input_tensor(node, 0)
    return (
        *_products(graph, node, prefix, "input", INPUT_WEIGHTS, bias, given.affine.zero_point),
        *_products(
            graph, node, prefix, "hidden", RECURRENT_WEIGHTS, 0 * bias, hidden.affine.zero_point
        ),
        *_factors(prefix, "input", "input", c.inputs, wide=given.dtype.name == "int16"),
        *_factors(prefix, "hidden_gate", "state", c.recurrent, wide=given.dtype.name == "int16"),
        *_pair("forget_cell", c.forget_cell, "forget gate times cell state"),
        *_pair("input_cell", c.input_cell, "input gate times cell gate"),
        *_pair("hidden", c.hidden, "output gate times tanh of the cell state"),
        *_bounds(c, hidden.affine.zero_point),
        sigmoid_table(),
    )


def _bounds(c: Constants, zero_point: int) -> tuple[Parameter, ...]:
    return (
        Parameter("cell_minimum", "int32_t", c.cell_minimum, "least cell state"),
        Parameter("cell_maximum", "int32_t", c.cell_maximum, "greatest cell state"),
        Parameter("zero_point", "int32_t", zero_point, "the output that stands for 0.0"),
    )


def _products(
    graph: Graph,
    node: Node,
    prefix: str,
    name: str,
    positions: dict[str, int],
    bias: Array,
    zero_point: int,
) -> tuple[Parameter, Parameter]:
    """Weights in words of four gates, and the bias with the zero point folded into it."""
    weights = _of_gates(graph, node, positions)
    folded = bias - zero_point * weights.astype(np.int64).sum(axis=2)
    wide = graph.input_tensor(node, 0).dtype.name == "int16"
    stored = folded if wide else folded.astype(np.uint64).astype(np.uint32).view(np.int32)
    packed = words_of_four(weights.reshape(-1, weights.shape[2]))
    return (
        Parameter(
            f"{name}_weights",
            "const uint32_t *",
            Constant(f"{prefix}_{name}_weights", packed, f"unit, {name}"),
            "the weights of the four gates in each word",
        ),
        Parameter(
            f"{name}_bias",
            "const int64_t *" if wide else "const int32_t *",
            Constant(f"{prefix}_{name}_bias", np.ascontiguousarray(stored), "unit, gate"),
            "bias less zero point times the sum of the weights",
        ),
    )


def _factors(
    prefix: str, name: str, what: str, factors: tuple[tuple[int, int], ...], *, wide: bool
) -> tuple[Parameter, Parameter]:
    """wide: for 64-bit sums, which are multiplied by 15 bits."""
    exact = np.array([multiplier for multiplier, _ in factors], np.int32)
    multipliers = narrow_multiplier(exact).astype(np.int32) if wide else exact
    shifts = np.array([shift for _, shift in factors], np.int8)
    return (
        Parameter(
            f"{name}_multiplier",
            "const int32_t *",
            Constant(f"{prefix}_{name}_multiplier", multipliers, "gate"),
            f"scale of each gate's sum over the {what}, as a fraction of 2^{15 if wide else 31}",
        ),
        Parameter(
            f"{name}_shift",
            "const int8_t *",
            Constant(f"{prefix}_{name}_shift", shifts, "gate"),
            "and its power of two: shift left, right where negative",
        ),
    )


def _pair(name: str, factor: tuple[int, int], what: str) -> tuple[Parameter, Parameter]:
    multiplier, shift = factor
    return (
        Parameter(f"{name}_multiplier", "int32_t", multiplier, f"{what}, as a fraction of 2^31"),
        Parameter(f"{name}_shift", "int32_t", shift, "and its power of two"),
    )


def _float_parameters(graph: Graph, node: Node, prefix: str) -> tuple[Parameter, ...]:
    clip = float(node.attributes["cell_clip"])
    bias = _of_gates(graph, node, BIASES)
    return (
        _float_weights(graph, node, prefix, "input", INPUT_WEIGHTS),
        _float_weights(graph, node, prefix, "hidden", RECURRENT_WEIGHTS),
        Parameter(
            "bias",
            "const float *",
            Constant(f"{prefix}_bias", np.ascontiguousarray(bias), "unit, gate"),
            "forget, input, cell and output gate of each unit",
        ),
        Parameter("cell_clip", "float", clip, "bound of the cell state; 0 where it has none"),
    )


def _float_weights(
    graph: Graph, node: Node, prefix: str, name: str, positions: dict[str, int]
) -> Parameter:
    weights = np.ascontiguousarray(_of_gates(graph, node, positions).transpose(0, 2, 1))
    constant = Constant(f"{prefix}_{name}_weights", weights, f"unit, {name}, gate")
    return Parameter(
        f"{name}_weights", "const float *", constant, "the weights of the four gates together"
    )
