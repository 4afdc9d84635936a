"""A recipe of the user's own: refused in one sentence, or trained and then found by its name."""

import json
from pathlib import Path

import pytest

from generator.errors import RequestError
from generator.train import run
from tests.command_line import generator

RECIPE = '''
"""Which half of twelve numbers is greater."""

import numpy as np

from generator.train.answers import Classes
from generator.train.data import Data, Split
from generator.train.fitting import Schedule
from generator.train.recipe import Recipe


def load(data, progress):
    inputs = np.random.default_rng(0).uniform(-1, 1, (1200, 12)).astype(np.float32)
    truth = (inputs[:, 6:].sum(axis=1) > inputs[:, :6].sum(axis=1)).astype(np.int64)
    return Data(Split(inputs[:1000], truth[:1000]), Split(inputs[1000:], truth[1000:]))


def build():
    from tensorflow import keras

    return keras.Sequential([keras.Input((12,)), keras.layers.Dense(2)])


RECIPE = Recipe(
    name="halves",
    title="Which half is greater",
    licence="Apache-2.0",
    data_name="random numbers",
    source="NumPy",
    load=load,
    answers=Classes(("left", "right")),
    build=build,
    schedule=Schedule(epochs=12, batch=50, peak_rate=3e-2),
    input_range=(-1.0, 1.0),
    pass_mark=0.9,
)
train, held_out, judge = RECIPE.train, RECIPE.held_out, RECIPE.judge
'''


def silent(what: str, done: int, total: int) -> None:
    """A progress display that shows nothing."""


def test_an_own_recipe_is_trained_and_found_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    pytest.importorskip("tflite_micro", reason="tflite-micro is not installed")
    monkeypatch.setenv("GENERATOR_HOME", str(tmp_path / "home"))
    (tmp_path / "halves.py").write_text(RECIPE)
    done = generator("train", "halves.py", "--json", "facts.json", folder=tmp_path)
    assert done.code == 0, done.err
    facts = json.loads((tmp_path / "facts.json").read_text())
    assert facts["score"]["inputs"] == 200
    assert facts["score"]["value"] > 0.9  # chance is 0.5
    listed = generator("tasks", "--json", "tasks.json", folder=tmp_path)
    assert "halves" in listed.out
    moved = tmp_path / "home" / "tasks" / "halves"
    again = generator(moved, "--board", "stm32f103c8", "--no-configure", folder=tmp_path)
    assert again.code == 0, again.err
    made = generator("halves", "--board", "stm32f103c8", "--no-configure", folder=tmp_path)
    assert made.code == 0, made.err
    (tmp_path / "halves.py").unlink()
    measured = generator("tasks", "halves", "--measure", folder=tmp_path)
    assert measured.code == 0, measured.err
    assert "200 held-out inputs" in measured.out


def test_training_says_what_it_does_and_nothing_else(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    (tmp_path / "halves.py").write_text(RECIPE)
    done = generator("train", "halves.py", "--quick", "-o", "made", folder=tmp_path)
    assert done.code == 0, done.err
    assert all(line.endswith("…") for line in done.err.splitlines()), done.err
    assert "TensorSpec" not in done.out


def test_its_held_out_data_needs_no_tensorflow(tmp_path: Path) -> None:
    path = tmp_path / "halves.py"
    path.write_text(RECIPE)
    split = run.held_out(str(path), None, silent)
    assert split.inputs.shape == (200, 12)
    assert set(split.truth) == {0, 1}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("train = held_out = 1", "no function `train`"),
        ("def train(): pass", "no function `held_out`"),
        ("import nothing_of_that_name", "nothing_of_that_name"),
        ("def (", "SyntaxError"),
    ],
)
def test_what_is_no_recipe_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(text)
    done = generator("train", "mine.py", folder=tmp_path)
    assert done.code == 2
    assert reason in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]


def test_a_missing_recipe_file_is_named() -> None:
    with pytest.raises(RequestError, match="no such recipe file"):
        run.held_out("nowhere.py", None, silent)
