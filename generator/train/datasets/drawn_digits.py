"""Digits drawn by a pen whose strokes are varied at random: no data of anybody's is needed.

The ways of writing each digit are in `drawn_digits.yaml`. Their strokes are jittered, slanted,
stretched and drawn with a pen of random width, then brought to MNIST's form: the longer side 20
pixels, the centre of mass in the middle of 28x28.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from generator.train.data import Split

Float32 = npt.NDArray[np.float32]
Points = npt.NDArray[np.floating]

Strokes = list[Points]

SIZE = 28
_BOX = 20.0
_DOTS = 20  # between two points of a stroke


def _ways() -> tuple[list[Strokes], ...]:
    """For each digit the ways of writing it, from the file beside this module."""
    text = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    return tuple(
        [_strokes(way) for way in ways] for _, ways in sorted(yaml.safe_load(text).items())
    )


def _strokes(way: str) -> Strokes:
    strokes = [[point.split() for point in stroke.split(",")] for stroke in way.split("/")]
    return [np.array(points, dtype=float) for points in strokes]


WAYS = _ways()


def draw(per_digit: int, seed: int) -> Split:
    """So many pictures of each digit, float32 (pictures, 28, 28, 1) from 0 to 1."""
    rng = np.random.default_rng(seed)
    labels = np.tile(np.arange(10), per_digit)
    pictures = [picture(int(label), rng) for label in labels]
    return Split(np.stack(pictures)[..., np.newaxis], labels.astype(np.int64))


def picture(digit: int, rng: np.random.Generator) -> Float32:
    """One picture of a digit, float32 (28, 28)."""
    ways = WAYS[digit]
    strokes = ways[rng.integers(len(ways))]
    dots = np.concatenate([_dots(stroke, rng) for stroke in strokes])
    dots = dots @ _deformation(rng)
    dots = dots - dots.min(axis=0)
    width = rng.uniform(0.9, 2.1)
    dots *= (_BOX - 2 * width) / dots.max()
    ink = _ink(dots - dots.mean(axis=0) + (SIZE - 1) / 2, width)
    return centred(ink)


def centred(ink: Float32) -> Float32:
    """The picture moved by whole pixels until its centre of mass is in the middle."""
    rows, columns = np.indices(ink.shape)
    mass = float(ink.sum())
    middle = (SIZE - 1) / 2
    down = round(middle - float((rows * ink).sum()) / mass)
    right = round(middle - float((columns * ink).sum()) / mass)
    return np.roll(ink, (down, right), axis=(0, 1))


def _dots(points: Points, rng: np.random.Generator) -> Points:
    """Dots along a smooth curve (a Catmull-Rom spline) through points that the hand misses."""
    missed = points + rng.normal(0, 0.045, points.shape)
    padded = np.concatenate([missed[:1], missed, missed[-1:]])
    t = np.linspace(0, 1, _DOTS, endpoint=False)[:, np.newaxis]
    pieces = [_spline(padded[i : i + 4], t) for i in range(len(points) - 1)]
    return np.concatenate([*pieces, missed[-1:]])


def _spline(p: Points, t: Points) -> Points:
    """Catmull and Rom's cubic from p[1] to p[2] with the neighbours p[0] and p[3]."""
    a = 2 * p[1] + (p[2] - p[0]) * t
    b = (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * t**2
    c = (3 * p[1] - p[0] - 3 * p[2] + p[3]) * t**3
    return np.asarray((a + b + c) / 2)


def _deformation(rng: np.random.Generator) -> Points:
    """Width, slant and turn of the hand: a 2x2 matrix for row vectors (x, y)."""
    width, slant = rng.uniform(0.5, 1.2), rng.normal(-0.1, 0.3)
    turn = rng.normal(0, 0.1)
    shape = np.array([[width, 0.0], [slant, 1.0]])
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray(shape @ turned)


def _ink(dots: Points, width: float) -> Float32:
    """How dark each pixel is: full within the pen's radius, then fading over one pixel."""
    axis = np.arange(SIZE, dtype=np.float32)
    x, y = dots[:, :1].astype(np.float32) - axis, dots[:, 1:].astype(np.float32) - axis
    squared = (y**2)[:, :, np.newaxis] + (x**2)[:, np.newaxis, :]
    distance = np.sqrt(squared.min(axis=0))
    return np.asarray(np.clip(np.float32(width) + np.float32(0.5) - distance, 0, 1))
