"""Network architectures, as functions that build a Keras model."""
