"""A depthwise-separable convolutional network over time whose channels are the mel bands.

The first convolution mixes all bands of neighbouring frames, as in TC-ResNet (Choi et al.,
"Temporal Convolution for Real-time Keyword Spotting on Mobile Devices", arXiv:1904.03814);
residual blocks of a long depthwise and a pointwise convolution follow, as in MatchboxNet
(Majumdar and Ginsburg, arXiv:2004.08531). With a width of 1 in the second direction a layer's
output is only frames x channels bytes, a tenth of what a two-dimensional DS-CNN needs.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TemporalDsCnn:
    """The network's shape.

    frames, bands: the input's; the network reads (batch, frames, 1, bands).
    channels: of every convolution.
    kernels: length in frames of each residual block's depthwise convolution.
    dropout: share of the pooled channels dropped in training.
    """

    frames: int
    bands: int
    channels: int
    kernels: tuple[int, ...]
    dropout: float

    def build(self, labels: int) -> Any:
        """The Keras model from features to logits: (batch, frames, 1, bands) -> (batch, labels)."""
        from tensorflow import keras

        entry = keras.Input((self.frames, 1, self.bands))
        x = keras.layers.Conv2D(self.channels, (3, 1), (2, 1), padding="same", use_bias=False)(
            entry
        )
        x = _normalise_and_clip(x)
        for kernel in self.kernels:
            x = self._block(x, kernel)
        x = keras.layers.AveragePooling2D((x.shape[1], 1))(x)
        x = keras.layers.Reshape((self.channels,))(x)
        x = keras.layers.Dropout(self.dropout)(x)
        return keras.Model(entry, keras.layers.Dense(labels)(x))

    def _block(self, entry: Any, kernel: int) -> Any:
        from tensorflow import keras

        x = keras.layers.DepthwiseConv2D((kernel, 1), padding="same", use_bias=False)(entry)
        x = _normalise_and_clip(x)
        x = keras.layers.Conv2D(self.channels, 1, use_bias=False)(x)
        x = keras.layers.BatchNormalization(momentum=0.95)(x)
        return keras.layers.ReLU()(keras.layers.Add()([entry, x]))


def _normalise_and_clip(x: Any) -> Any:
    from tensorflow import keras

    return keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.95)(x))
