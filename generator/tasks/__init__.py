"""The tasks, one file each: `kws` is `generator/tasks/kws.py`.

Each module has a function `task() -> Task`. It raises `NotTrained` where the model may not be
shipped and has not been trained on this computer yet.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generator.errors import RequestError
from generator.score import Score


@dataclass(frozen=True)
class Sample:
    """A real input that the model was never trained on.

    name: short and unique within the task.
    data: in the model's input dtype and shape, with the batch of one.
    label_index: the true label, None where the model answers with a number.
    clip: the recording that it was made from, None where the data is the input itself.
    """

    name: str
    data: npt.NDArray[np.generic]
    label_index: int | None
    clip: Path | None = None


@dataclass(frozen=True)
class Task:
    """A trained model with everything needed to see it work.

    name: the word to type.
    title: one line for people.
    model: the model file that is deployed.
    float_model: the same network before quantisation, None where it is too large to keep.
    labels: in the order of the model's outputs; () where they are no classes.
    samples: real inputs, at least one for each label.
    score: of this very model on data it was never trained on.
    pass_mark: the worst score that a release may have.
    licence: of the model and of the data.
    trained: how the model came to be, in one line.
    card: the model card, JSON.
    """

    name: str
    title: str
    model: Path
    float_model: Path | None
    labels: tuple[str, ...]
    samples: tuple[Sample, ...]
    score: Score
    pass_mark: float
    licence: str
    trained: str
    card: Path


class NotTrained(RequestError):
    """The task's data may not be passed on, so its model must first be trained here."""

    def __init__(self, name: str, title: str, licence: str) -> None:
        super().__init__(
            f"The task {name} ships no model ({licence}); it is trained on your computer.",
            hint=f"generator train {name}",
        )
        self.name = name
        self.title = title
        self.licence = licence
