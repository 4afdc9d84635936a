"""RELU: lowered as RELU and its kin."""

from generator.engines.native._relu import lower

__all__ = ["lower"]
