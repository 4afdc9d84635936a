"""Kinds of clothes by the wide network of the tinyML performance comparison, to measure it."""

from dataclasses import replace
from functools import partial

from generator.train.datasets import fashion_mnist
from generator.train.fitting import Schedule
from generator.train.networks import plain_cnn
from generator.train.recipes import fashion

RECIPE = replace(
    fashion.RECIPE,
    name="fashion_large",
    title="Ten kinds of clothes by a network of 2.3 million multiply-accumulates",
    licence="Model Apache-2.0; data MIT (assets/fashion_large/ATTRIBUTION.md)",
    build=partial(plain_cnn.build, 28, (64, 32), 256, len(fashion_mnist.LABELS), 0.3),
    schedule=Schedule(epochs=12, batch=64, peak_rate=1e-3, label_smoothing=0.05),
    pass_mark=0.87,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
