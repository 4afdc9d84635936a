"""LOGICAL_OR: lowered as every operator on two plain values."""

from generator.engines.native._binary import lower

__all__ = ["lower"]
