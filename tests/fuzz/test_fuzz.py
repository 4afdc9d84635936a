"""Broken and strange models by the thousand: accepted or refused, never anything else."""

import importlib.util
import os
import random
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from generator import memory, ops, passes
from generator.engines import engine
from generator.errors import GeneratorError
from generator.readers import tflite
from generator.targets import target
from tests.data import shared_files
from tests.fuzz.structured import mutated, seeds

ROOT = Path(__file__).resolve().parents[2]
SECONDS = int(os.environ.get("FUZZ_SECONDS", "60"))
MUTATIONS = 1500


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="needs atheris: pip install atheris"
)
@pytest.mark.timeout(SECONDS + 120)
def test_guided_by_coverage(tmp_path: Path) -> None:
    """FUZZ_SECONDS says for how long; what breaks is left in the test's temporary folder."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for position, path in enumerate(shared_files("robustness", ".tflite")):
        if path.stat().st_size < 6000:
            (corpus / f"seed_{position}").write_bytes(path.read_bytes())
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.fuzz_tflite"),
            *(str(corpus), f"-max_total_time={SECONDS}", f"-artifact_prefix={tmp_path}/"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("part", range(4))
def test_strange_numbers_in_sound_models(part: int) -> None:
    models = list(seeds())
    if not models:
        pytest.skip("needs models to begin with: set GENERATOR_DATA to the shared data's folder")
    answers = {"accepted": 0, "refused": 0}
    for seed in range(part * MUTATIONS, (part + 1) * MUTATIONS):
        data = _mutated(random.Random(seed).choice(models), seed)
        if data is not None:
            answers[_answer(data, seed)] += 1
    assert min(answers.values()) > MUTATIONS // 50, answers


def _mutated(data: bytes, seed: int) -> bytes | None:
    """None where a number does not fit into its field."""
    try:
        return mutated(data, seed)
    except Exception:
        return None


def _answer(data: bytes, seed: int) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            graph, _ = passes.run(tflite.read(data, "strange", "0" * 64))
            ops.check(graph)
            memory.plan(engine("native").lower(graph, target("cortex-m4"), "strange"))
    except GeneratorError:
        return "refused"
    except Exception as error:
        raise AssertionError(f"seed {seed}: {error!r}") from error
    return "accepted"
