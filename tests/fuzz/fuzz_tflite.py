"""Coverage-guided fuzzing of everything that judges a model file before anything is rendered.

python -m tests.fuzz.fuzz_tflite [CORPUS] -max_total_time=60 …

A file may be refused (GeneratorError); any other exception, a hang or too much memory is a defect.
The options are libFuzzer's. Seeds: the files of the corpus folder, if one is named, and small
models made here. What is found is written to `crash-…` and its like in the working directory; a
regression test keeps it once it is small: tests/readers/regressions.
"""

import importlib
import sys
from contextlib import suppress

import atheris

with atheris.instrument_imports(include=["generator"]):
    from generator import discover, memory, ops, passes
    from generator.engines import engine
    from generator.errors import GeneratorError
    from generator.readers import tflite
    from generator.targets import target

    # Operators are imported when a model first has one: too late to be instrumented.
    for package in ("generator.ops", "generator.engines.native"):
        for name in discover.module_names(package):
            importlib.import_module(f"{package}.{name}")


def judge(data: bytes) -> None:
    """One file, all the way to the memory plan."""
    with suppress(GeneratorError):
        graph, _ = passes.run(tflite.read(data, "fuzzed", "0" * 64))
        ops.check(graph)
        memory.plan(engine("native").lower(graph, target("cortex-m4"), "fuzzed"))


if __name__ == "__main__":
    # Fields are little-endian 32-bit words for the most part, so small files go far.
    words = ["-rss_limit_mb=2048", "-timeout=30", "-max_len=16384", *sys.argv[1:]]
    atheris.Setup([sys.argv[0], *words], judge)
    atheris.Fuzz()
