"""What a training run leaves behind."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.tasks import Accuracy

# What is being done, how many steps of it are done, and of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class TrainingResult:
    """The files of a trained task and how good the int8 model is on held-out clips.

    model, labels, card: the .tflite file, the label file and the model card (JSON).
    accuracy: of the int8 model on test clips; float_share: of the float model on the same.
    seconds: the time that training took.
    """

    task: str
    model: Path
    labels: Path
    card: Path
    accuracy: Accuracy
    float_share: float
    seconds: float
