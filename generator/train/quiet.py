"""Keeps what TensorFlow, its converter and interpreter chatter off the user's screen."""

import contextlib
import importlib
import os
import sys
import warnings
from collections.abc import Iterator


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Within it nothing is printed by this process, its libraries in C++ included.

    Exceptions pass; what the converter says of a failure is in them.
    """
    with contextlib.ExitStack() as kept, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        kept.callback(os.close, nowhere)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        for number in (1, 2):
            twin = os.dup(number)
            kept.callback(os.close, twin)
            kept.callback(os.dup2, twin, number)
            os.dup2(nowhere, number)
        yield


def load_tensorflow() -> None:
    """Imports TensorFlow without its remarks on the computer, which help nobody here."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with quiet():
        importlib.import_module("tensorflow")
