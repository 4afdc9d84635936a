"""Standing, walking or running, from one second of acceleration."""

from functools import partial

import numpy as np

from generator.train.answers import Classes
from generator.train.data import Float32
from generator.train.datasets import st_har
from generator.train.fitting import Schedule
from generator.train.networks import conv_1d
from generator.train.recipe import Recipe


def _turned(windows: Float32, rng: np.random.Generator) -> Float32:
    """Each window with its axes exchanged and turned round: the board may sit in any way."""
    order = rng.permuted(np.tile(np.arange(3), (len(windows), 1)), axis=1)
    signs = rng.choice(np.array([-1, 1], dtype=np.float32), (len(windows), 1, 3))
    turned: Float32 = np.take_along_axis(windows, order[:, np.newaxis, :], axis=2) * signs
    return turned


RECIPE = Recipe(
    name="har",
    title="Human activity: stationary, walking or running, by acceleration",
    licence="Model Apache-2.0; data BSD-3-Clause (assets/har/ATTRIBUTION.md)",
    data_name=st_har.NAME,
    source=st_har.SOURCE,
    load=st_har.load,
    answers=Classes(st_har.LABELS),
    build=partial(conv_1d.build, st_har.WINDOW, 3, (16, 8), 64, len(st_har.LABELS), 0.2),
    schedule=Schedule(epochs=60, batch=64, peak_rate=3e-3, label_smoothing=0.05),
    input_range=(-1.0, 1.0),
    pass_mark=0.9,
    augment=_turned,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
