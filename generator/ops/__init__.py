"""The operators: `CONV_2D` is `generator/ops/conv_2d.py`. Adding one edits no existing file."""

import importlib
import re
from functools import cache

from generator import discover
from generator.errors import ModelError, nearest
from generator.graph import Graph
from generator.ops._operator import Operator
from generator.ops._unsupported import hint

_WHERE_TO_CHANGE = (
    "That has to change where the model is made; `generator ops MODEL` lists every node like it, "
    "with what it reads and writes."
)


@cache
def names() -> tuple[str, ...]:
    """The TensorFlow Lite names of all operators that are here."""
    return tuple(module.upper() for module in discover.module_names("generator.ops"))


@cache
def custom(code: str) -> str:
    """What a custom operator is called here: "SignalWindow" is SIGNAL_WINDOW.

    "CUSTOM:<code>" where there is no such operator.
    """
    name = re.sub("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", code).upper()
    known = name in names() and operator(name).custom_code == code
    return name if known else f"CUSTOM:{code}"


@cache
def operator(op: str) -> Operator:
    """The operator of that name; raises ModelError where there is none."""
    module = op.lower()
    if op not in names():
        raise ModelError(f"the operator {op} is not supported", hint=nearest(op, names()))
    loaded = importlib.import_module(f"generator.ops.{module}").OPERATOR
    assert isinstance(loaded, Operator), f"generator/ops/{module}.py must define OPERATOR"
    return loaded


def check(graph: Graph) -> None:
    """Raises ModelError for the first node that is not one that we compute, as it stands."""
    known = names()
    for node in graph.nodes:
        if node.op not in known:
            others = sorted({n.op for n in graph.nodes} - {*known, node.op})
            raise ModelError(
                f"the operator {node.op} is not supported",
                where=node.name,
                hint=hint([node.op, *others], known),
            )
        try:
            operator(node.op).check(graph, node)
        except ModelError as error:
            if error.hint is None:
                error.add(_WHERE_TO_CHANGE)
            raise


def is_custom(op: str) -> bool:
    """Whether the schema does not know an operator that is here."""
    return op in names() and operator(op).custom_code is not None


def options_table(op: str) -> str | None:
    """The schema's options table of an operator; None where it has none or is not here."""
    return operator(op).options if op in names() else None
