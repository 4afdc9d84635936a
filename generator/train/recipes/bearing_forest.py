"""What is wrong with a bearing, by its vibration: a random forest on twenty numbers."""

from pathlib import Path
from typing import Any

import numpy as np

from generator.progress import Progress
from generator.train import forest_recipe
from generator.train.answers import Classes
from generator.train.data import Data, Split
from generator.train.datasets import cwru_bearings
from generator.train.datasets.cwru_bearings import Recording
from generator.train.forest_recipe import ForestRecipe
from generator.train.frontends import vibration

NEEDED = forest_recipe.NEEDED
# The first part of each recording is learned from, the rest tested: no window is in both.
LEARNED_SHARE = 0.7
_TRAINING_HOP, _TESTING_HOP = 128, 256
_SEED = 1


def _load(data: Path | None, progress: Progress) -> Data:
    progress("reading the vibration", 0, 1)
    return data_of(cwru_bearings.recordings(data))


def data_of(recordings: tuple[Recording, ...]) -> Data:
    """The first part of each recording for training, the rest for testing."""
    training, testing = [], []
    for recording in recordings:
        cut = round(LEARNED_SHARE * len(recording.vibration))
        learned = vibration.windows(recording.vibration[:cut], _TRAINING_HOP)
        tested = vibration.windows(recording.vibration[cut:], _TESTING_HOP)
        training.append(_split(learned, recording.label))
        testing.append(_split(tested, recording.label))
    return Data(joined(training), joined(testing))


def _split(cut: vibration.Float64, label: int) -> Split:
    return Split(vibration.features(cut), np.full(len(cut), label, np.int64))


def joined(parts: list[Split]) -> Split:
    """Several splits as one."""
    return Split(
        np.concatenate([part.inputs for part in parts]),
        np.concatenate([part.truth for part in parts]),
    )


def _build() -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(20, random_state=_SEED)


RECIPE = ForestRecipe(
    name="bearing_forest",
    title="What is wrong with a bearing, by its vibration: a random forest",
    licence=f"Model for your own use; {cwru_bearings.LICENCE}",
    data_name=cwru_bearings.NAME,
    source=cwru_bearings.SOURCE,
    load=_load,
    answers=Classes(cwru_bearings.LABELS),
    build=_build,
    pass_mark=0.99,
    seed=_SEED,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
