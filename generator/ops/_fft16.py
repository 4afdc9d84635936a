"""The fast Fourier transform in 16 bits: its tables, and the NumPy reference.

Complex numbers are pairs of int16 along the last axis. Sums keep their lower 16 bits, products and
quotients are rounded to nearest. Source: kissfft 1.3.0 with FIXED_POINT=16.
"""

import numpy as np

from generator.graph import Array

_ONE = 2**15 - 1


def radices(points: int) -> tuple[int, ...]:
    """Of the stages of a complex transform of a power of two, in the order of computation."""
    fours, twos = divmod(points.bit_length() - 1, 2)
    return (*[2] * twos, *[4] * fours)


def reading_order(points: int) -> Array:
    """int64 (point,): which sample each place begins with, so that the result is in order."""
    return _digits_reversed(np.arange(points), radices(points))


def _digits_reversed(samples: Array, stages: tuple[int, ...]) -> Array:
    if not stages:
        return samples
    radix = stages[-1]
    parts = [_digits_reversed(samples[i::radix], stages[:-1]) for i in range(radix)]
    return np.concatenate(parts)


def twiddles(points: int) -> Array:
    """int16 (points, 2): exp(-2 pi i k / points)."""
    return _unit(-2 * np.pi * np.arange(points) / points)


def split_twiddles(points: int) -> Array:
    """int16 (points / 2, 2): what joins the spectra of even and odd samples, for bins from 1 on."""
    return _unit(-np.pi * (np.arange(1, points // 2 + 1) / points + 0.5))


def _unit(angles: Array) -> Array:
    parts = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return np.asarray(np.floor(0.5 + _ONE * parts).astype(np.int16))


def spectrum(samples: Array) -> Array:
    """int16 (points + 1, 2): of 2 * points real samples, given as int16 (points, 2)."""
    points = len(samples)
    values, size = samples[reading_order(points)], 1
    for radix in radices(points):
        parts = _divided(values.reshape(-1, radix, size, 2), radix)
        turns = twiddles(points)[:: points // (radix * size)]
        turned = [_product(parts[:, i], turns[: i * size : i]) for i in range(1, radix)]
        values = _butterfly(parts[:, 0], turned).reshape(points, 2)
        size *= radix
    return _split(values)


def _butterfly(first: Array, others: list[Array]) -> Array:
    """The transform of 2 or 4 points, each an array; the results lie along axis 1."""
    if len(others) == 1:
        return np.stack([first + others[0], first - others[0]], axis=1)
    second, third, fourth = others
    even, odd = first + third, first - third
    total, difference = second + fourth, second - fourth
    turned = np.stack([difference[..., 1], -difference[..., 0]], axis=-1)
    return np.stack([even + total, odd + turned, even - total, odd - turned], axis=1)


def _split(values: Array) -> Array:
    """The bins of real samples from the transform of even samples + i * odd samples."""
    points = len(values)
    halves = _divided(values, 2)
    up, down = halves[1 : points // 2 + 1], halves[: points // 2 - 1 : -1][: points // 2]
    down = down * np.array([1, -1], np.int16)
    total, turned = up + down, _product(up - down, split_twiddles(points))
    total, turned = total.astype(np.int32), turned.astype(np.int32)
    bins = np.zeros((points + 1, 2), np.int16)
    real, imaginary = halves[0]
    bins[0, 0], bins[points, 0] = real + imaginary, real - imaginary
    bins[1 : points // 2 + 1] = (total + turned) >> 1
    mirrored = ((total - turned) * np.array([1, -1])) >> 1
    bins[points - 1 : points // 2 - 1 : -1] = mirrored
    return bins


def _divided(values: Array, divisor: int) -> Array:
    return _rounded(values.astype(np.int32) * (_ONE // divisor))


def _product(a: Array, b: Array) -> Array:
    """Of complex numbers; b is one that `_unit` made."""
    a, b = a.astype(np.int32), b.astype(np.int32)
    real = a[..., 0] * b[..., 0] - a[..., 1] * b[..., 1]
    imaginary = a[..., 0] * b[..., 1] + a[..., 1] * b[..., 0]
    return _rounded(np.stack([real, imaginary], axis=-1))


def _rounded(products: Array) -> Array:
    return np.asarray(((products + 2**14) >> 15).astype(np.int16))
