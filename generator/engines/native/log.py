"""LOG: lowered as every operator on one value."""

from generator.engines.native._unary import lower

__all__ = ["lower"]
