"""A fully connected autoencoder that knows only what is normal, and the alarm made of its error.

It squeezes the input through a few bounded units (tanh) and restores it; what it never saw it
restores badly. The deployed network has the comparison in it, so that the device says "normal" or
"anomaly" by itself: the mean absolute error z, and 2 t - z beside it, are equal at the threshold t.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.train.data import Float32


@dataclass(frozen=True)
class Autoencoder:
    """The network's shape.

    inputs: numbers in and out. hidden: units of the layers before and after the narrowest.
    latent: units of the narrowest. alarm_share: share of normal inputs that raise an alarm.
    """

    inputs: int
    hidden: int
    latent: int
    alarm_share: float

    def build(self) -> Any:
        """The Keras model from inputs to the same inputs: (batch, inputs) -> (batch, inputs)."""
        from tensorflow import keras

        entry = keras.Input((self.inputs,))
        x = keras.layers.Dense(self.hidden, activation="relu")(entry)
        x = keras.layers.Dense(self.latent, activation="tanh")(x)
        x = keras.layers.Dense(self.hidden, activation="relu")(x)
        return keras.Model(entry, keras.layers.Dense(self.inputs)(x))

    def deployed(self, trained: Any, normal: Float32) -> Any:
        """The model to convert: (batch, inputs) -> (batch, 2), how normal and how anomalous."""
        from tensorflow import keras

        restored = trained.predict(normal, batch_size=256, verbose=0)
        errors = np.mean(np.abs(restored - normal), axis=1)
        threshold = float(np.quantile(errors, 1.0 - self.alarm_share))
        apart = keras.ops.abs(keras.layers.Subtract()([trained.input, trained.output]))
        error = keras.ops.mean(apart, axis=-1, keepdims=True)
        verdict = keras.layers.Dense(2)
        model = keras.Model(trained.input, verdict(error))
        verdict.set_weights([np.array([[-1.0, 1.0]]), np.array([2.0 * threshold, 0.0])])
        return model
