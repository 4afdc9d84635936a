"""Oddities in a machine's temperature: a forest that learned from few real ones and many made."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from generator.progress import Progress
from generator.train import forest_recipe
from generator.train.answers import Anomalies
from generator.train.data import Data, Split
from generator.train.datasets import machine_temperature
from generator.train.forest_recipe import ForestRecipe
from generator.train.frontends.temperature_features import features

NEEDED = forest_recipe.NEEDED
# Two hours of readings.
READINGS = 24
_SEED = 1

Degrees = npt.NDArray[np.float64]


def _load(data: Path | None, progress: Progress) -> Data:
    before, after = machine_temperature.windows(READINGS, 1, data, progress)
    made = _made(before.degrees[~before.touched], np.random.default_rng(_SEED))
    training = Split(
        features(np.concatenate([before.degrees, made])),
        np.concatenate([before.anomalous, np.ones(len(made))]).astype(np.int64),
    )
    later = after.take(slice(None, None, 3))
    return Data(training, Split(features(later.degrees), later.anomalous.astype(np.int64)))


def _made(normal: Degrees, rng: np.random.Generator) -> Degrees:
    """Normal windows that were made odd: too cold, too hot, or falling within the window.

    Two anomalies are too few to learn from; what is far from normal is one whatever its cause.
    """
    count = len(normal) // 3
    cold = _drawn(normal, count, rng) - rng.uniform(15, 55, (count, 1))
    hot = _drawn(normal, count, rng) + rng.uniform(15, 30, (count, 1))
    since = np.arange(READINGS) - rng.integers(1, READINGS, (count, 1))
    fallen = np.clip(since / rng.integers(1, 12, (count, 1)), 0.0, 1.0)
    falling = _drawn(normal, count, rng) - rng.uniform(15, 50, (count, 1)) * fallen
    return np.concatenate([cold, hot, falling])


def _drawn(windows: Degrees, count: int, rng: np.random.Generator) -> Degrees:
    return windows[rng.integers(len(windows), size=count)]


def _build() -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(20, max_depth=10, min_samples_leaf=10, random_state=_SEED)


RECIPE = ForestRecipe(
    name="anomaly_forest",
    title="Oddities in a machine's temperature, by a random forest",
    licence="Model Apache-2.0; data MIT (assets/anomaly_forest/ATTRIBUTION.md)",
    data_name=machine_temperature.NAME,
    source=machine_temperature.SOURCE,
    load=_load,
    answers=Anomalies(),
    build=_build,
    pass_mark=0.92,
    seed=_SEED,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
