"""What an int8 model answers, and how often that is right."""

import numpy as np
import numpy.typing as npt
from tflite_micro import runtime

from generator.tasks import Accuracy

Int8 = npt.NDArray[np.int8]
Labels = npt.NDArray[np.integer]


def answers(model: bytes, inputs: Int8) -> Int8:
    """The outputs of TensorFlow Lite Micro, the reference, for int8 inputs (clips, *shape).

    Returns int8 (clips, labels).
    """
    interpreter = runtime.Interpreter.from_bytes(model)
    outputs = []
    for clip in inputs:
        interpreter.set_input(clip[np.newaxis], 0)
        interpreter.invoke()
        outputs.append(np.array(interpreter.get_output(0))[0])
    return np.stack(outputs)


def accuracy(scores: npt.NDArray[np.generic], truth: Labels, labels: tuple[str, ...]) -> Accuracy:
    """How often the highest score (clips, labels) is at the true label's index."""
    confusion = np.zeros((len(labels), len(labels)), dtype=np.int64)
    np.add.at(confusion, (truth, np.argmax(scores, axis=1)), 1)
    return Accuracy(labels, tuple(tuple(int(n) for n in row) for row in confusion))
