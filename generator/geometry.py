"""How a window slides over an image: output sizes and padding, as TensorFlow Lite computes them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """A sliding window along one axis, all in elements.

    pad_before: padding in front of the first element; what sticks out behind follows from the rest.
    """

    input_size: int
    output_size: int
    window: int
    stride: int
    dilation: int
    pad_before: int

    @property
    def reach(self) -> int:
        """Elements from the first to the last tap of the window, dilation counted."""
        return (self.window - 1) * self.dilation + 1

    @property
    def padded(self) -> bool:
        """Whether any window sticks out of the image, before or behind it."""
        last_end = (self.output_size - 1) * self.stride - self.pad_before + self.reach
        return self.pad_before > 0 or last_end > self.input_size

    def first_needed(self, output_index: int) -> int:
        """The first input element that this output, or any later one, still reads."""
        return min(self.input_size, max(0, output_index * self.stride - self.pad_before))

    def last_needed(self, output_index: int) -> int:
        """One past the last input element that this output, or any earlier one, reads."""
        end = output_index * self.stride - self.pad_before + self.reach
        return max(0, min(self.input_size, end))


def window_axis(input_size: int, window: int, stride: int, dilation: int, padding: str) -> Axis:
    """The axis of a convolution or pooling with padding "SAME" or "VALID".

    SAME gives ceil(input / stride) outputs and splits the padding, the odd element behind;
    VALID gives ceil((input - reach + 1) / stride). An impossible window gives an output of zero.
    Source: TensorFlow, tf.nn "Notes on padding"; TensorFlow Lite, `ComputePaddingWithOffset`.
    """
    reach = (window - 1) * dilation + 1
    covered = input_size if padding == "SAME" else input_size - reach + 1
    output_size = max(0, -(-covered // stride))
    missing = max(0, (output_size - 1) * stride + reach - input_size)
    return Axis(input_size, output_size, window, stride, dilation, missing // 2)
