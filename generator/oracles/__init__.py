"""Who else computes a model, to be compared with: one file each, the least `RANK` first.

Each module has a `RANK`, and `open_model(model, graph) -> Oracle`, which raises `Unavailable`
where the interpreter is not installed, or will not run this model.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, cast

from generator import discover
from generator.graph import Array, Graph


class Unavailable(Exception):  # noqa: N818 - no failure: another oracle is asked instead
    """Why an oracle cannot speak about a model, in one sentence."""


class Oracle(Protocol):
    """A model in an interpreter that is not ours. title: its name for people."""

    title: str

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """One inference from the model's initial state: stored inputs to stored outputs."""
        ...


class _Module(Protocol):
    RANK: int

    def open_model(self, model: Path, graph: Graph) -> Oracle: ...


def open_all(model: Path, graph: Graph) -> Iterator[tuple[str, Oracle | Unavailable]]:
    """Every oracle by name, the most trusted first; or why it is unavailable.

    graph: the model as it was read, before any pass.
    """
    modules = {n: _module(n) for n in discover.module_names(__name__)}
    for name in sorted(modules, key=lambda name: modules[name].RANK):
        try:
            yield name, modules[name].open_model(model, graph)
        except Unavailable as why:
            yield name, why


def _module(name: str) -> _Module:
    return cast(_Module, discover.module(__name__, name, "oracle"))
