"""Channels taken out of a network, against the same network with them zeroed."""

import os

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="TensorFlow is not installed (pip install '.[train]')")
pytest.importorskip("tf_keras", reason="tf_keras is not installed")

import tf_keras

from generator.errors import ModelError
from generator.train.compression.channels import without_weak_channels

layers = tf_keras.layers
pytestmark = pytest.mark.skipif(
    os.environ.get("TF_USE_LEGACY_KERAS") != "1",
    reason="needs TF_USE_LEGACY_KERAS=1, which compressing sets for itself",
)


def chain() -> tf_keras.Model:
    """A network whose channels go through every kind of layer that lets them."""
    return tf_keras.Sequential(
        [
            layers.Input((9, 9, 2)),
            layers.Conv2D(6, 3, activation="relu"),
            layers.DepthwiseConv2D(3),
            layers.BatchNormalization(),
            layers.Conv2D(8, 1, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(12, activation="relu"),
            layers.Dense(3),
        ]
    )


def test_equals_the_network_with_its_weak_channels_at_zero() -> None:
    network = chain()
    rng = np.random.default_rng(1)
    # Weak channels that are exactly zero and stay zero through the ReLU change nothing.
    for layer in network.layers:
        if type(layer).__name__ in ("Conv2D", "Dense") and layer is not network.layers[-1]:
            kernel, bias = layer.get_weights()
            bias = rng.normal(size=bias.shape).astype(np.float32)
            weak = rng.permutation(kernel.shape[-1])[: kernel.shape[-1] // 2]
            kernel[..., weak], bias[weak] = 0, 0
            layer.set_weights([kernel, bias])
    smaller = without_weak_channels(network, 0.5)
    inputs = rng.normal(size=(5, 9, 9, 2)).astype(np.float32)
    np.testing.assert_allclose(
        smaller.predict(inputs, verbose=0), network.predict(inputs, verbose=0), atol=1e-5
    )
    assert smaller.count_params() < network.count_params() / 2


def test_channels_that_meet_in_a_sum_stay() -> None:
    entry = layers.Input((8, 8, 4))
    left = layers.Conv2D(4, 3, padding="same")(entry)
    joined = layers.Add()([entry, left])
    inner = layers.Conv2D(10, 1)(joined)
    network = tf_keras.Model(entry, layers.Dense(2)(layers.Flatten()(inner)))
    smaller = without_weak_channels(network, 0.5)
    kept = [layer.filters for layer in smaller.layers if type(layer).__name__ == "Conv2D"]
    assert kept == [4, 5]


def test_says_so_where_no_channel_can_go() -> None:
    network = tf_keras.Sequential([layers.Input((4,)), layers.Dense(2)])
    with pytest.raises(ModelError, match="can lose"):
        without_weak_channels(network, 0.5)
