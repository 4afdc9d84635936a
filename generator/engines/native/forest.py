"""FOREST: one loop over the nodes, each step of which is a comparison and no branch.

A node is its feature, its threshold and two children, in as few bytes as the forest allows. Floats
are compared as the integers that their bits are, so that no core needs a floating-point unit.
"""

import numpy as np

from generator.graph import Array, Graph, Node
from generator.ops.forest import ordered
from generator.program import Constant, Kernel, Parameter, Step
from generator.targets import Target

_ELEMENTS = {"int8": "int8_t", "int16": "int16_t", "int32": "int32_t", "uint8": "uint8_t"}
_ELEMENTS |= {"uint16": "uint16_t"}


def lower(graph: Graph, node: Node, index: int, target: Target) -> Step:
    """One step."""
    del target
    given, output = graph.input_tensor(node, 0), graph.output_tensor(node)
    arrays = _arrays(graph, node)
    rows, features = given.shape
    trees, outputs = graph.input_tensor(node, 1).size, output.shape[1]
    votes = _is_vote(arrays["leaves"])
    if votes:
        del arrays["leaves"]
    parameters = tuple(_parameter(index, name, data) for name, data in arrays.items())
    return Step(
        index=index,
        op=node.op,
        node=node.name,
        kernel=Kernel.of(
            f"forest_{trees}_trees_{features}_to_{outputs}",
            "forest",
            rows=rows,
            features=features,
            trees=trees,
            outputs=outputs,
            dtype=given.dtype.name,
            votes=votes,
        ),
        inputs=(given.name,),
        outputs=node.outputs,
        parameters=parameters,
        scratch_bytes=4 * features if given.dtype.kind == "f" else 0,
    )


def _arrays(graph: Graph, node: Node) -> dict[str, Array]:
    names = ("roots", "features", "thresholds", "children", "leaves", "base")
    given = {name: graph.input_tensor(node, i + 1).value for i, name in enumerate(names)}
    given["thresholds"] = ordered(given["thresholds"])
    if not given["features"].size:  # every tree is a single leaf; C has no empty arrays
        given |= {"features": np.zeros(1, np.uint16), "thresholds": np.zeros(1, np.int8)}
        given |= {"children": np.full((1, 2), -1, np.int32)}
    links = np.append(given["roots"], given["children"])
    width = _narrowest(links, (np.int8, np.int16, np.int32))
    return {
        "roots": given["roots"].astype(width),
        "children": given["children"].astype(width),
        "features": given["features"].astype(_narrowest(given["features"], (np.uint8, np.uint16))),
        "thresholds": given["thresholds"],
        "leaves": given["leaves"].astype(
            _narrowest(given["leaves"], (np.int8, np.int16, np.int32))
        ),
        "base": given["base"],
    }


def _narrowest(values: Array, types: tuple[type, ...]) -> type:
    for dtype in types[:-1]:
        info = np.iinfo(dtype)
        if values.size == 0 or (values.min() >= info.min and values.max() <= info.max):
            return dtype
    return types[-1]


def _is_vote(leaves: Array) -> bool:
    """Whether leaf n is one vote for output n."""
    return leaves.shape[0] <= leaves.shape[1] and bool(np.all(leaves == np.eye(*leaves.shape)))


_MEANINGS = {
    "roots": ("tree", "where each tree begins"),
    "children": ("node, left or right", "nodes, or leaves where below 0: leaf ~n"),
    "features": ("node", "what each node looks at"),
    "thresholds": ("node", "the greatest feature that goes left"),
    "leaves": ("leaf, output", "what a tree adds"),
    "base": ("output", "what the sums begin with"),
}


def _parameter(index: int, name: str, data: Array) -> Parameter:
    shape, meaning = _MEANINGS[name]
    constant = Constant(f"layer_{index}_{name}", np.ascontiguousarray(data), shape)
    return Parameter(name, f"const {_ELEMENTS[data.dtype.name]} *", constant, meaning)
