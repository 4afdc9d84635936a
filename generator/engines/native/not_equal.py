"""NOT_EQUAL: lowered as every comparison."""

from generator.engines.native._comparison import lower

__all__ = ["lower"]
