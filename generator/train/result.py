"""What a training run leaves behind."""

from dataclasses import dataclass
from pathlib import Path

from generator.score import Score


@dataclass(frozen=True)
class TrainingResult:
    """The files of a trained task and how good the deployed model is on held-out inputs.

    model, card: the model file and the model card (JSON), both in one folder that is the task.
    score: of the deployed model; float_score: before quantisation, None where nothing is quantised.
    seconds: the time that training took.
    """

    task: str
    model: Path
    card: Path
    score: Score
    float_score: Score | None
    seconds: float
