"""Model files become graphs: the file's suffix names the module, `my.tflite` -> `tflite.py`."""

import hashlib
import importlib
from pathlib import Path

from generator import discover
from generator.errors import ModelError, RequestError
from generator.graph import Graph

# Operators that nothing is left of once the model has been read, and what becomes of them.
RESOLVED = {
    "CALL_ONCE": "gives variables their first values, which are known when the model is read",
    "VAR_HANDLE": "names a variable, which the nodes that use it then have at hand",
}


def read(path: Path) -> Graph:
    """The graph in a model file.

    Raises RequestError if there is no such file or no reader for its suffix, ModelError if the
    file is damaged or holds what no reader understands.
    """
    if not path.is_file():
        raise RequestError("There is no such model file.", where=str(path))
    kinds = discover.module_names("generator.readers")
    kind = path.suffix.removeprefix(".").lower()
    if kind not in kinds:
        suffixes = ", ".join(f".{kind}" for kind in kinds)
        raise RequestError(f"Model files end in {suffixes}.", where=str(path))
    data = path.read_bytes()
    if not data:
        raise ModelError("the file is empty", where=str(path))
    reader = importlib.import_module(f"generator.readers.{kind}")
    try:
        graph: Graph = reader.read(data, path.stem, hashlib.sha256(data).hexdigest())
    except ModelError as error:
        where = f"{path}, {error.where}" if error.where else str(path)
        raise ModelError(error.message, where=where, hint=error.hint) from error
    return graph
