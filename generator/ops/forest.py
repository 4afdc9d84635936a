"""FOREST: the sum of what each of many decision trees says, from a `.forest` file"""

from collections.abc import Sequence

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops._operator import (
    Operator,
    check_constant,
    check_counts,
    check_dtype,
    check_rank,
    check_shape,
    refuse,
)

_LEAST, _MOST = -(2**31), 2**31 - 1


class Forest(Operator):
    """Each tree is walked from its root: left where the feature is at most the threshold.

    Inputs: features (rows, features) of int8, int16 or float32; constants: roots (trees,),
    the feature that each node looks at (nodes,), its threshold (nodes,) of the features' dtype,
    its left and right child (nodes, 2), the different leaves (leaves, outputs) of int32, and what
    the sum begins with (outputs,). A root or child below 0 is leaf ~n. Output: (rows, outputs) of
    int32. Floats are compared by IEEE 754's total order, except that 0.0 and -0.0 are the same.
    """

    name = "FOREST"
    dtypes = ("int8", "int16", "float32")

    def check(self, graph: Graph, node: Node) -> None:
        check_counts(graph, node, (7, 7))
        given, *constants = (graph.input_tensor(node, i) for i in range(7))
        roots, features, thresholds, children, leaves, base = constants
        check_dtype(node, given, *self.dtypes)
        check_rank(node, given, 2)
        for tensor in constants:
            check_constant(node, tensor)
        outputs = base.size
        check_rank(node, leaves, 2)
        check_shape(node, leaves, (leaves.shape[0], outputs))
        check_shape(node, graph.output_tensor(node), (given.shape[0], outputs))
        check_dtype(node, graph.output_tensor(node), "int32")
        if np.any(features.value >= given.shape[1]):
            refuse(node, f"a tree looks at a feature that {given} has not")
        if thresholds.dtype.kind == "f" and not np.all(np.isfinite(thresholds.value)):
            refuse(node, "a threshold is not a finite number")
        _check_links(node, roots.value, children.value, leaves.shape[0])
        _check_sums(node, roots.size, leaves.value, base.value)

    def reference(self, graph: Graph, node: Node, inputs: Sequence[Array]) -> tuple[Array, ...]:
        given, roots, features, thresholds, children, leaves, base = inputs
        keys, limits = ordered(given), ordered(thresholds)
        rows = np.arange(len(given))
        total = np.repeat(base[np.newaxis], len(given), axis=0)
        for root in roots:
            at = np.full(len(given), root)
            while np.any(walking := at >= 0):
                here = at[walking]
                right = keys[rows[walking], features[here]] > limits[here]
                at[walking] = children[here, right.astype(np.int64)]
            total += leaves[~at]
        return (total.astype(np.int32),)


def ordered(values: Array) -> Array:
    """Numbers that compare as the features do: integers as they are, floats by their bits."""
    if values.dtype.kind != "f":
        return values
    bits = values.view(np.int32)
    return np.where(bits == _LEAST, 0, bits ^ ((bits >> 31) & _MOST))


def _check_links(node: Node, roots: Array, children: Array, leaves: int) -> None:
    """Every walk ends at a leaf: children come after their parents."""
    nodes = len(children)
    links = np.append(roots, children)
    if np.any(links >= nodes) or np.any(links < -leaves):
        refuse(node, "a tree leads to a node or leaf that is not there")
    inner = children >= 0
    if np.any(inner & (children <= np.arange(nodes)[:, np.newaxis])):
        refuse(node, "a tree leads back to a node before")


def _check_sums(node: Node, trees: int, leaves: Array, base: Array) -> None:
    """No sum leaves int32."""
    wide = leaves.astype(np.int64)
    if np.any(base + trees * wide.max(axis=0) > _MOST) or np.any(
        base + trees * wide.min(axis=0) < _LEAST
    ):
        refuse(node, "the sum over all trees may leave 32 bits")


OPERATOR = Forest()
