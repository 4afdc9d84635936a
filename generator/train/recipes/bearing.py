"""Whether a bearing vibrates as a new one does: an autoencoder on the spectrum."""

from pathlib import Path

import numpy as np

from generator.progress import Progress
from generator.train.answers import Anomalies
from generator.train.data import Data, Float32, Split
from generator.train.datasets import cwru_bearings
from generator.train.fitting import Schedule
from generator.train.frontends import vibration
from generator.train.networks.autoencoder import Autoencoder
from generator.train.recipe import Recipe
from generator.train.recipes.bearing_forest import LEARNED_SHARE, joined

BANDS = 64
# The network reads (decibels + 10) / 10, no less than -4 and no more than 4.
_MIDDLE, _SPREAD, _LIMIT = -10.0, 10.0, 4.0
_TRAINING_HOP, _TESTING_HOP = 16, 256
_NOISE = 0.2
NETWORK = Autoencoder(inputs=BANDS, hidden=64, latent=8, alarm_share=0.01)


def _network_input(cut: vibration.Float64) -> Float32:
    levels = vibration.band_levels(cut, BANDS)
    return np.clip((levels - _MIDDLE) / _SPREAD, -_LIMIT, _LIMIT).astype(np.float32)


def _load(data: Path | None, progress: Progress) -> Data:
    """The normal bearing's first part to learn from; its rest and all faulty ones to be tested."""
    progress("reading the vibration", 0, 1)
    normal, *faulty = sorted(cwru_bearings.recordings(data), key=lambda each: each.label)
    cut = round(LEARNED_SHARE * len(normal.vibration))
    learned = _network_input(vibration.windows(normal.vibration[:cut], _TRAINING_HOP))
    tested = [(normal.vibration[cut:], 0), *((each.vibration, 1) for each in faulty)]
    return Data(Split(learned, learned), joined([_split(*part) for part in tested]))


def _split(samples: vibration.Float64, truth: int) -> Split:
    cut = vibration.windows(samples, _TESTING_HOP)
    return Split(_network_input(cut), np.full(len(cut), truth, np.int64))


def _noisy(inputs: Float32, rng: np.random.Generator) -> Float32:
    return inputs + rng.normal(0.0, _NOISE, inputs.shape).astype(np.float32)


RECIPE = Recipe(
    name="bearing",
    title="Whether a bearing vibrates as a new one does, by an autoencoder",
    licence=f"Model for your own use; {cwru_bearings.LICENCE}",
    data_name=cwru_bearings.NAME,
    source=cwru_bearings.SOURCE,
    load=_load,
    answers=Anomalies(),
    build=NETWORK.build,
    deploy=lambda trained, training: NETWORK.deployed(trained, training.inputs),
    schedule=Schedule(epochs=30, batch=64, peak_rate=3e-3),
    input_range=(-_LIMIT, _LIMIT),
    pass_mark=0.95,
    augment=_noisy,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
