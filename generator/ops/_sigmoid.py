"""Sigmoid and tanh of 16-bit numbers by one table, bit for bit as TensorFlow Lite Micro.

Source: TensorFlow Lite, reference_integer_ops `Logistic` and `Tanh` for int16.
"""

import math

import numpy as np

from generator.graph import Array


def _entry(index: int) -> int:
    """sigmoid(index / 24) in 16 fraction bits, moved by half of what a line to the next errs.

    The error is the one in the middle between two entries; this reproduces the table of
    TensorFlow Lite exactly, whose last entry is the greatest number of 16 bits.
    """
    here, middle, following = (
        65536.0 / (1.0 + math.exp(-(index + step) / 24)) for step in (0.0, 0.5, 1.0)
    )
    return math.floor(here - ((here + following) / 2 - middle) / 2 + 0.5)


TABLE: Array = np.array([*(_entry(i) for i in range(255)), 65535], np.uint16)


def scaled_input(values: Array, multiplier: int, right_shift: int) -> Array:
    """values * multiplier / 2**right_shift, halves up: 24 * 2**k steps for each 1.0."""
    half = 1 << (right_shift - 1) if right_shift else 0
    return np.asarray((values.astype(np.int64) * multiplier + half) >> right_shift)


def sigmoid(scaled: Array) -> Array:
    """Scaled numbers (512 of them to a table entry) to int16 with 15 fraction bits."""
    magnitude = np.abs(scaled)
    result = np.where(magnitude >> 9 >= 255, np.int64(0x7FFF << 10), _interpolated(magnitude, 9))
    rounded = np.where(scaled >= 0, result + 512, (1 << 25) - result + 511)
    return np.asarray(rounded >> 10, np.int16)


def tanh(scaled: Array) -> Array:
    """Scaled numbers (256 of them to a table entry) to int16 with 15 fraction bits."""
    magnitude = np.abs(scaled)
    result = np.where(magnitude >> 8 >= 255, np.int64(0xFFFF << 8), _interpolated(magnitude, 8))
    rounded = np.where(scaled >= 0, result - (1 << 23) + 128, -result + (1 << 23) + 127)
    return np.asarray(rounded >> 8, np.int16)


def _interpolated(magnitude: Array, bits: int) -> Array:
    """Between two entries of the table, in 16 + bits fraction bits."""
    index = np.minimum(magnitude >> bits, 254)
    lower, upper = TABLE[index].astype(np.int64), TABLE[index + 1].astype(np.int64)
    return np.asarray((lower << bits) + (magnitude & ((1 << bits) - 1)) * (upper - lower))
