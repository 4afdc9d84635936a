"""--io: the edges of a model change their type, what lies between stays as it is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from generator import ops, readers
from generator.errors import RequestError
from generator.graph import Graph
from generator.passes.set_io import set_io
from tests import data, oracle
from tests.golden.tiny import MODEL


def graph_with(io: str, path: Path = MODEL) -> Graph:
    graph = set_io(readers.read(path), io)
    ops.check(graph)
    return graph


def test_float_edges_quantise_within(tmp_path: Path) -> None:
    inner, outer = readers.read(MODEL), graph_with("float32")
    stored = oracle.random_inputs(inner, np.random.default_rng(3))
    before = inner.tensors[inner.inputs[0]].affine
    after = inner.tensors[inner.outputs[0]].affine
    real = (np.float32(before.scale) * (stored[0].astype(np.int32) - before.zero_point)).astype(
        np.float32
    )
    expected = oracle.Micro(MODEL.read_bytes()).run(stored, 1)[0].astype(np.float32)
    answer = oracle.host_model(outer, tmp_path).run([real])[0]
    np.testing.assert_array_equal(answer, (expected - after.zero_point) * np.float32(after.scale))


def test_unsigned_edges_are_shifted_by_128(tmp_path: Path) -> None:
    inner, outer = readers.read(MODEL), graph_with("uint8")
    stored = oracle.random_inputs(inner, np.random.default_rng(4))
    expected = oracle.Micro(MODEL.read_bytes()).run(stored, 1)[0].astype(np.int32) + 128
    shifted = (stored[0].astype(np.int32) + 128).astype(np.uint8)
    answer = oracle.host_model(outer, tmp_path).run([shifted])[0]
    np.testing.assert_array_equal(answer.astype(np.int32), expected)


def test_conversions_of_the_file_are_stripped() -> None:
    floats = data.mlperf_tiny("ad/model_ToyCar_quant_fullint_floatio.tflite")
    stripped = graph_with("int8", floats)
    edges = [stripped.tensors[n].dtype.name for n in (*stripped.inputs, *stripped.outputs)]
    assert edges == ["int8", "int8"]
    assert {node.op for node in stripped.nodes} == {"FULLY_CONNECTED"}


def test_there_and_back_again() -> None:
    plain = readers.read(MODEL)
    again = set_io(set_io(plain, "float32"), "int8")
    assert again.nodes == plain.nodes
    assert (again.inputs, again.outputs) == (plain.inputs, plain.outputs)


def test_a_float_model_is_refused_in_words() -> None:
    graph = readers.read(MODEL)
    floats = {n: replace(t, dtype=np.dtype(np.float32)) for n, t in graph.tensors.items()}
    with pytest.raises(RequestError, match="int8 within"):
        set_io(replace(graph, tensors=floats), "uint8")
