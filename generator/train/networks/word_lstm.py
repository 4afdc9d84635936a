"""A recurrent network over the words of a text: embedding, one LSTM layer, one dense layer.

TensorFlow's converter makes a single UNIDIRECTIONAL_SEQUENCE_LSTM of an LSTM layer only when the
batch is fixed and the layer is not unrolled, and TensorFlow 2.21 ends with a segmentation fault on
Keras 3's LSTM when it quantises it; so the trained weights move into the same network of tf_keras.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class WordLstm:
    """The network's shape.

    words: size of the vocabulary, padding and the unknown included. length: of every text.
    features: of a word. units: of the LSTM. labels: how many logits.
    word_dropout, dropout: shares of the features of all words, and of the LSTM's outputs, that are
    dropped in training.
    """

    words: int
    length: int
    features: int
    units: int
    labels: int
    word_dropout: float
    dropout: float

    def build(self) -> Any:
        """The Keras model from numbers of words to logits: (batch, length) -> (batch, labels)."""
        from tensorflow import keras

        entry = keras.Input((self.length,))
        x = keras.layers.Embedding(self.words, self.features)(entry)
        x = keras.layers.SpatialDropout1D(self.word_dropout)(x)
        x = keras.layers.LSTM(self.units)(x)
        x = keras.layers.Dropout(self.dropout)(x)
        return keras.Model(entry, keras.layers.Dense(self.labels)(x))

    def deployed(self, trained: Any) -> Any:
        """The model to convert, one int32 text at a time to probabilities, with trained weights."""
        import tf_keras

        entry = tf_keras.Input(batch_shape=(1, self.length), dtype="int32")
        x = tf_keras.layers.Embedding(self.words, self.features)(entry)
        x = tf_keras.layers.LSTM(self.units)(x)
        x = tf_keras.layers.Dense(self.labels)(x)
        model = tf_keras.Model(entry, tf_keras.layers.Softmax()(x))
        model.set_weights(trained.get_weights())
        return model
