"""What a firmware is made good at: the word behind `-O`."""

from typing import Literal, get_args

Goal = Literal["time", "balanced", "size", "ram"]

GOALS: tuple[Goal, ...] = get_args(Goal)
"""time: the fewest cycles. balanced: cycles, where flash and RAM pay for them. size: the least
flash. ram: the smallest arena."""
