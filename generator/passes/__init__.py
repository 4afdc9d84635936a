"""Graph to equal, smaller graph: one function a file, in the order of the list below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.errors import RequestError, nearest
from generator.graph import Graph
from generator.passes.drop_dead_channels import drop_dead_channels
from generator.passes.fold_constants import fold_constants
from generator.passes.fuse_activations import fuse_activations
from generator.passes.fuse_batch_norm import fuse_batch_norm
from generator.passes.fuse_pad import fuse_pad
from generator.passes.remove_dead_nodes import remove_dead_nodes
from generator.passes.remove_identities import remove_identities
from generator.passes.rewrite_uint8 import rewrite_uint8


@dataclass(frozen=True)
class Saving:
    """What a pass saved. name: the pass. text: for people."""

    name: str
    text: str


PASSES: tuple[Callable[[Graph], tuple[Graph, str | None]], ...] = (
    rewrite_uint8,  # everything behind it knows int8 only
    fold_constants,  # shapes and float16 weights must be known to what follows
    remove_identities,  # what stands between a layer and its activation hides it
    fuse_batch_norm,  # before activations, which come behind the scales and offsets
    fuse_activations,  # a clamp makes more channels constant
    fuse_pad,
    drop_dead_channels,
    remove_dead_nodes,
)


def names() -> tuple[str, ...]:
    """What `skip` may name, in the order in which they run."""
    return tuple(_name(apply) for apply in PASSES)


def _name(apply: Callable[[Graph], tuple[Graph, str | None]]) -> str:
    return apply.__module__.rpartition(".")[2]


def run(graph: Graph, skip: Sequence[str] = ()) -> tuple[Graph, tuple[Saving, ...]]:
    """The graph after every pass that is not skipped, and what each saved.

    The graph need not have been checked: passes touch only nodes that would pass the check.
    Raises RequestError when `skip` names no pass.
    """
    for name in skip:
        if name not in names():
            raise RequestError(f"There is no pass called {name!r}.", hint=nearest(name, names()))
    savings = []
    for apply in PASSES:
        if _name(apply) not in skip:
            graph, text = apply(graph)
            if text is not None:
                savings.append(Saving(_name(apply), text))
    return graph, tuple(savings)
