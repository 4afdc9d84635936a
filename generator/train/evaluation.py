"""What an int8 model answers, and how good that is."""

import numpy as np
import numpy.typing as npt

from generator import score
from generator.score import Confusion, Score

Array = npt.NDArray[np.generic]
Labels = npt.NDArray[np.integer]
Reals = npt.NDArray[np.floating]


def answers(model: bytes, inputs: Array) -> Array:
    """The outputs of TensorFlow Lite Micro, the reference, for stored inputs (inputs, *shape).

    What a model remembers from one input to the next is forgotten: each is judged by itself.

    Returns (inputs, outputs) in the model's output dtype.
    """
    from tflite_micro import runtime

    interpreter = runtime.Interpreter.from_bytes(model)
    outputs = []
    for one in inputs:
        interpreter.reset()
        interpreter.set_input(one[np.newaxis], 0)
        interpreter.invoke()
        outputs.append(np.array(interpreter.get_output(0))[0])
    return np.stack(outputs)


def accuracy(outputs: Array, truth: Labels, labels: tuple[str, ...]) -> Score:
    """How often the highest output (inputs, labels) is at the true label's index."""
    counts = np.zeros((len(labels), len(labels)), dtype=np.int64)
    np.add.at(counts, (truth, np.argmax(outputs, axis=1)), 1)
    return score.accuracy(Confusion(labels, tuple(tuple(int(n) for n in row) for row in counts)))


def rmse(outputs: Reals, truth: Reals, unit: str) -> Score:
    """The root of the mean squared difference, both (inputs, outputs) in `unit`."""
    error = float(np.sqrt(np.mean(np.square(outputs.astype(float) - truth))))
    return Score("RMSE", error, higher_is_better=False, inputs=len(truth), unit=unit)


def auc(anomaly: Reals, truth: Labels) -> Score:
    """The area under the ROC curve: how often an anomaly (truth 1) scores above a normal input.

    Ties count half (Mann and Whitney, 1947: the U statistic over the number of pairs). Without a
    pair of both kinds it is 0.5, as from guessing.
    """
    normal, abnormal = np.sort(anomaly[truth == 0]), anomaly[truth == 1]
    if not len(normal) or not len(abnormal):
        return Score("AUC", 0.5, higher_is_better=True, inputs=len(truth))
    below = np.searchsorted(normal, abnormal, side="left").sum()
    upto = np.searchsorted(normal, abnormal, side="right").sum()
    area = float(below + upto) / 2 / (len(normal) * len(abnormal))
    return Score("AUC", area, higher_is_better=True, inputs=len(truth))
