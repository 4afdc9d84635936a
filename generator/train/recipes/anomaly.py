"""Oddities in a machine's temperature: an autoencoder that has seen only normal days."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from generator.progress import Progress
from generator.train.answers import Anomalies
from generator.train.data import Data, Float32, Split
from generator.train.datasets import machine_temperature
from generator.train.fitting import Schedule
from generator.train.networks.autoencoder import Autoencoder
from generator.train.recipe import Recipe

# Eight hours, a reading every quarter of an hour.
READINGS, STEP = 32, 3
# The network reads (degrees - 85) / 20, no less than -4 and no more than 4.
_MIDDLE, _SPREAD, _LIMIT = 85.0, 20.0, 4.0
_NOISE = 0.3
# By December's two anomalies, which lie before the split: learning longer, the network restores
# anomalies as well.
EPOCHS = 2
NETWORK = Autoencoder(inputs=READINGS, hidden=32, latent=4, alarm_share=0.01)


def network_input(degrees: npt.NDArray[np.float64]) -> Float32:
    """Readings as the network wants them, of the same shape."""
    return np.clip((degrees - _MIDDLE) / _SPREAD, -_LIMIT, _LIMIT).astype(np.float32)


def _load(data: Path | None, progress: Progress) -> Data:
    before, after = machine_temperature.windows(READINGS, STEP, data, progress)
    normal = network_input(before.degrees[~before.touched])
    later = after.take(slice(None, None, STEP))
    testing = Split(network_input(later.degrees), later.anomalous.astype(np.int64))
    return Data(training=Split(normal, normal), testing=testing)


def _noisy(inputs: Float32, rng: np.random.Generator) -> Float32:
    """A denoising autoencoder (Vincent et al., 2008) cannot learn simply to copy."""
    return inputs + rng.normal(0.0, _NOISE, inputs.shape).astype(np.float32)


RECIPE = Recipe(
    name="anomaly",
    title="Oddities in a machine's temperature, by an autoencoder",
    licence="Model Apache-2.0; data MIT (assets/anomaly/ATTRIBUTION.md)",
    data_name=machine_temperature.NAME,
    source=machine_temperature.SOURCE,
    load=_load,
    answers=Anomalies(),
    build=NETWORK.build,
    deploy=lambda trained, training: NETWORK.deployed(trained, training.inputs),
    schedule=Schedule(epochs=EPOCHS, batch=128, peak_rate=3e-3),
    input_range=(-_LIMIT, _LIMIT),
    pass_mark=0.88,
    augment=_noisy,
    quick_epochs=EPOCHS,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
