"""The options of custom operators: flexbuffers, also damaged ones."""

from pathlib import Path

import numpy as np
import pytest
from flatbuffers import flexbuffers

from generator import ops, readers
from generator.errors import ModelError
from tests.ops.drawing import constant
from tests.single_op import T, model

OPTIONS = {"shift": 3, "real": 1.5, "word": "x", "flag": True, "list": [1, 2], "map": {"a": 1}}


def window(table: dict[str, object]) -> bytes:
    frame = T((4,), "int16")
    return model("SIGNAL_WINDOW", [frame, constant([1, 2, 3, 4], "int16")], [frame], table)


def test_integers_and_booleans_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "window.tflite").write_bytes(window(OPTIONS))
    (node,) = readers.read(tmp_path / "window.tflite").nodes
    assert node.op == "SIGNAL_WINDOW"
    assert node.attributes == {"shift": 3, "flag": 1}


@pytest.mark.parametrize("code", ["Signal_Window", "signalWindow", "Add", "Svdf", "S", "?"])
def test_other_custom_operators_stay_strangers(code: str) -> None:
    assert ops.custom(code) == f"CUSTOM:{code}"


def test_each_signal_operator_is_found_by_its_code() -> None:
    for name in ops.names():
        code = ops.operator(name).custom_code
        assert code is None or ops.custom(code) == name


def test_damaged_options_are_refused_or_read_but_nothing_else(tmp_path: Path) -> None:
    data, blob = window(OPTIONS), bytes(flexbuffers.Dumps(OPTIONS))
    start, generator = data.index(blob), np.random.default_rng(0)
    path, refusals = tmp_path / "damaged.tflite", set()
    for _ in range(600):
        damaged = bytearray(data)
        for _ in range(generator.integers(1, 4)):
            damaged[start + generator.integers(0, len(blob))] = generator.integers(0, 256)
        path.write_bytes(damaged)
        try:
            ops.check(readers.read(path))
        except ModelError as error:
            refusals.add(error.message)
    assert {"its options are damaged", "its options are not a map"} <= refusals
