"""The recipes for ordinary networks: what each declares, and one trained from end to end."""

import json
from pathlib import Path

import numpy as np
import pytest

from generator import discover, known_tasks
from generator.tasks import NotTrained
from generator.train.recipe import Recipe
from tests.command_line import generator
from tests.data import shared

MODULES = {
    name: discover.module("generator.train.recipes", name, "recipe")
    for name in discover.module_names("generator.train.recipes")
}
RECIPES = [m.RECIPE for m in MODULES.values() if isinstance(getattr(m, "RECIPE", None), Recipe)]


@pytest.mark.parametrize("name", MODULES)
def test_a_recipe_has_what_training_and_judging_need(name: str) -> None:
    for function in ("train", "held_out", "judge"):
        assert callable(getattr(MODULES[name], function, None)), f"{name} has no {function}"


OF_TASKS = [recipe for recipe in RECIPES if recipe.name in known_tasks.names()]


@pytest.mark.parametrize("recipe", OF_TASKS, ids=lambda recipe: recipe.name)
def test_a_recipe_is_found_by_the_name_of_its_task(recipe: Recipe) -> None:
    assert MODULES[recipe.name].RECIPE is recipe
    try:
        task = known_tasks.find(recipe.name)
    except NotTrained as untrained:
        assert untrained.title == recipe.title
        assert untrained.licence in recipe.licence
    else:
        assert task is not None
        assert (task.title, task.labels) == (recipe.title, recipe.answers.labels)
        assert task.pass_mark == recipe.pass_mark


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_varied_inputs_keep_their_shape_and_range(recipe: Recipe) -> None:
    if recipe.augment is None:
        return
    shape = {"har": (26, 3), "image": (32, 32, 3), "cifar10": (32, 32, 3)}.get(recipe.name)
    if shape is None and recipe.name not in {"fashion", "fashion_large", "mnist", "mnist_original"}:
        return
    rng = np.random.default_rng(3)
    inputs = rng.uniform(*recipe.input_range, (20, *(shape or (28, 28, 1)))).astype(np.float32)
    before = inputs.copy()
    varied = recipe.augment(inputs, rng)
    np.testing.assert_array_equal(inputs, before)
    assert varied.shape == inputs.shape
    assert varied.dtype == np.float32
    assert recipe.input_range[0] <= varied.min() <= varied.max() <= recipe.input_range[1]
    assert (varied != inputs).any()


@pytest.mark.slow
def test_a_task_that_may_not_ship_is_trained_and_then_fits_the_smallest_board(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    pytest.importorskip("tflite_micro", reason="tflite-micro is not installed")
    monkeypatch.setenv("GENERATOR_HOME", str(tmp_path / "home"))
    words = ["--quick", "--data", shared("."), "--json", "facts.json"]
    done = generator("train", "image", *words, folder=tmp_path)
    assert done.code == 0, done.err
    facts = json.loads((tmp_path / "facts.json").read_text())
    assert facts["score"]["value"] > 0.2  # chance is 0.1
    assert Path(facts["model"]).is_relative_to(tmp_path / "home")
    made = generator("image", "--board", "stm32f103c8", "--no-configure", folder=tmp_path)
    assert made.code == 0, made.err
