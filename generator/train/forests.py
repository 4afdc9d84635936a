"""Forests of scikit-learn as `.forest` files, and what such a file answers.

Decision trees, random forests, extra trees and gradient boosting, for classes and for numbers.
Needs scikit-learn only as far as the model that is handed over does.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generator import ops, readers
from generator.graph import Array
from generator.quantization import real

Reals = npt.NDArray[np.floating]
# Leaves as whole numbers: their sum over all trees must stay within 32 bits.
_SUM_BITS = 30
# Fractions that few bits hold exactly are stored so: one vote, or a leaf's share of a few inputs.
_LARGEST_DENOMINATOR = 64


def write(path: Path, model: Any, dtype: str, scale: float | None = None) -> None:
    """Writes a fitted scikit-learn model as a `.forest` file.

    dtype: of the features on the device, "int8", "int16" or "float32"; for integers the model must
    have been fitted on whole numbers in that range, so that nothing is rounded.
    scale: the real value of one step of integer features, for those who read the file.
    The file's sums are whole numbers: those of votes are exact, others differ from scikit-learn's
    by less than 2^-29 of the largest leaf for each tree. Raises ValueError for a model that is none
    of those above.
    """
    path.write_text(json.dumps(document(model, dtype, scale)) + "\n", encoding="utf-8")


def document(model: Any, dtype: str, scale: float | None = None) -> dict[str, Any]:
    """What `write` writes."""
    trees, base = _trees(model)
    outer = np.concatenate([value[tree.children_left < 0] for tree, value in trees])
    step = _step(np.concatenate([outer, base[np.newaxis]]), len(trees))
    leaves = _leaves(outer, step)
    entry = {"dtype": dtype, "features": int(model.n_features_in_)}
    averaged = 1 if _is_boosted(model) else len(trees)
    return {
        "format": "forest",
        "version": 1,
        "input": entry | ({} if scale is None else {"scale": scale}),
        "output": {"scale": step / averaged},
        "base": _whole(base, step),
        "trees": [_tree(tree, value, step, leaves) for tree, value in trees],
        "leaves": [list(leaf) for leaf in leaves],
    }


def scores(path: Path, inputs: Array) -> Reals:
    """What a `.forest` file answers, computed by NumPy: real numbers (inputs, outputs).

    inputs: (inputs, features), real numbers that are converted to the file's dtype.
    """
    graph = readers.read(path)
    node = graph.nodes[0]
    given = np.asarray(inputs).astype(graph.tensors[graph.inputs[0]].dtype)
    constants = [graph.input_tensor(node, i).value for i in range(1, len(node.inputs))]
    (sums,) = ops.operator(node.op).reference(graph, node, [given, *constants])
    return real(graph.tensors[graph.outputs[0]], sums)


def _is_boosted(model: Any) -> bool:
    return hasattr(model, "init_")


def _trees(model: Any) -> tuple[list[tuple[Any, Reals]], Reals]:
    """Each tree with the outputs of all its nodes, and what their sum begins with."""
    if _is_boosted(model):
        return _boosted(model)
    fitted = getattr(model, "estimators_", [model])
    if not all(hasattr(estimator, "tree_") for estimator in fitted):
        raise ValueError(f"{type(model).__name__} is no forest of decision trees")
    if getattr(model, "n_outputs_", 1) != 1:
        raise ValueError("forests with several targets are not supported")
    trees = [(estimator.tree_, _shares(estimator)) for estimator in fitted]
    return trees, np.zeros(trees[0][1].shape[1])


def _shares(estimator: Any) -> Reals:
    """What each node of a tree says: shares of classes, or a number; (nodes, outputs)."""
    values: Reals = estimator.tree_.value[:, 0, :]
    return values / values.sum(axis=1, keepdims=True) if hasattr(estimator, "classes_") else values


def _boosted(model: Any) -> tuple[list[tuple[Any, Reals]], Reals]:
    """Gradient boosting: a row of trees for each stage, one tree for each output.

    Two classes have a single output; it is made two, the second one's the higher the likelier.
    """
    outputs = model.estimators_.shape[1]
    begin = model._raw_predict_init(np.zeros((1, model.n_features_in_), np.float32))[0]
    mirrored = hasattr(model, "classes_") and outputs == 1
    trees = []
    for stage in model.estimators_:
        for output, estimator in enumerate(stage):
            values = model.learning_rate * estimator.tree_.value[:, 0, :1]
            shape = np.eye(outputs)[output] if not mirrored else np.array([-1.0, 1.0])
            trees.append((estimator.tree_, values * shape))
    return trees, np.array([-begin[0], begin[0]]) if mirrored else np.asarray(begin, float)


def _step(values: Reals, trees: int) -> float:
    """The real value of one step of the leaves: the largest that loses nothing, or else a fine one.

    Whole numbers of steps if there are few; else the largest leaf, times trees, takes 30 bits.
    """
    for denominator in range(1, _LARGEST_DENOMINATOR + 1):
        steps = values * denominator
        if np.all(np.abs(steps - np.rint(steps)) < 1e-9) and np.max(np.abs(steps)) < 2**15:
            return 1 / denominator
    largest = float(np.max(np.abs(values))) * (trees + 1)
    return float(2.0 ** (np.ceil(np.log2(largest)) - _SUM_BITS))


def _whole(values: Reals, step: float) -> list[int]:
    return [int(number) for number in np.rint(values / step)]


def _leaves(outer: Reals, step: float) -> dict[tuple[int, ...], int]:
    """The different leaves with their numbers; a vote for the first output comes first."""
    different = {tuple(_whole(leaf, step)) for leaf in np.unique(outer, axis=0)}
    return {leaf: number for number, leaf in enumerate(sorted(different, reverse=True))}


def _tree(
    tree: Any, values: Reals, step: float, leaves: dict[tuple[int, ...], int]
) -> dict[str, Any]:
    """One tree with its inner nodes numbered anew, and leaves by their numbers."""
    inner = np.flatnonzero(tree.children_left >= 0)
    number = {int(node): index for index, node in enumerate(inner)}

    def link(node: int) -> int:
        if node in number:
            return number[node]
        return ~leaves[tuple(_whole(values[node], step))]

    return {
        "root": link(0),
        "feature": [int(feature) for feature in tree.feature[inner]],
        "threshold": [float(threshold) for threshold in tree.threshold[inner]],
        "left": [link(int(node)) for node in tree.children_left[inner]],
        "right": [link(int(node)) for node in tree.children_right[inner]],
    }
