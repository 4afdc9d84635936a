"""Whether a model's code computes what it should: metrics, and the first element that is wrong.

Subjects (the code on this computer, on the simulator, on a board) are held against oracles. Both
are handed in; this package only compares.
"""
