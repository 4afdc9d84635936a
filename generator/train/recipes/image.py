"""Ten kinds of things on colour pictures, for a part with 64 KiB of flash and 20 KiB of RAM."""

from dataclasses import replace
from functools import partial

from generator.train.datasets import cifar10
from generator.train.fitting import Schedule
from generator.train.networks import separable_cnn
from generator.train.recipes import cifar10 as large

RECIPE = replace(
    large.RECIPE,
    name="image",
    title="Ten kinds of things on colour pictures of 32x32 pixels, small network",
    build=partial(separable_cnn.build, 24, ((24, 2), (64, 2), (96, 1)), len(cifar10.LABELS), 0.1),
    schedule=Schedule(epochs=45, batch=64, peak_rate=4e-3, label_smoothing=0.1),
    pass_mark=0.5,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
