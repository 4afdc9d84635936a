"""The words of `generator convert --dtype`, one module each.

Each module has `NEEDS_DATA`, whether the converter must see typical inputs, and a function
`configure(converter)` that asks TensorFlow's converter for it. The meaning of the converter's
settings is that of the TensorFlow documentation, "Post-training quantization".
"""
