"""Who else computes a model, to be compared with: one file each, the least `RANK` first.

Each module has `RANK`; `EXACT`: whether our integers must equal its integers; `FOREIGN`: whether
it runs native code of others, which then has a process of its own and no graph; and
`open_model(model, graph) -> Oracle`, which raises `Unavailable` where the interpreter is missing or
refuses the model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from generator import discover
from generator.graph import Array, Graph
from generator.oracles._process import Remote, Unavailable

__all__ = ["Opened", "Oracle", "Remote", "Unavailable", "names", "open_model"]


class Oracle(Protocol):
    """A model in an interpreter that is not ours. title: its name for people."""

    title: str

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        """One inference from the model's initial state: stored inputs to stored outputs."""
        ...


@dataclass(frozen=True, eq=False)
class Opened:
    """An oracle by its module's name. exact: whether our integers must equal its integers."""

    name: str
    exact: bool
    oracle: Oracle


class _Module(Protocol):
    RANK: int
    EXACT: bool
    FOREIGN: bool

    def open_model(self, model: Path, graph: Graph | None) -> Oracle: ...


def names() -> list[str]:
    """All oracles, the most trusted first."""
    return sorted(discover.module_names(__name__), key=lambda name: _module(name).RANK)


def open_model(name: str, model: Path, graph: Graph) -> Opened:
    """An oracle with a model in it. Raises Unavailable.

    graph: the model as it was read, before any pass.
    """
    module = _module(name)
    oracle = Remote(name, model) if module.FOREIGN else module.open_model(model, graph)
    return Opened(name, module.EXACT, oracle)


def _module(name: str) -> _Module:
    return cast(_Module, discover.module(__name__, name, "oracle"))
