"""Variations of pictures that keep what is on them: moved, mirrored, partly hidden."""

import numpy as np

from generator.train.data import Float32


def moved(pictures: Float32, pixels: int, rng: np.random.Generator) -> Float32:
    """Each picture moved by up to so many pixels in both directions, zeros moving in."""
    margin = (pixels, pixels)
    padded = np.pad(pictures, ((0, 0), margin, margin, (0, 0)))
    height, width = pictures.shape[1:3]
    corners = rng.integers(0, 2 * pixels + 1, (len(pictures), 2))
    pairs = zip(padded, corners, strict=True)
    return np.stack([one[y : y + height, x : x + width] for one, (y, x) in pairs])


def mirrored(pictures: Float32, rng: np.random.Generator) -> Float32:
    """Every second picture, by chance, with left and right exchanged."""
    chosen = rng.random(len(pictures)) < 0.5
    return np.where(chosen[:, None, None, None], pictures[:, :, ::-1], pictures)


def partly_hidden(pictures: Float32, side: int, rng: np.random.Generator) -> Float32:
    """Copies with a grey square of that side somewhere (DeVries and Taylor, arXiv:1708.04552)."""
    hidden = pictures.copy()
    height, width = pictures.shape[1:3]
    corners = rng.integers((1 - side, 1 - side), (height, width), (len(pictures), 2))
    for one, (y, x) in zip(hidden, corners, strict=True):
        one[max(y, 0) : y + side, max(x, 0) : x + side] = 0.5
    return hidden
