"""Trains a task by its recipe."""

import importlib.util
from pathlib import Path

from generator import discover
from generator.errors import ToolError
from generator.train.result import Progress, TrainingResult

_RECIPES = "generator.train.recipes"
_NEEDED = {"tensorflow": "TensorFlow", "soundfile": "soundfile", "tflite_micro": "tflite-micro"}


def train(
    task: str, *, quick: bool, output: Path, data: Path | None, progress: Progress
) -> TrainingResult:
    """Trains a task and writes its model, labels and card into the folder `output`.

    quick: about a minute, with few clips; the result is for trying the recipe, not for release.
    data: a folder that holds the data set, else it is looked for or downloaded.
    Raises RequestError for an unknown task, ToolError where a package for training is missing.
    """
    if task in discover.module_names(_RECIPES):
        _demand_packages()
    recipe = discover.module(_RECIPES, task, "recipe")
    output.mkdir(parents=True, exist_ok=True)
    result: TrainingResult = recipe.train(quick=quick, output=output, data=data, progress=progress)
    return result


def _demand_packages() -> None:
    for module, name in _NEEDED.items():
        if importlib.util.find_spec(module) is None:
            raise ToolError(
                f"Training needs the package {name}, which is not installed.",
                hint="pip install --pre '.[train]'",
            )
