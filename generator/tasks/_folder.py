"""A task as training leaves it: a folder with the model, its card and samples."""

import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from generator import readers, score
from generator.errors import RequestError
from generator.places import user_tasks
from generator.quantization import stored
from generator.tasks import NotTrained, Sample, Task

SHIPPED = Path(__file__).parent / "assets"
CARD = "card.json"
SAMPLES = "samples.npz"
FLOAT_MODEL = "model_float.tflite"


def read(folder: Path) -> Task:
    """The task in a folder.

    `card.json` says what it is; `samples.npz`, where it is, has `inputs`, real numbers
    (samples, *shape), `truth`, label indices or numbers, and `names`. Raises RequestError where
    something of it is missing or damaged.
    """
    try:
        return _read(folder)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, BadZipFile) as error:
        raise RequestError(
            f"The task's folder is damaged: {error!r}.",
            where=str(folder),
            hint="Train it again, or remove the folder.",
        ) from error


def _read(folder: Path) -> Task:
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    model, float_model = folder / card["model"]["file"], folder / FLOAT_MODEL
    labels = tuple(card["labels"])
    return Task(
        name=card["name"],
        title=card["title"],
        model=model,
        float_model=float_model if float_model.is_file() else None,
        labels=labels,
        samples=_samples(folder / SAMPLES, model, classes=bool(labels)),
        score=score.from_facts(card["test"]),
        pass_mark=card["pass_mark"],
        licence=card["licence"],
        trained=card["trained"],
        card=folder / CARD,
    )


def trained_here(name: str, title: str, licence: str) -> Task:
    """A task whose model may not be shipped, from the user's own training.

    licence: of the data, in words that end a sentence. Raises NotTrained until there is one.
    """
    folder = user_tasks() / name
    if not (folder / CARD).is_file():
        raise NotTrained(name, title, licence)
    return read(folder)


def _samples(path: Path, model: Path, *, classes: bool) -> tuple[Sample, ...]:
    if not path.is_file():
        return ()
    graph = readers.read(model)
    with np.load(path) as file:
        held: dict[str, Any] = {key: file[key] for key in ("inputs", "truth", "names")}
    data = stored(graph.tensors[graph.inputs[0]], held["inputs"])
    rows = zip(held["names"], data, held["truth"], strict=True)
    return tuple(
        Sample(str(name), row[np.newaxis], int(truth) if classes else None)
        for name, row, truth in rows
    )
