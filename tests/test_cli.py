"""What users type by mistake: one sentence, the right exit code, nothing half-written."""

import json
import re
from pathlib import Path

import pytest

from tests import data
from tests.command_line import generator
from tests.golden.tiny import MODEL

BOARD = ("--board", "stm32f103c8")


def files_below(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["kws", "--board", "stm32f103c9"], "stm32f103c8"),
        (["kws"], "Name one board"),
        (["kvs", *BOARD], "kws"),
        (["rnu"], "run"),
        (["no_such_model.tflite", *BOARD], "no such model file"),
        (["kws", *BOARD, "--bored"], "--bored"),
        (["kws", *BOARD, "--json", "no/such/folder/facts.json"], "It cannot be written"),
        (["run", *BOARD], "Name a model"),
        (["kws", "--board-file", "missing.yaml"], "no such board file"),
        (["report", "--elf", "missing.elf", *BOARD], "missing.elf"),
    ],
)
def test_mistakes_are_answered_in_words(words: list[str], said: str, tmp_path: Path) -> None:
    done = generator(*words, folder=tmp_path)
    assert done.code in (2, 3)
    assert said in done.err
    assert files_below(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.tflite", b"", "empty"),
        ("text.tflite", b"hello, this is not a model at all", "no TensorFlow Lite file"),
        ("short.tflite", b"\x1c\0\0\0TFL3", "damaged"),
        ("model.h5", b"x", "Model files end in"),
        ("pointer.tflite", b"version https://git-lfs.github.com/spec/v1\noid", "git lfs pull"),
    ],
)
def test_files_that_are_no_models(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    done = generator(name, *BOARD, folder=tmp_path)
    assert done.code == 2
    assert said in done.err
    assert files_below(tmp_path) == [name]


def test_too_large_a_model_is_refused_with_numbers_and_boards(tmp_path: Path) -> None:
    vww = data.mlperf_tiny("vww/vww_96_int8.tflite")
    done = generator(vww, *BOARD, folder=tmp_path)
    assert done.code == 1
    assert "does not fit stm32f103c8" in done.err
    assert "more than its 20,480" in done.err
    assert re.search(r"peak is at layer \d+, \w*CONV_2D: \S+ 36,864", done.err), "where"
    assert "nucleo-l4r5zi" in done.err
    assert files_below(tmp_path) == []


def test_a_goal_that_asks_too_much_names_those_that_do_not(tmp_path: Path) -> None:
    model = data.mlperf_tiny("ic/pretrainedResnet_int8.tflite")
    done = generator("new", model, "--board", "blackpill-f401cc", "-O", "time", folder=tmp_path)
    assert done.code == 1
    assert "On this board it fits with -O balanced" in done.err


def test_a_users_change_is_not_overwritten_without_force(tmp_path: Path) -> None:
    render = ("new", MODEL, *BOARD, "-o", "mine", "--no-configure")
    assert generator(*render, folder=tmp_path).code == 0
    main = tmp_path / "mine" / "app" / "main.c"
    original = main.read_text()
    main.write_text("// mine\n")
    refused = generator(*render, folder=tmp_path)
    assert refused.code == 2
    assert "app/main.c" in refused.err
    assert main.read_text() == "// mine\n"
    assert generator(*render, "--force", folder=tmp_path).code == 0
    assert main.read_text() == original


def test_a_foreign_build_ninja_stays(tmp_path: Path) -> None:
    (tmp_path / "build.ninja").write_text("# somebody else's\n")
    done = generator(MODEL, *BOARD, folder=tmp_path)
    assert done.code == 0, done.err
    assert (tmp_path / "build.ninja").read_text() == "# somebody else's\n"
    assert "ninja -C build flash" in done.out


def test_new_tells_programs_what_it_told_people(tmp_path: Path) -> None:
    done = generator(
        "new", MODEL, *BOARD, "--no-configure", "--json", "facts.json", folder=tmp_path
    )
    facts = json.loads((tmp_path / "facts.json").read_text())
    assert facts["board"] == "stm32f103c8"
    assert facts["clock_hz"] == 72_000_000
    assert f"arena {facts['ram']['arena_bytes']:,}" in done.out


def test_lists_boards_and_tasks(tmp_path: Path) -> None:
    assert "stm32f103c8" in generator("boards", folder=tmp_path).out
    listed = generator("tasks", "--json", "tasks.json", folder=tmp_path)
    assert "kws" in listed.out
    tasks = json.loads((tmp_path / "tasks.json").read_text())["tasks"]
    assert {"kws"} <= {
        task["name"] for task in tasks if task["score"] and task["score"]["value"] > 0.5
    }
