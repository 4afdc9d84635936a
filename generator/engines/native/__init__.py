"""Our engine: ahead of time, one C function for each distinct layer shape, no interpreter.

`CONV_2D` is lowered by `conv_2d.py` with the template `templates/engines/native/conv_2d.c.j2`.
"""

import importlib
from typing import Protocol, cast

from generator import discover
from generator.errors import ModelError
from generator.graph import Graph, Node
from generator.program import Program, Step
from generator.targets import Target

# Measured on Cortex-M3 with GCC 12 at -O2: a typical kernel's code, and each further layer's call.
_KERNEL_BYTES = 420
_LAYER_BYTES = 40


class Lowering(Protocol):
    """What a module of this package offers."""

    def lower(self, graph: Graph, node: Node, index: int, target: Target) -> Step:
        """The step that computes a checked node."""


def lower(graph: Graph, target: Target, name: str) -> Program:
    """The whole graph as a program for one core; `name` is the C prefix of its symbols."""
    steps = tuple(
        _lowering(node).lower(graph, node, index, target) for index, node in enumerate(graph.nodes)
    )
    activations = {n: t for n, t in graph.tensors.items() if not t.is_constant}
    return Program(
        name, "native", target.core, graph.sha256, activations, steps, graph.inputs, graph.outputs
    )


def code_bytes(program: Program) -> int:
    """The kernels' code before anything is compiled; within about a third of the truth."""
    kernels = {step.kernel for step in program.steps if step.kernel is not None}
    return len(kernels) * _KERNEL_BYTES + len(program.steps) * _LAYER_BYTES


def _lowering(node: Node) -> Lowering:
    module = node.op.lower()
    if module not in discover.module_names(__name__):
        raise ModelError(f"the native engine has no kernel for {node.op}", where=node.name)
    return cast(Lowering, importlib.import_module(f"{__name__}.{module}"))
