"""The shapes, checks and constants of a standard LSTM layer, as Keras defines it.

Source: TensorFlow Lite Micro, lstm_shared.h (inputs by position) and lstm_eval_common.cc.
"""

import math
from dataclasses import dataclass

import numpy as np

from generator.graph import Graph, Node, Tensor
from generator.ops._operator import (
    check_constant,
    check_counts,
    check_dtype,
    check_per_tensor,
    check_rank,
    check_shape,
    refuse,
)
from generator.quantization import dtype_range, quantize_multiplier

# In the order in which the kernel keeps them, each with its position among the inputs.
GATES = ("forget", "input", "cell", "output")
INPUT_WEIGHTS = {"forget": 2, "input": 1, "cell": 3, "output": 4}
RECURRENT_WEIGHTS = {"forget": 6, "input": 5, "cell": 7, "output": 8}
BIASES = {"forget": 13, "input": 12, "cell": 14, "output": 15}
HIDDEN_STATE, CELL_STATE = 18, 19
_VARIANTS = {9: "peepholes", 16: "a projection", 20: "layer normalisation"}

# A gate's sum has 12 fraction bits, its sigmoid or tanh 15.
_GATE_SCALE = 2.0**-12
_UNIT_SCALE = 2.0**-15
# Source: TensorFlow Lite, `MultiplyByQuantizedMultiplier` shifts left by at most 30 bits, and by
# less than 8 where sums have 64 bits.
_MOST_SHIFT = {"int8": 30, "int16": 7}


@dataclass(frozen=True)
class Shape:
    """batches, steps, inputs, units: sizes; time_major: steps are the input's first dimension."""

    batches: int
    steps: int
    inputs: int
    units: int
    time_major: bool


@dataclass(frozen=True)
class Constants:
    """The fixed-point factors of an integer LSTM, each (multiplier, shift).

    inputs, recurrent: for each of GATES, of a sum to 12 fraction bits. forget_cell, input_cell: of
    the two products that make the cell state; hidden: of the product that makes the output.
    tanh_multiplier, tanh_right_shift: of the cell state to the steps of the table.
    cell_minimum, cell_maximum: bounds of the cell state.
    """

    inputs: tuple[tuple[int, int], ...]
    recurrent: tuple[tuple[int, int], ...]
    forget_cell: tuple[int, int]
    input_cell: tuple[int, int]
    hidden: tuple[int, int]
    tanh_multiplier: int
    tanh_right_shift: int
    cell_minimum: int
    cell_maximum: int


def shape(graph: Graph, node: Node) -> Shape:
    """The sizes of a checked layer."""
    first, second, inputs = graph.input_tensor(node, 0).shape
    time_major = bool(node.attributes["time_major"])
    batches, steps = (second, first) if time_major else (first, second)
    units = graph.input_tensor(node, 1).shape[0]
    return Shape(batches, steps, inputs, units, time_major)


def constants(graph: Graph, node: Node) -> Constants:
    """The factors of an integer layer. Source: `PrepareGateParametersInteger`."""
    given, hidden = graph.input_tensor(node, 0), graph.input_tensor(node, HIDDEN_STATE)
    cell = graph.input_tensor(node, CELL_STATE).affine.scale
    power = round(_log2(cell))
    left_shift = 15 + power - 3
    return Constants(
        tuple(_gate_factor(graph, node, given, INPUT_WEIGHTS[g]) for g in GATES),
        tuple(_gate_factor(graph, node, hidden, RECURRENT_WEIGHTS[g]) for g in GATES),
        quantize_multiplier(_UNIT_SCALE * cell / cell),
        quantize_multiplier(_UNIT_SCALE * _UNIT_SCALE / cell),
        quantize_multiplier(_UNIT_SCALE * _UNIT_SCALE / hidden.affine.scale),
        3 << max(left_shift, 0),
        max(-left_shift, 0),
        *_cell_range(float(node.attributes["cell_clip"]), cell),
    )


def _log2(scale: float) -> float:
    """In float32 steps as TensorFlow Lite's `CheckedLog2` takes it."""
    return float(np.log(np.float32(scale)) * np.float32(1.0 / math.log(2.0)))


def _cell_range(clip: float, scale: float) -> tuple[int, int]:
    """Source: `CreateLstmCellStateInfo`; a clip of 0 is none."""
    if clip == 0.0:
        return -32768, 32767
    bound = int(min(clip / scale, 32767.0))
    return -bound, bound


def _gate_factor(graph: Graph, node: Node, given: Tensor, weights: int) -> tuple[int, int]:
    """In double precision, unlike in a fully connected layer; measured on 16-bit layers."""
    kernel = graph.input_tensor(node, weights).affine
    return quantize_multiplier(given.affine.scale * kernel.scale / _GATE_SCALE)


