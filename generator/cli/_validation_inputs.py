"""The inputs that `validate` feeds a model with, and how its answers to them are scored."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator import known_tasks, readers
from generator.errors import RequestError
from generator.progress import Progress
from generator.quantization import stored
from generator.source import Source
from generator.tasks import Task
from generator.train import run as training
from generator.validation import samples
from generator.validation.compare import Judge, classes
from generator.validation.samples import Samples

_TEST = "test"
_DEFAULT_TEST_COUNT = 500


@dataclass(frozen=True, eq=False)
class Given:
    """judge: None where nobody knows the right answers. float_model: of a task that ships one."""

    samples: Samples
    judge: Judge | None
    float_model: Path | None = None


def given_inputs(
    model: str, source: Source, data: str | None, seed: int, progress: Progress
) -> Given:
    """What --data says; for a task without it, some of its held-out inputs.

    Raises RequestError for anything that is no data, or `test` for what is no task.
    """
    task = known_tasks.find(model)
    word = data or ("random" if task is None else f"{_TEST}:{_DEFAULT_TEST_COUNT}")
    if word == _TEST or word.startswith(f"{_TEST}:"):
        if task is None:
            raise RequestError(
                "Only a task has held-out inputs.", where=model, hint="--data FILE.npz or random"
            )
        return _held_out(task, _count(word), seed, progress)
    found = samples.read(word, readers.read(source.path), seed)
    judge = None if found.truth is None else classes(source.application.labels)
    return Given(found, judge, task.float_model if task else None)


def _count(word: str) -> int | None:
    """How many of them; None for all."""
    number = word.partition(":")[2]
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and int(number)):
        raise RequestError(f"{number!r} is no number of samples.", where="--data")
    return int(number)


def _held_out(task: Task, wanted: int | None, seed: int, progress: Progress) -> Given:
    """Inputs that the task's model was never trained on, with their truth."""
    recipe = training.recipe_word(task)
    split = training.held_out(recipe, None, progress)
    chosen = split if wanted is None or wanted >= len(split) else split.drawn(wanted, seed)
    graph = readers.read(task.model)
    entry = graph.tensors[graph.inputs[0]]
    column = stored(entry, chosen.inputs.reshape(len(chosen), *entry.shape))
    said = f"{len(chosen):,} of the {len(split):,} held-out inputs of {task.name}"
    found = Samples((column,), np.asarray(chosen.truth), said)
    return Given(found, training.scoring(recipe), task.float_model)
