"""Forests of decision trees (`.forest`): JSON that `generator/train/forests.py` writes.

docs/forests.md describes the file; `forest.schema.yaml` beside this module is its schema.
"""

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from jsonschema import Draft202012Validator

from generator.errors import ModelError
from generator.graph import Array, Graph, Node, Quantization, Tensor

_SCHEMA = Path(__file__).parent / "forest.schema.yaml"
_MOST_NODES = 1 << 24


def read(data: bytes, name: str, sha256: str) -> Graph:
    """A graph of one FOREST node; raises ModelError where the file is none or is damaged."""
    document = _parsed(data)
    _check(document)
    try:
        constants = _constants(document)
    except (OverflowError, ValueError) as error:
        raise ModelError(f"a number in the file is out of range: {error}") from error
    features, outputs = document["input"]["features"], len(document["base"])
    entry = _entry(document["input"], features)
    scale = document["output"]["scale"]
    result = Tensor("scores", (1, outputs), np.dtype(np.int32), Quantization((scale,), (0,)))
    tensors = {tensor.name: tensor for tensor in (entry, *constants, result)}
    inputs = (entry.name, *(tensor.name for tensor in constants))
    node = Node("0 FOREST", "FOREST", inputs, (result.name,))
    return Graph(name, tensors, (node,), (entry.name,), (result.name,), sha256)


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise ModelError(
            "this is no forest: the file is not JSON",
            hint="generator.train.forests.write makes one from a scikit-learn model.",
        ) from error


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


@functools.cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(yaml.safe_load(_SCHEMA.read_text(encoding="utf-8")))


def _check(document: Any) -> None:
    """The schema, and lengths, which no schema can compare."""
    error = next(_validator().iter_errors(document), None)
    if error is not None:
        place = ".".join(map(str, error.path)) or "the file"
        raise ModelError(f"{place} is not as a forest's: {error.message[:200]}")
    outputs = len(document["base"])
    if any(len(leaf) != outputs for leaf in document["leaves"]):
        raise ModelError(f"a leaf has not {outputs} numbers as base has")
    for index, tree in enumerate(document["trees"]):
        if len({len(tree[key]) for key in ("feature", "threshold", "left", "right")}) != 1:
            raise ModelError("its lists differ in length", where=f"tree {index}")
    if sum(len(tree["feature"]) for tree in document["trees"]) > _MOST_NODES:
        raise ModelError(f"it has more than {_MOST_NODES} nodes")


def _constants(document: Any) -> tuple[Tensor, ...]:
    """The trees one behind the other, children as numbers of all nodes; leaves stay negative."""
    trees = document["trees"]
    starts = np.cumsum([0, *(len(tree["feature"]) for tree in trees)])[:-1]

    def joined(key: str, dtype: Any) -> Array:
        return np.array([value for tree in trees for value in tree[key]], dtype)

    def numbered(key: str) -> Array:
        offsets = np.repeat(starts, [len(tree["feature"]) for tree in trees])
        given = joined(key, np.int64)
        return np.where(given >= 0, given + offsets, given).astype(np.int32)

    roots = np.array([tree["root"] for tree in trees], np.int64)
    children = np.stack([numbered("left"), numbered("right")], axis=1)
    return (
        _constant("roots", np.where(roots >= 0, roots + starts, roots).astype(np.int32)),
        _constant("features", joined("feature", np.uint16)),
        _constant("thresholds", _thresholds(joined("threshold", np.float64), document["input"])),
        _constant("children", children),
        _constant("leaves", np.array(document["leaves"], np.int32)),
        _constant("base", np.array(document["base"], np.int32)),
    )


def _thresholds(exact: Array, given: Any) -> Array:
    """The greatest number of the features' dtype that goes left: each threshold rounded down."""
    dtype = np.dtype(given["dtype"])
    if dtype.kind == "f":
        near = exact.astype(dtype)
        return np.where(near > exact, np.nextafter(near, dtype.type(-np.inf)), near)
    low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
    if np.any(exact < low):
        raise ModelError(f"a threshold is below every {dtype}")
    return np.minimum(np.floor(exact), high).astype(dtype)


def _constant(name: str, data: Array) -> Tensor:
    return Tensor(name, data.shape, data.dtype, data=data)


def _entry(given: Any, features: int) -> Tensor:
    stored = None
    if "scale" in given:
        stored = Quantization((given["scale"],), (given.get("zero_point", 0),))
    return Tensor("features_in", (1, features), np.dtype(given["dtype"]), stored)
