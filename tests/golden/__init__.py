"""A tiny model and its whole generated project, committed: every change of output shows as a diff."""
