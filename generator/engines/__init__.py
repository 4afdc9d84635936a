"""Who computes: each engine lowers a graph to a program. `native` is ours."""

from typing import Protocol, cast

from generator import discover
from generator.goal import Goal
from generator.graph import Graph
from generator.program import Program
from generator.targets import Target


class Engine(Protocol):
    """What a module of this package offers."""

    def lower(self, graph: Graph, target: Target, name: str, goal: Goal = "time") -> Program:
        """The program for a graph whose nodes have been checked."""

    def code_bytes(self, program: Program) -> int:
        """An estimate of the flash that the kernels' code takes, before anything is compiled."""


def engine(name: str) -> Engine:
    """The engine of that name; raises RequestError with near misses."""
    return cast(Engine, discover.module("generator.engines", name, "engine"))
