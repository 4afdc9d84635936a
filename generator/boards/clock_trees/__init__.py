"""How each chip family makes its clocks: one module per family, found by the family's name.

A module fulfils `generator.boards.clock.ClockTree`.
"""
