"""What the user named: a task of ours, or a model file of theirs."""

import re
from dataclasses import dataclass
from pathlib import Path

from generator import known_tasks, readers
from generator.application import Application, Sample
from generator.errors import RequestError, nearest
from generator.quantization import real
from generator.tasks import Task

# Words that the generated project's own files or C itself have taken.
_TAKEN = """
    app arena arithmetic auto bench bool board break case char clock console const continue
    cycles default divide do double else enum extern faults float for goto if indicator info
    inline input int kernels layer led linker long main model print protocol registers
    register reset restrict result return sample short signed sizeof stack startup static
    struct switch typedef union unsigned vectors void volatile weights while
"""
_LONGEST_NAME = 32
_FLOAT = "-float"


@dataclass(frozen=True, eq=False)
class Source:
    """A model to make a firmware of.

    name: a C identifier that all its symbols begin with. path: the model file.
    """

    name: str
    path: Path
    application: Application


def source(word: str) -> Source:
    """The task of that name, or the model file at that path.

    A task's name with `-float` at its end is its network before quantisation.
    Raises RequestError with near misses when it is neither, NotTrained for a task without a model.
    """
    if task := known_tasks.find(word):
        return _from_task(task)
    if word.lower().endswith(_FLOAT) and (task := known_tasks.find(word[: -len(_FLOAT)])):
        return _before_quantisation(task)
    path = Path(word)
    if path.is_file():
        name = c_name(path.stem)
        return Source(name, path, Application(mlperf_id=name))
    if path.suffix or len(path.parts) > 1:
        raise RequestError("There is no such model file.", where=word)
    raise RequestError(
        f"There is no task called {word!r}, nor a model file of that name.",
        hint=nearest(word, known_tasks.names()),
    )


def _from_task(task: Task) -> Source:
    samples = tuple(Sample(s.name, (s.data,), s.label_index) for s in task.samples)
    return Source(c_name(task.name), task.model, Application(task.name, samples, task.labels))


def _before_quantisation(task: Task) -> Source:
    if task.float_model is None:
        raise RequestError(f"The task {task.name} ships no float model.")
    graph = readers.read(task.model)
    entry = graph.tensors[graph.inputs[0]]
    in_float = readers.read(task.float_model)
    dtype = in_float.tensors[in_float.inputs[0]].dtype
    samples = tuple(
        Sample(s.name, (real(entry, s.data).astype(dtype),), s.label_index) for s in task.samples
    )
    name = f"{task.name}_float"
    return Source(name, task.float_model, Application(name, samples, task.labels))


def c_name(stem: str) -> str:
    """A file's stem as a C identifier that nothing else in the project has."""
    words = re.sub(r"[^0-9a-z]+", "_", stem.lower()).strip("_") or "network"
    name = words[:_LONGEST_NAME].strip("_")
    if name[0].isdigit() or name in _TAKEN.split() or name.startswith("layer"):
        name = f"model_{name}"
    return name
