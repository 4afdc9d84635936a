"""A matrix of models, boards and goals, its results as JSON lines, and two runs held together."""
