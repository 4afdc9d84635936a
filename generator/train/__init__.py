"""How the shipped models came to be: data sets, front ends, networks and recipes.

Deploying a model needs nothing of this except the front ends (NumPy only); TensorFlow is imported
inside the functions that train, so that everything else works without it.
"""
