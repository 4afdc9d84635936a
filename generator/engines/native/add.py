"""ADD: lowered as a sum."""

from generator.engines.native._sum import lower

__all__ = ["lower"]