def check(graph: Graph, node: Node) -> None:
    """Raises ModelError for every layer that TensorFlow Lite Micro does not run either."""
    check_counts(graph, node, (9, 24))
    _check_variant(graph, node)
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    check_dtype(node, given, "int8", "int16", "float32")
    check_dtype(node, output, given.dtype.name)
    check_rank(node, given, 3)
    _check_weights(graph, node)
    sizes = shape(graph, node)
    _check_states(graph, node, sizes)
    check_shape(node, output, (*given.shape[:2], sizes.units))
    if node.attributes["activation"] != "TANH":
        refuse(node, f"its activation is {node.attributes['activation']}; only TANH is supported")
    clip = float(node.attributes["cell_clip"])
    if not 0.0 <= clip < math.inf:
        refuse(node, f"its cell_clip is {clip}, not a number from zero up")
    if given.dtype.kind == "i":
        _check_quantization(graph, node)


def _check_variant(graph: Graph, node: Node) -> None:
    if len(node.inputs) != 24:
        refuse(node, f"it has {len(node.inputs)} inputs; {node.op} takes 24")
    for first, variant in _VARIANTS.items():
        for position in range(first, {9: 12, 16: 18, 20: 24}[first]):
            if graph.optional_input(node, position) is not None:
                refuse(node, f"LSTM layers with {variant} are not supported")
    needed = (*RECURRENT_WEIGHTS.values(), *BIASES.values(), HIDDEN_STATE, CELL_STATE)
    missing = [p for p in needed if graph.optional_input(node, p) is None]
    if missing:
        refuse(node, f"its input {missing[0]} is absent: coupled input gates are not supported")


def _check_weights(graph: Graph, node: Node) -> None:
    """Weights (units, inputs) and (units, units) and biases (units,) for every gate."""
    given = graph.input_tensor(node, 0)
    floating = given.dtype.kind == "f"
    check_rank(node, graph.input_tensor(node, 1), 2)
    units = graph.input_tensor(node, 1).shape[0]
    bias_type = {"int8": "int32", "int16": "int64", "float32": "float32"}[given.dtype.name]
    for gate in GATES:
        for position, depth in (
            (INPUT_WEIGHTS[gate], given.shape[2]),
            (RECURRENT_WEIGHTS[gate], units),
        ):
            weights = graph.input_tensor(node, position)
            check_dtype(node, weights, "float32" if floating else "int8")
            check_shape(node, weights, (units, depth))
            check_constant(node, weights)
        bias = graph.input_tensor(node, BIASES[gate])
        check_dtype(node, bias, bias_type)
        check_shape(node, bias, (units,))
        check_constant(node, bias)


def _check_states(graph: Graph, node: Node, sizes: Shape) -> None:
    dtype = graph.input_tensor(node, 0).dtype.name
    cell_dtype = "float32" if dtype == "float32" else "int16"
    for position, wanted in ((HIDDEN_STATE, dtype), (CELL_STATE, cell_dtype)):
        state = graph.input_tensor(node, position)
        check_dtype(node, state, wanted)
        if not state.variable:
            refuse(node, f"its state {state} is no variable")
        if state.shape != (sizes.batches, sizes.units):
            refuse(node, f"its state {state} should be {sizes.batches}x{sizes.units}")
    if node.inputs[HIDDEN_STATE] == node.inputs[CELL_STATE]:
        refuse(node, "its two states are the same tensor")


def _check_quantization(graph: Graph, node: Node) -> None:
    given, hidden = graph.input_tensor(node, 0), graph.input_tensor(node, HIDDEN_STATE)
    cell = graph.input_tensor(node, CELL_STATE)
    weights = [graph.input_tensor(node, p) for p in range(1, 9)]
    check_per_tensor(node, given, hidden, cell, *weights)
    for tensor in (given, hidden):
        low, high = dtype_range(tensor.dtype)
        if not low <= tensor.affine.zero_point <= high:
            refuse(node, f"tensor {tensor} has a zero point outside of its type")
    for tensor in (*weights, cell):
        if tensor.affine.zero_point != 0:
            refuse(node, f"tensor {tensor} is not symmetric: its zero point is not 0")
    _check_range(graph, node, cell)


def _check_range(graph: Graph, node: Node, cell: Tensor) -> None:
    """Demands scales for which nothing overflows: the table takes 24 * 512 steps for each 1.0."""
    if not 2.0**-30 <= cell.affine.scale <= 2.0**2:
        refuse(node, f"tensor {cell} has the scale {cell.affine.scale}, far from any LSTM's")
    c = constants(graph, node)
    most = _MOST_SHIFT[graph.input_tensor(node, 0).dtype.name]
    products = (c.forget_cell, c.input_cell, c.hidden)
    if max(shift for _, shift in (*c.inputs, *c.recurrent)) > most or any(
        shift > 30 for _, shift in products
    ):
        refuse(node, "its scales differ too much from each other to be computed with 32 bits")
