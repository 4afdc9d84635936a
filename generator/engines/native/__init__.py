"""Our engine: ahead of time, one C function for each distinct layer shape, no interpreter.

`CONV_2D` is lowered by `conv_2d.py` with the template `templates/engines/native/conv_2d.c.j2`.
"""

import importlib
import typing
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

import numpy as np

from generator import discover
from generator.engines.native import designs
from generator.engines.native._choice import choose, kernels_bytes, plain_offer
from generator.errors import ModelError
from generator.goal import Goal
from generator.graph import Graph, Node, Tensor
from generator.program import Constant, Program, Step
from generator.targets import Target

# Measured on Cortex-M3 with GCC 12 at -O2: what each layer's call and structure take.
_LAYER_BYTES = 40


class Lowering(Protocol):
    """What a module of this package offers."""

    def lower(self, graph: Graph, node: Node, index: int, target: Target) -> Step:
        """The step that computes a checked node."""


def lower(graph: Graph, target: Target, name: str, goal: Goal = "time") -> Program:
    """The whole graph as a program for one core; `name` is the C prefix of its symbols."""
    ways = [_ways(graph, node, index, target) for index, node in enumerate(graph.nodes)]
    chosen = choose(ways, graph, goal)
    steps = tuple(replace(offer.step, code_bytes=offer.code_bytes) for offer in chosen)
    named = dict.fromkeys(
        name
        for names in (*((*s.inputs, *s.outputs) for s in steps), graph.inputs, graph.outputs)
        for name in names
    )
    tensors = {name: graph.tensors[name] for name in named}
    return Program(
        name=name,
        engine="native",
        core=target.core,
        model_sha256=graph.sha256,
        tensors=tensors,
        steps=steps,
        inputs=graph.inputs,
        outputs=graph.outputs,
        operands=_operands(tensors),
        variables=_variables(tensors),
    )


def _ways(graph: Graph, node: Node, index: int, target: Target) -> tuple[designs.Offer, ...]:
    """The node's plain lowering, and what designs offer for it."""
    plain = _lowering(node).lower(graph, node, index, target)
    offers = designs.offers(graph, node, index, target)
    return (plain_offer(plain, graph.tensors, target), *offers)


def _operands(tensors: Mapping[str, Tensor]) -> dict[str, Constant]:
    """The constants that kernels read as they are in the model file."""
    constants = (t for t in tensors.values() if t.is_constant)
    return {
        tensor.name: Constant(f"operand_{position}", tensor.value, tensor.label)
        for position, tensor in enumerate(constants)
    }


def _variables(tensors: Mapping[str, Tensor]) -> dict[str, int | float | Constant]:
    """What each variable begins with."""
    variables = (t for t in tensors.values() if t.variable)
    return {
        tensor.name: _initial_value(tensor, f"variable_{position}_first_value")
        for position, tensor in enumerate(variables)
    }


def _initial_value(tensor: Tensor, name: str) -> int | float | Constant:
    """One value for all elements, or an array where they differ.

    Where the file names none, int8 begins with its zero point and all else with zero bits.
    Source: TensorFlow Lite Micro, `ResetTensorData`.
    """
    if tensor.initial is None:
        stored = tensor.quantization if tensor.dtype.name == "int8" else None
        return stored.zero_point if stored else 0
    first = tensor.initial.ravel()[:1]
    if np.all(tensor.initial == first):
        return float(first[0]) if tensor.dtype.kind == "f" else int(first[0])
    return Constant(name, tensor.initial, tensor.label)


def code_bytes(program: Program) -> int:
    """The kernels' code before anything is compiled; within about a third of the truth."""
    return kernels_bytes(program.steps) + len(program.steps) * _LAYER_BYTES


def _lowering(node: Node) -> Lowering:
    module = node.op.lower()
    if module not in discover.module_names(__name__):
        raise ModelError(f"the native engine has no kernel for {node.op}", where=node.name)
    # Not by its bare name: the lowering of CAST is a module of this package.
    return typing.cast(Lowering, importlib.import_module(f"{__name__}.{module}"))
