"""Starting a training: what is refused, and in which words."""

import importlib.util
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from generator import known_tasks
from generator.errors import RequestError, ToolError
from generator.train.run import judge, train
from tests.data import shared


def ignore(what: str, done: int, total: int) -> None:
    """A progress display that shows nothing."""


def test_an_unknown_task_names_the_near_miss(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="kwz") as caught:
        train("kwz", quick=True, output=tmp_path / "out", data=None, progress=ignore)
    assert "kws" in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("absent", ["tensorflow", "soundfile", "tflite_micro"])
def test_a_missing_package_says_what_to_install(
    absent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_spec(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == absent else ModuleSpec(name, None)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    with pytest.raises(ToolError) as caught:
        train("kws", quick=True, output=tmp_path / "out", data=None, progress=ignore)
    assert caught.value.exit_code == 3
    assert ".[train]" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_forest_is_judged_without_the_runtime_for_networks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = shared("datasets").parent
    monkeypatch.setitem(sys.modules, "tflite_micro", None)
    task = known_tasks.find("anomaly_forest")
    assert task is not None
    assert judge(task.name, task.model, data, ignore).facts() == task.score.facts()
    network = known_tasks.find("anomaly")
    assert network is not None
    with pytest.raises(ToolError, match="tflite-micro"):
        judge(network.name, network.model, data, ignore)
