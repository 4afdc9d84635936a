"""Finds a recipe by its word or file, trains by it, and gives its held-out data."""

import importlib.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from generator import discover
from generator.errors import RequestError, ToolError
from generator.places import user_tasks
from generator.progress import Progress
from generator.score import Score
from generator.tasks import Task
from generator.tasks._folder import SHIPPED
from generator.train.data import Split
from generator.train.quiet import load_tensorflow
from generator.train.result import TrainingResult

_RECIPES = "generator.train.recipes"
_NEEDED = {"tensorflow": "TensorFlow", "soundfile": "soundfile", "tflite_micro": "tflite-micro"}
# A copy of a recipe of the user's own, beside what it made.
_KEPT = "recipe.py"
_INTERFACE = ("train", "held_out", "judge")


def train(
    word: str, *, quick: bool, output: Path, data: Path | None, progress: Progress
) -> TrainingResult:
    """Trains a task and writes its model, card and samples into the folder `output`.

    word: a task's name, or the path of a recipe of one's own (docs/training.md).
    quick: about a minute, on few inputs; the result is for trying the recipe, not for release.
    data: a folder that holds the data set, else it is looked for or downloaded.
    Nothing of a training that fails or is stopped is left. Raises RequestError for an unknown task,
    ToolError where a package for training is missing.
    """
    recipe = recipe_module(word)
    _demand_packages(recipe)
    with TemporaryDirectory(prefix="generator-train-") as name:
        folder = Path(name)
        result: TrainingResult = recipe.train(
            quick=quick, output=folder, data=data, progress=progress
        )
        if word.endswith(".py"):
            shutil.copyfile(word, folder / _KEPT)
        shutil.copytree(folder, output, dirs_exist_ok=True)
    model, card = (output / path.relative_to(folder) for path in (result.model, result.card))
    return replace(result, model=model, card=card)


def held_out(word: str, data: Path | None, progress: Progress) -> Split:
    """The inputs that a task's model was never trained on, with their truth.

    word, data: as for `train`. Needs no TensorFlow. Raises RequestError for an unknown task or
    where `data` holds none, ToolError where the data can be neither found nor downloaded.
    """
    split: Split = recipe_module(word).held_out(data, progress)
    return split


def judge(word: str, model: Path, data: Path | None, progress: Progress) -> Score:
    """How good a model file of a task is on the task's held-out inputs.

    word, data: as for `train`; raises as `held_out` does. Needs no TensorFlow but, for a network,
    its microcontroller runtime, which is the reference: ToolError where it is missing.
    """
    recipe = recipe_module(word)
    if model.suffix == ".tflite":
        _demand({"tflite_micro": "tflite-micro"})
    testing = recipe.held_out(data, progress)
    progress(f"running {len(testing):,} inputs", 0, 1)
    score: Score = recipe.judge(model, testing)
    return score


def scoring(word: str) -> Callable[[Any, Any], Score] | None:
    """How a task scores real outputs (inputs, outputs) by their truth, as its held-out data has it.

    None for a recipe that scores otherwise.
    """
    recipe = recipe_module(word)
    answers = getattr(recipe, "ANSWERS", None) or getattr(
        getattr(recipe, "RECIPE", None), "answers", None
    )
    return answers.score if answers is not None else None


def recipe_word(task: Task) -> str:
    """What names a task's recipe: its word, but the file beside its card if it is a user's."""
    kept = task.card.parent / _KEPT
    return str(kept) if kept.is_file() else task.name


def default_output(word: str) -> Path:
    """Where training writes when nothing else is said.

    The user's own tasks, so that the word can be typed from then on; but `trained/TASK` for a task
    that ships a model, which stays in its place.
    """
    name = Path(word).stem.lower().replace("-", "_")
    return Path("trained", name) if (SHIPPED / name).is_dir() else user_tasks() / name


def recipe_module(word: str) -> ModuleType:
    """The recipe of that name, or in that file. Raises RequestError where there is none."""
    if not word.endswith(".py"):
        return discover.module(_RECIPES, word, "recipe")
    path = Path(word)
    if not path.is_file():
        raise RequestError("There is no such recipe file.", where=word)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None, f"{word} ends in .py"
    assert spec.loader is not None, f"{word} is a file"
    recipe = importlib.util.module_from_spec(spec)
    wanted, sys.dont_write_bytecode = (
        sys.dont_write_bytecode,
        True,
    )  # nothing beside the user's file
    try:
        spec.loader.exec_module(recipe)
    except Exception as error:
        raise RequestError(f"The recipe cannot be read: {error!r}.", where=word) from error
    finally:
        sys.dont_write_bytecode = wanted
    for name in _INTERFACE:
        if not callable(getattr(recipe, name, None)):
            raise RequestError(
                f"The recipe has no function `{name}`.",
                where=word,
                hint="docs/training.md shows a recipe; `train = RECIPE.train` is enough.",
            )
    return recipe


def _demand_packages(recipe: ModuleType) -> None:
    """Before anything is read or written; a recipe may need others than the usual `NEEDED`."""
    needed = getattr(recipe, "NEEDED", _NEEDED)
    _demand(needed)
    if "tensorflow" in needed:
        load_tensorflow()


def _demand(needed: dict[str, str]) -> None:
    for module, name in needed.items():
        if importlib.util.find_spec(module) is None:
            raise ToolError(
                f"Training needs the package {name}, which is not installed.",
                hint="pip install --pre '.[train]'",
            )
