"""UNIDIRECTIONAL_SEQUENCE_LSTM: a standard LSTM layer over a sequence, with its own state."""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops import _lstm, _sigmoid
from generator.ops._lstm import GATES
from generator.ops._operator import Operator
from generator.quantization import dtype_range, rescale_array, rescale_wide_array


class UnidirectionalSequenceLstm(Operator):
    """For each step: four gates of input and hidden state, then the cell, then the hidden state.

    gate = sigmoid (tanh for the cell gate) of bias + input * weights + hidden * weights;
    cell = forget gate * cell + input gate * cell gate; hidden = output gate * tanh(cell).
    Input: (batch, step, feature) or, time major, (step, batch, feature), of int8 or int16 with
    int8 weights and an int16 cell, or float32. Output: (batch, step, unit) or likewise. Hidden and
    cell state are variables (batch, unit).
    """

    name = "UNIDIRECTIONAL_SEQUENCE_LSTM"
    options = "UnidirectionalSequenceLSTMOptions"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        _lstm.check(graph, node)

    def macs(self, graph: Graph, node: Node) -> int:
        s = _lstm.shape(graph, node)
        return s.batches * s.steps * s.units * (len(GATES) * (s.inputs + s.units) + 3)

    def written_variables(self, graph: Graph, node: Node) -> tuple[str, ...]:
        positions = (_lstm.HIDDEN_STATE, _lstm.CELL_STATE)
        return tuple(graph.input_tensor(node, p).name for p in positions)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        time_major = _lstm.shape(graph, node).time_major
        sequence = inputs[0] if time_major else inputs[0].swapaxes(0, 1)
        hidden, cell = inputs[-2], inputs[-1]
        step = _float_step if inputs[0].dtype.kind == "f" else _integer_step
        outputs = []
        for given in sequence:
            hidden, cell = step(graph, node, given, hidden, cell)
            outputs.append(hidden)
        stacked = np.stack(outputs, axis=0 if time_major else 1)
        return stacked, hidden, cell


def _float_step(
    graph: Graph, node: Node, given: Array, hidden: Array, cell: Array
) -> tuple[Array, Array]:
    gates = []
    for gate in GATES:
        from_input = given @ graph.input_tensor(node, _lstm.INPUT_WEIGHTS[gate]).value.T
        from_hidden = hidden @ graph.input_tensor(node, _lstm.RECURRENT_WEIGHTS[gate]).value.T
        total = from_input + graph.input_tensor(node, _lstm.BIASES[gate]).value + from_hidden
        gates.append(np.tanh(total) if gate == "cell" else 1.0 / (1.0 + np.exp(-total)))
    forget, entry, candidate, output = gates
    cell = forget * cell + entry * candidate
    clip = float(node.attributes["cell_clip"])
    if clip > 0.0:
        cell = np.clip(cell, -clip, clip)
    hidden = np.tanh(cell) * output
    return hidden.astype(np.float32), cell.astype(np.float32)


def _integer_step(
    graph: Graph, node: Node, given: Array, hidden: Array, cell: Array
) -> tuple[Array, Array]:
    c = _lstm.constants(graph, node)
    gates = []
    for position, gate in enumerate(GATES):
        total = _gate_sum(graph, node, position, given, hidden)
        activate = _sigmoid.tanh if gate == "cell" else _sigmoid.sigmoid
        gates.append(activate(_sigmoid.scaled_input(total, 3, 0)).astype(np.int64))
    forget, entry, candidate, output = gates
    kept = _to_int16(rescale_array(forget * cell, *c.forget_cell))
    added = _to_int16(rescale_array(entry * candidate, *c.input_cell))
    cell = np.clip(kept + added, c.cell_minimum, c.cell_maximum)
    squashed = _sigmoid.tanh(
        _sigmoid.scaled_input(cell, c.tanh_multiplier, c.tanh_right_shift)
    ).astype(np.int64)
    state = graph.input_tensor(node, _lstm.HIDDEN_STATE)
    hidden = rescale_array(squashed * output, *c.hidden) + state.affine.zero_point
    low, high = dtype_range(state.dtype)
    return np.clip(hidden, low, high).astype(state.dtype), cell.astype(np.int16)


def _gate_sum(graph: Graph, node: Node, gate: int, given: Array, hidden: Array) -> Array:
    """The two products of a gate, each to 12 fraction bits, and their saturated sum."""
    c, name = _lstm.constants(graph, node), GATES[gate]
    rescale = rescale_wide_array if given.dtype.name == "int16" else rescale_array
    bias = graph.input_tensor(node, _lstm.BIASES[name]).value.astype(np.int64)
    input_zero_point = graph.input_tensor(node, 0).affine.zero_point
    hidden_zero_point = graph.input_tensor(node, _lstm.HIDDEN_STATE).affine.zero_point
    input_weights = graph.input_tensor(node, _lstm.INPUT_WEIGHTS[name]).value.astype(np.int64)
    weights = graph.input_tensor(node, _lstm.RECURRENT_WEIGHTS[name]).value.astype(np.int64)
    from_input = (given.astype(np.int64) - input_zero_point) @ input_weights.T + bias
    from_hidden = (hidden.astype(np.int64) - hidden_zero_point) @ weights.T
    first = _to_int16(rescale(from_input, *c.inputs[gate]))
    second = _to_int16(rescale(from_hidden, *c.recurrent[gate]))
    return _to_int16(first + second)


def _to_int16(values: Array) -> Array:
    return np.clip(values, -32768, 32767)


OPERATOR = UnidirectionalSequenceLstm()
