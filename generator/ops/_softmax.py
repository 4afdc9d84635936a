"""What SOFTMAX and LOG_SOFTMAX share: exponentials of 8-bit differences, by a table."""

from generator.fixed_point import exp_on_negative_values
from generator.graph import Node, Tensor
from generator.ops._operator import refuse
from generator.quantization import high_multiply, quantize_multiplier

# The scaled difference to the maximum is Q5.26, the sum of exponentials Q12.19.
DIFFERENCE_BITS = 5
SUM_BITS = 12
# So many exponentials of 0 overflow the sum.
_GREATEST_DEPTH = 2**SUM_BITS - 1


def difference_scale(real_scale: float) -> tuple[int, int]:
    """(multiplier, left shift) from stored differences to Q5.26.

    real_scale: of a difference of 1. Source: TensorFlow Lite, `PreprocessSoftmaxScaling`.
    """
    real = min(real_scale * (1 << (31 - DIFFERENCE_BITS)), 2.0**31 - 1.0)
    return quantize_multiplier(real)


def radius(left_shift: int) -> int:
    """The greatest difference to the maximum that still counts.

    Source: TensorFlow Lite, `CalculateInputRadius`.
    """
    return ((1 << DIFFERENCE_BITS) - 1 << 31 - DIFFERENCE_BITS) >> left_shift


def scaled_differences(real_scale: float) -> list[int]:
    """-d in Q5.26 for d = 0, 1, …: how far a value lies below the maximum.

    Ends where the difference is taken for infinite; at most 256 entries, as int8 values allow.
    """
    multiplier, left_shift = difference_scale(real_scale)
    count = min(radius(left_shift), 255) + 1
    return [high_multiply(-d << left_shift, multiplier) for d in range(count)]


def exponentials(real_scale: float) -> list[int]:
    """exp(real_scale * -d) in Q0.31 for the same d."""
    return [exp_on_negative_values(d, DIFFERENCE_BITS) for d in scaled_differences(real_scale)]


def check_rows(node: Node, given: Tensor) -> None:
    """Demands a last axis to sum over."""
    if not given.shape or given.size == 0:
        refuse(node, f"tensor {given} has no last axis to sum over")


def check_table(node: Node, given: Tensor, real_scale: float) -> None:
    """Demands that differences of int8 can be scaled and their exponentials summed."""
    if not 2.0**-26 < real_scale < float("inf"):
        refuse(node, f"beta times the input's scale is {real_scale:g}, too small to compute with")
    if given.shape[-1] > _GREATEST_DEPTH:
        refuse(node, f"tensor {given} has more than {_GREATEST_DEPTH} values in a row")
