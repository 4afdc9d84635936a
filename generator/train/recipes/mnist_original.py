"""Handwritten digits, learned from MNIST itself; its licence keeps the model on your computer."""

from dataclasses import replace

from generator.train.datasets import mnist
from generator.train.recipes import mnist as shipped

RECIPE = replace(
    shipped.RECIPE,
    name="mnist_original",
    title="Handwritten digits, learned from MNIST itself",
    licence="MNIST is CC-BY-SA-3.0",
    data_name="MNIST",
    source="MNIST (LeCun, Cortes and Burges), CC-BY-SA-3.0",
    load=mnist.load,
    pass_mark=0.98,
    samples=None,
)
train = RECIPE.train
held_out = RECIPE.held_out
judge = RECIPE.judge
