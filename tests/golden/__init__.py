"""A tiny model and its whole project, committed: every change of output shows as a diff."""
