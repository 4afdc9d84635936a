"""`python -m benchmarks.emotion`: the emotion model on sentences that people wrote.

Reads ArmanEmo and ShortPersianEmo from the folder of the variable GENERATOR_DATA. Their licences
(CC-BY-NC-SA-4.0 and GPL-3.0) keep them and all that is learned from them out of this project; they
only judge here. Our twelve labels are more than theirs, so several of ours count as one of theirs.
"""

import gzip
from pathlib import Path

import numpy as np

from generator import known_tasks
from generator.tasks import Task
from generator.train.datasets import local
from generator.train.datasets.farsi_emotions import LABELS
from generator.train.frontends.farsi_tokens import UNKNOWN, Vocabulary
from generator.train.recipe import deployed_answers
from generator.train.recipes.emotion import LENGTH, VOCABULARY_FILE

_PLEASANT = ("happiness", "love", "hope", "pride", "calm")
_SAD = ("sadness", "loneliness", "shame")
OURS = {"HAPPY": _PLEASANT, "SAD": _SAD, "ANGRY": ("anger",), "FEAR": ("fear",)}
OURS |= {"SURPRISE": ("surprise",), "HATE": ("disgust",)}
FILES = ("armanemo_test", "shortpersianemo_test")


def main() -> int:
    """Prints a line for each file."""
    task = known_tasks.find("emotion")
    assert task is not None
    folder = local.root(None) / "datasets" / "farsi"
    for name in FILES:
        path = folder / f"{name}.tsv.gz"
        print(f"{name}: {_judged(task, path) if path.is_file() else 'not here'}")
    return 0


def _judged(task: Task, path: Path) -> str:
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    rows = [line.rsplit("\t", 1) for line in lines]
    known = [(row[0], row[-1].strip()) for row in rows if row[-1].strip() in OURS]
    names = sorted({label for _, label in known})
    vocabulary = Vocabulary.read(task.card.with_name(VOCABULARY_FILE))
    numbers = vocabulary.encode((text for text, _ in known), LENGTH)
    outputs = deployed_answers(task.model, numbers.astype(np.float32))
    sums = np.stack([outputs[:, _columns(name)].max(axis=1) for name in names], axis=1)
    truth = np.array([names.index(label) for _, label in known])
    right = float(np.mean(sums.argmax(axis=1) == truth))
    commonest = np.bincount(truth).max() / len(truth)
    unknown = np.sum(numbers == UNKNOWN) / np.sum(numbers != 0)
    return (
        f"{right:.1%} of {len(known)} texts in {len(names)} classes; always the commonest class "
        f"would be {commonest:.1%}; {unknown:.0%} of the words are unknown to the model"
    )


def _columns(name: str) -> list[int]:
    return [LABELS.index(label) for label in OURS[name]]


if __name__ == "__main__":
    raise SystemExit(main())
