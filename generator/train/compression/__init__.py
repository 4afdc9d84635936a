"""Ways to make a trained network smaller, each with what it costs in accuracy.

`methods/` has one module for each word of `generator compress --methods`. Networks are those of
Keras 2 (`tf_keras`), as tensorflow-model-optimization knows no others.
"""
