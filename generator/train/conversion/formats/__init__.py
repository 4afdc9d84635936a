"""The kinds of files a network is read from: `keras` is `formats/keras.py`, by the file's suffix.

Each module has a function `load(path) -> Network`. A folder is a `saved_model`.
"""
