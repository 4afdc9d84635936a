"""`python -m benchmarks.calibration [CORE …]`: what `generator.predict` knows, measured anew.

Runs every layer of the shared models on each core that the simulator can time, fits the factors
and writes them to generator/predict/calibration.json. Takes about two minutes for each core; a
second run writes the same. The models are taken from the folder that GENERATOR_DATA names, and
from benchmarks/networks/, which have the layers that those lack.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks import networks
from benchmarks.fitting import Kernel, fit_kernel
from benchmarks.layers import INTERFACES_OF, LayerCount, count_layers
from generator.errors import GeneratorError
from generator.goal import Goal
from generator.predict.calibration import FILE
from generator.train.datasets import local

# Together they bring every kernel and its way with weights in RAM.
_WAYS: tuple[tuple[Goal, float], ...] = (("time", 0.0), ("balanced", 2.0), ("size", 0.0))
# Their layers are those of others again: the same shapes, or the same kernels in larger models.
_NOTHING_NEW = {
    *("pretrainedResnet_large_int8", "pretrainedResnet_float", "vww_96_float", "ad01_fp32"),
    *("person_detect", "keyword_scrambled", "mnist_arduino_q"),
}
_PROCESSES = 2


def main(cores: Sequence[str]) -> int:
    """Measures, fits and writes."""
    folder = local.root(None) / "models"
    paths = [path for path in sorted(folder.rglob("*.tflite")) if path.stem not in _NOTHING_NEW]
    if not paths:
        print(f"There are no models in {folder}: set GENERATOR_DATA.", file=sys.stderr)
        return 2
    paths += sorted(networks.FOLDER.glob("*.tflite"))
    document = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    with ProcessPoolExecutor(_PROCESSES) as processes:
        for core in cores or INTERFACES_OF:
            counted = processes.map(_count, paths, [core] * len(paths))
            document[core] = _fit(layer for layers in counted for layer in layers)
            FILE.write_text(_text(document), encoding="utf-8")
            print(core, len(document[core]), "kernels", flush=True)
    return 0


def _count(path: Path, core: str) -> list[LayerCount]:
    try:
        return [layer for way in _WAYS for layer in count_layers(path, core, *way)]
    except GeneratorError as error:
        print(f"{path.name}: {error.message}", file=sys.stderr)
        return []


def _fit(layers: Iterable[LayerCount]) -> dict[str, Kernel]:
    by_name: dict[str, list[LayerCount]] = {}
    for layer in layers:
        for name in layer.names:
            by_name.setdefault(name, []).append(layer)
    return {name: fit_kernel(found) for name, found in sorted(by_name.items())}


def _text(document: Mapping[str, Mapping[str, Kernel]]) -> str:
    """JSON with a line for each kernel, so that changes can be read."""
    cores = []
    for core, kernels in sorted(document.items()):
        lines = (f"    {json.dumps(name)}: {json.dumps(cost)}" for name, cost in kernels.items())
        cores.append(f"  {json.dumps(core)}: {{\n{_joined(lines)}\n  }}")
    return f"{{\n{_joined(cores)}\n}}\n"


def _joined(lines: Iterable[str] | Sequence[str]) -> str:
    return ",\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
