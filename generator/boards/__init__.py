"""Boards and parts: facts from YAML files and `modm-devices`, and the clock solved from them."""

from generator.boards.load import load, load_file, load_text, names

__all__ = ["load", "load_file", "load_text", "names"]
