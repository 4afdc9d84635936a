"""Kernels are formatted as the shipped .clang-format says, assembly statements included."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest

from generator import memory, places
from generator.engines import engine
from generator.engines.native.designs import Offer
from generator.goal import Goal
from generator.graph import Graph
from generator.render.model import render_model
from generator.targets import target
from tests import oracle
from tests.formatting import complaints
from tests.golden.tiny import MODEL

CORES = ("cortex-m0plus", "cortex-m3", "cortex-m4")


@pytest.mark.parametrize("core", CORES)
def test_every_design_for_the_golden_model_is_formatted(core: str, tmp_path: Path) -> None:
    write_kernels(MODEL, core, tmp_path)
    assert any("__asm__" in path.read_text() for path in tmp_path.glob("*.c"))
    assert complaints_about_all(tmp_path) == ""


def complaints_about_all(folder: Path) -> str:
    shutil.copy(places.folder("templates") / "project" / ".clang-format", folder)
    return complaints(folder, sorted(folder.glob("*.c")))


def write_kernels(model: Path, core: str, folder: Path) -> None:
    """Each kernel by which a design can compute a layer, those that several rounds share once."""
    graph = oracle.graph_of(model)
    most, turn, texts = 1, 0, set[str]()
    while turn < most:
        offered: list[int] = []
        with patch("generator.engines.native.choose", nth(turn, offered)):
            program = engine("native").lower(graph, target(core), "model", "time")
        most = max(offered)
        files = render_model(program, memory.plan(program))
        texts |= {text for path, text in files.items() if path.endswith(".c")}
        turn += 1
    kernels = sorted(text for text in texts if '#include "model/kernels.h"\n' in text)
    for number, text in enumerate(kernels):
        (folder / f"kernel_{number}.c").write_text(text)


def nth(
    turn: int, offered: list[int]
) -> Callable[[Sequence[Sequence[Offer]], Graph, Goal], list[Offer]]:
    """Chooses each layer's offer of this turn; tells how many a layer has."""

    def choose(ways: Sequence[Sequence[Offer]], graph: Graph, goal: Goal) -> list[Offer]:
        offered.extend(len(offers) for offers in ways)
        return [offers[min(turn, len(offers) - 1)] for offers in ways]

    return choose
