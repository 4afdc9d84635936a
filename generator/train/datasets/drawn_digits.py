"""Digits drawn by a pen whose strokes are varied at random: no data of anybody's is needed.

Each way of writing a digit is a list of strokes through points in a unit square, x to the right and
y down. They are jittered, slanted, stretched and drawn with a pen of random width, then brought to
MNIST's form: the longer side 20 pixels, the centre of mass in the middle of 28x28.
"""

import numpy as np
import numpy.typing as npt

from generator.train.data import Split

Float32 = npt.NDArray[np.float32]
Points = npt.NDArray[np.floating]
Strokes = tuple[tuple[tuple[float, float], ...], ...]

SIZE = 28
_BOX = 20.0
_DOTS = 14  # between two points of a stroke

_LOWER_THREE = ((0.4, 0.46), (0.85, 0.6), (0.85, 0.85), (0.45, 1.0), (0.05, 0.88))
_LOOP_OF_NINE = ((0.8, 0.2), (0.5, 0.0), (0.15, 0.15), (0.15, 0.42), (0.45, 0.5), (0.8, 0.25))
_BELLY_OF_FIVE = ((0.15, 0.45), (0.5, 0.36), (0.85, 0.55), (0.8, 0.85), (0.4, 1.0), (0.05, 0.9))

WAYS: tuple[tuple[Strokes, ...], ...] = (
    (
        (
            (
                (0.5, 0.0), (0.17, 0.17), (0.05, 0.5), (0.2, 0.85), (0.5, 1.0),
                (0.8, 0.85), (0.95, 0.5), (0.8, 0.15), (0.5, 0.0), (0.38, 0.06),
            ),
        ),
    ),
    (
        (((0.5, 0.0), (0.5, 0.5), (0.5, 1.0)),),
        (((0.5, 0.0), (0.5, 0.5), (0.5, 1.0)),),
        (((0.25, 0.22), (0.55, 0.0)), ((0.55, 0.0), (0.55, 1.0))),
        (((0.25, 0.2), (0.55, 0.0)), ((0.55, 0.0), (0.55, 1.0)), ((0.25, 1.0), (0.85, 1.0))),
    ),
    (
        (
            ((0.1, 0.25), (0.32, 0.02), (0.7, 0.05), (0.82, 0.3), (0.6, 0.6), (0.1, 0.98)),
            ((0.1, 0.98), (0.5, 0.96), (0.95, 0.97)),
        ),
        (
            (
                (0.1, 0.2), (0.42, 0.0), (0.78, 0.15), (0.72, 0.45), (0.42, 0.8), (0.15, 0.95),
                (0.1, 0.78), (0.35, 0.8), (0.62, 0.96), (0.98, 0.88),
            ),
        ),
    ),
    (
        (((0.1, 0.12), (0.45, 0.0), (0.82, 0.17), (0.72, 0.4), (0.4, 0.46)), _LOWER_THREE),
        (((0.1, 0.03), (0.85, 0.03)), ((0.85, 0.03), (0.4, 0.42)), _LOWER_THREE),
        (
            ((0.15, 0.1), (0.5, 0.0), (0.75, 0.2), (0.4, 0.45)),
            ((0.4, 0.45), (0.7, 0.55), (0.72, 0.85), (0.35, 1.0), (0.05, 0.95)),
        ),
    ),
    (
        (
            ((0.2, 0.0), (0.08, 0.45), (0.3, 0.56), (0.92, 0.5)),
            ((0.78, 0.05), (0.72, 0.5), (0.68, 1.0)),
        ),
        (((0.7, 0.0), (0.05, 0.65)), ((0.05, 0.65), (0.98, 0.64)), ((0.72, 0.0), (0.7, 1.0))),
        (((0.15, 0.05), (0.08, 0.5)), ((0.08, 0.5), (0.9, 0.48)), ((0.8, 0.0), (0.72, 1.0))),
    ),
    (
        (((0.22, 0.04), (0.15, 0.45)), _BELLY_OF_FIVE, ((0.22, 0.04), (0.9, 0.0))),
        (
            (
                (0.9, 0.04), (0.45, 0.04), (0.22, 0.25), (0.42, 0.45),
                (0.75, 0.62), (0.7, 0.9), (0.32, 1.0), (0.05, 0.9),
            ),
        ),
    ),
    (
        (
            (
                (0.65, 0.0), (0.3, 0.25), (0.1, 0.6), (0.2, 0.92), (0.5, 1.0),
                (0.8, 0.85), (0.75, 0.62), (0.5, 0.54), (0.15, 0.72),
            ),
        ),
        (
            (
                (0.35, 0.0), (0.15, 0.4), (0.1, 0.75), (0.3, 1.0), (0.65, 0.95),
                (0.75, 0.72), (0.5, 0.6), (0.15, 0.78),
            ),
        ),
    ),
    (
        (((0.05, 0.06), (0.92, 0.04)), ((0.92, 0.04), (0.62, 0.5), (0.42, 1.0))),
        (
            ((0.05, 0.06), (0.92, 0.04)),
            ((0.92, 0.04), (0.62, 0.5), (0.42, 1.0)),
            ((0.3, 0.52), (0.85, 0.48)),
        ),
        (
            ((0.08, 0.25), (0.08, 0.06)),
            ((0.08, 0.06), (0.5, 0.1), (0.92, 0.02)),
            ((0.92, 0.02), (0.75, 0.5), (0.68, 1.0)),
        ),
    ),
    (
        (
            (
                (0.78, 0.14), (0.48, 0.0), (0.2, 0.18), (0.42, 0.42), (0.72, 0.62), (0.78, 0.86),
                (0.5, 1.0), (0.2, 0.86), (0.32, 0.6), (0.62, 0.4), (0.8, 0.2), (0.7, 0.06),
            ),
        ),
        (
            ((0.5, 0.46), (0.25, 0.28), (0.45, 0.0), (0.72, 0.2), (0.5, 0.46)),
            ((0.5, 0.46), (0.18, 0.75), (0.5, 1.0), (0.8, 0.75), (0.5, 0.46)),
        ),
    ),
    (
        (_LOOP_OF_NINE, ((0.82, 0.12), (0.76, 0.6), (0.7, 1.0))),
        (_LOOP_OF_NINE, ((0.82, 0.15), (0.82, 0.65), (0.55, 0.98), (0.2, 0.92))),
        (
            ((0.75, 0.1), (0.4, 0.03), (0.15, 0.25), (0.35, 0.48), (0.75, 0.2)),
            ((0.75, 0.15), (0.55, 0.6), (0.35, 1.0)),
        ),
    ),
)  # fmt: skip


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
    dots = np.concatenate([_dots(np.array(stroke), rng) for stroke in strokes])
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
    width, slant = rng.uniform(0.5, 1.0), rng.normal(-0.1, 0.3)
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
