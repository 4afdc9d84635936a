"""One model file through all that comes before rendering, in a process of its own.

python -m tests.readers.judge MODEL        accepted or refused, as the command line would
python -m tests.readers.judge MODEL equal  and, if accepted, compared with TensorFlow Lite Micro

Prints one line of JSON for each finding, so that a crash of the interpreter that we compare with
is told apart from ours. Exit codes: 0 accepted, 1 different, 2 refused in one sentence.
"""

import itertools
import json
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from generator import memory, ops, passes, readers
from generator.engines import engine
from generator.errors import GeneratorError
from generator.graph import Graph
from generator.targets import target

MEMORY_BYTES = 2 << 30
# float32 results agree within this many parts of the greatest output.
TOLERANCE = 2e-5
_RUNS = 3


def accepted(path: Path, skip: Sequence[str] = ()) -> Graph:
    """The graph, after everything that may refuse it has had its say."""
    graph, _ = passes.run(readers.read(path), skip)
    ops.check(graph)
    memory.plan(engine("native").lower(graph, target("cortex-m4"), "model"))
    return graph


def compare(path: Path, graph: Graph) -> dict[str, object]:
    """Our C against TensorFlow Lite Micro on random inputs, state carried over the runs.

    Their results are all there before ours begin, so that it is clear who ended the process.
    """
    from tests import oracle

    generator = np.random.default_rng(0)
    inputs = [oracle.sensible_inputs(graph, generator) for _ in range(_RUNS)]
    try:
        micro = oracle.Micro(path.read_bytes(), 64 << 20)
        expected = [micro.run(given, len(graph.outputs)) for given in inputs]
    except (RuntimeError, ValueError) as error:
        return {"oracle": "refuses", "why": str(error)[:200]}
    _say({"oracle": "ran"})
    with tempfile.TemporaryDirectory() as folder:
        ours = oracle.host_model(graph, Path(folder), oracle.SANITIZE)
        results = [ours.run(given) for given in inputs]
    pairs = zip(itertools.chain(*results), itertools.chain(*expected), strict=True)
    return {"ours": "ran", "worst": max(oracle.distance(mine, theirs) for mine, theirs in pairs)}


def main(path: Path, *, against_wheel: bool) -> int:
    """Judges one file; see above for what it prints and returns."""
    try:
        graph = accepted(path)
    except GeneratorError as error:
        _say({"verdict": "refused", "message": str(error)})
        return error.exit_code
    _say({"verdict": "accepted"})
    if not against_wheel:
        return 0
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    found = compare(path, graph)
    _say(found)
    exact = all(graph.tensors[name].dtype.kind != "f" for name in graph.outputs)
    return int(float(str(found.get("worst", 0.0))) > (0.0 if exact else TOLERANCE))


def _say(finding: dict[str, object]) -> None:
    print(json.dumps(finding), flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.RLIM_INFINITY))
    sys.exit(main(Path(sys.argv[1]), against_wheel=sys.argv[2:] == ["equal"]))
