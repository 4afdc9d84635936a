"""A convolution with so few input channels that most of its work is fetching, not multiplying."""

from generator.hints import Seen

_FEW = 4


def hint(layer: Seen) -> str | None:
    """Only where the layer is dearer than the rest of the model."""
    step = layer.step
    if step.op != "CONV_2D" or not step.macs:
        return None
    channels = layer.program.tensors[step.inputs[0]].shape[-1]
    all_macs = layer.program.macs or 1
    if channels >= _FEW or layer.share < 1.5 * step.macs / all_macs:
        return None
    word = "channel" if channels == 1 else "channels"
    return (
        f"{layer.share:.0%} of the cycles for {step.macs / all_macs:.0%} of the products: with "
        f"{channels} input {word} each window is many short rows to gather"
    )
