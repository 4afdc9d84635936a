"""float32 layers on cores with an FPU: several outputs at a time, each input loaded once.

Products are rounded before they are added, in the order of TensorFlow Lite's reference kernels, so
that results are the same to the last bit. On Cortex-M4 that is faster than VFMA, too: VMUL and VADD
take a cycle each, VFMA three (Arm DDI0439, "FPU instruction set").
"""

from typing import Any

import numpy as np

from generator.graph import Array, Node
from generator.ops._weights import Operands
from generator.program import Constant, Parameter
from generator.quantization import float_activation_range

# By how many outputs are computed at a time: as many as registers allow, then what is left.
# Per input and block of eight outputs: 9 for the weights, 16 for products and sums, 2 around it.
CYCLES_PER_BLOCK = {8: 27.5, 4: 14.5, 1: 7.0}
# What the core with two issue slots saves of that.
DUAL_ISSUE_SHARE = 0.65


def applies(o: Operands) -> bool:
    """Whether a layer has float32 weights that are known."""
    known = o.bias is None or o.bias.is_constant
    return o.is_float and o.weights.dtype.name == "float32" and o.weights.is_constant and known


def blocks(outputs: int) -> list[int]:
    """How a number of outputs is divided: by eights, then a four, then single ones."""
    eights, rest = divmod(outputs, 8)
    return [8] * eights + [4] * (rest // 4) + [1] * (rest % 4)


def cycles(outputs: int, taps: int, *, dual_issue: bool) -> float:
    """An estimate for all outputs of one window of so many inputs."""
    share = DUAL_ISSUE_SHARE if dual_issue else 1.0
    return sum(CYCLES_PER_BLOCK[width] * taps * share + 30 for width in blocks(outputs))


def parameters(index: int, o: Operands, rows: Array) -> tuple[Parameter, ...]:
    """The structure's pointers: weights in the order in which they are read, and biases.

    rows: float32 (output, taps).
    """
    bias = np.zeros(len(rows), np.float32) if o.bias is None else o.bias.value
    weights = Constant(
        f"layer_{index}_weights", _in_blocks(rows), "block of outputs, input, output in the block"
    )
    return (
        Parameter("weights", "const float *", weights, "of eight, four or one output at a time"),
        Parameter(
            "bias",
            "const float *",
            Constant(f"layer_{index}_bias", bias.astype(np.float32), "output"),
            "added to each sum",
        ),
    )


def activation(node: Node) -> dict[str, Any]:
    """The bounds that the template clamps to."""
    low, high = float_activation_range(node.attributes.get("activation", "NONE"))
    return {
        "least": f"{low}f" if np.isfinite(low) else "",
        "greatest": f"{high}f" if np.isfinite(high) else "",
    }


def _in_blocks(rows: Array) -> Array:
    parts, start = [], 0
    for width in blocks(len(rows)):
        parts.append(rows[start : start + width].T.ravel())
        start += width
    return np.concatenate(parts).astype(np.float32)
