"""RELU_N1_TO_1: lowered as RELU and its kin."""

from generator.engines.native._relu import lower

__all__ = ["lower"]
