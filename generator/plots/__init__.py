"""Plots as SVG that needs nothing else: drawn for a page or, with `standalone`, for a file.

Colours are classes; `theme.css` gives them their values, for light and dark screens and paper.
"""
