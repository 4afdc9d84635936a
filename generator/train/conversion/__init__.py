"""A trained network of another format becomes a .tflite file, and how well that file still does.

`formats/` reads networks, one module for each kind of file; `dtypes/` says what the converter is
asked for, one module for each word of `generator convert --dtype`.
"""
