"""What helps against operators that are not here, beyond the list of those that are."""

import re
from collections.abc import Sequence

# Patterns of names, each with advice; the first that matches counts.
_ADVICE = (
    (
        "IF|WHILE|CALL|STABLEHLO_WHILE|STABLEHLO_CASE",
        "A firmware computes one fixed sequence of layers. Unroll the loop before converting (in "
        "Keras: unroll=True), or export only the branch that you need.",
    ),
    (
        "LSTM|RNN|UNIDIRECTIONAL_SEQUENCE_RNN|BIDIRECTIONAL_SEQUENCE_.*",
        "Build the layer as a Keras LSTM, which is converted to UNIDIRECTIONAL_SEQUENCE_LSTM.",
    ),
    (
        "CUSTOM:Flex.*",
        "It belongs to TensorFlow itself. Convert without SELECT_TF_OPS; the converter then names "
        "the layer that needs it, which must be expressed by others.",
    ),
    # The names that compilers for accelerators give to what they have compiled.
    (
        "CUSTOM:(ethos-u|edgetpu.*|DISPATCH_OP|MTKEXT.*|QNN.*|Neuron.*)",
        "The model was compiled for an accelerator. Take the .tflite from before that step.",
    ),
    (
        # What of the signal library is not here.
        "CUSTOM:Signal.*",
        "Give the firmware the features, and leave the audio front end out of the model.",
    ),
    (
        "STABLEHLO_.*",
        "Convert with TensorFlow Lite's own operators (TFLITE_BUILTINS) only.",
    ),
)


def hint(missing: Sequence[str], known: Sequence[str]) -> str:
    """What to do about operators that are missing, the first of them in the first place."""
    others = f"Operators of this model that are missing here: {', '.join(missing)}."
    for pattern, advice in _ADVICE:
        if re.fullmatch(pattern, missing[0]):
            return f"{advice} {others}" if len(missing) > 1 else advice
    return f"{others} Supported: {', '.join(known)}."
