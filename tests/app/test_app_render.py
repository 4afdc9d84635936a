"""The rendered files themselves: reproducible, tidy, small, and honest about their inputs."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from generator import places
from generator.application import Application, Sample
from generator.errors import RequestError
from generator.graph import Array
from generator.program import Program
from generator.render.app import flash_bytes, input_copy_bytes, render_app
from tests.app.host_app import STAND_IN, build, counting, half_steps, stand_in_board, tiny_program
from tests.formatting import complaints

SAMPLES = (counting("ramp", -6, 11), counting('we"ird [name], 5 %', -100))
PROGRAMS = {
    "samples": (tiny_program(quantization=half_steps()), Application("kws01", SAMPLES, ("a", "b"))),
    "pseudo-random": (tiny_program("float32"), Application("tiny")),
    "integers": (tiny_program("int32"), Application("tiny")),
    "two inputs": (tiny_program(quantization=half_steps(), second_input=True), Application("tiny")),
}


@pytest.fixture(params=PROGRAMS, ids=str)
def case(request: pytest.FixtureRequest) -> tuple[Program, Application]:
    return PROGRAMS[request.param]


def test_the_same_input_gives_the_same_bytes(case: tuple[Program, Application]) -> None:
    program, application = case
    first = render_app(program, stand_in_board(), application)
    assert first == render_app(program, stand_in_board(), application)


def test_clang_format_would_change_nothing(
    case: tuple[Program, Application], tmp_path: Path
) -> None:
    shutil.copy(places.folder("templates") / "project" / ".clang-format", tmp_path)
    for path, text in render_app(case[0], stand_in_board(), case[1]).items():
        (tmp_path / Path(path).name).write_text(text)
    assert complaints(tmp_path, sorted(tmp_path.glob("*.[ch]"))) == ""


def test_it_compiles_for_arm_without_a_warning(
    case: tuple[Program, Application], tmp_path: Path
) -> None:
    if shutil.which("arm-none-eabi-gcc") is None:
        pytest.skip("arm-none-eabi-gcc is not installed")
    files = render_app(case[0], stand_in_board(), case[1])
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    ctype = {"int8": "int8_t", "int32": "int32_t", "float32": "float"}
    tensor = case[0].tensors["in"]
    subprocess.run(
        [
            *("arm-none-eabi-gcc", "-mcpu=cortex-m0", "-mthumb", "-Os", "-std=c11", "-c"),
            *("-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror", "--specs=nano.specs"),
            *(f"-DTINY_TYPE={ctype[tensor.dtype.name]}", f"-DTINY_ELEMENTS={tensor.size}"),
            *(f"-I{tmp_path}", f"-I{STAND_IN}"),
            *(tmp_path / path for path in files if path.endswith(".c")),
        ],
        cwd=tmp_path,
        check=True,
    )


@pytest.mark.usefixtures("host_compiler")
def test_names_that_would_break_c_or_the_protocol_are_made_plain(tmp_path: Path) -> None:
    lines = build(tmp_path, *PROGRAMS["samples"]).talk("")
    assert any(line.endswith("we_ird _name__ 5 _]") for line in lines)


@pytest.mark.usefixtures("host_compiler")
def test_without_samples_the_input_is_pseudo_random_and_says_so(tmp_path: Path) -> None:
    app = build(tmp_path, tiny_program("int8", 200, half_steps()), Application("tiny", runs=2))
    lines = app.talk("outputs%")
    assert sum(line.endswith(",pseudo-random]") for line in lines) == 2
    stored = np.frombuffer(bytes.fromhex(lines[-2][len("m-outputs-[") : -1]), np.int8)
    assert len(set(stored.tolist())) > 80, "200 random bytes are of about 139 different values"
    assert lines == app.talk("outputs%")


@pytest.mark.usefixtures("host_compiler")
def test_pseudo_random_floats_lie_between_minus_one_and_one(tmp_path: Path) -> None:
    app = build(tmp_path, tiny_program("float32", 200), Application("tiny", runs=1))
    line = app.answers("outputs%")[0]
    stored = np.frombuffer(bytes.fromhex(line[len("m-outputs-[") : -1]), np.float32)
    assert stored.min() < -0.8 and stored.max() > 0.8
    assert (np.abs(stored) <= 1).all()


@pytest.mark.usefixtures("host_compiler")
def test_further_inputs_follow_the_first(tmp_path: Path) -> None:
    program, application = PROGRAMS["two inputs"]
    app = build(tmp_path, program, application)
    assert app.answers("db load 14%")[0] == "m-[Expecting 14 bytes]"
    assert app.answers("db load 15%")[0].startswith("e-[")


@pytest.mark.parametrize(
    "array",
    [np.zeros(11, np.int8), np.zeros(12, np.uint8), np.zeros(12, np.float32)],
    ids=["too short", "other dtype", "float"],
)
def test_a_sample_that_the_model_does_not_read_is_refused(array: Array) -> None:
    application = Application("tiny", (Sample("wrong", (array,)),))
    with pytest.raises(RequestError, match=r"'wrong' holds .* the model reads in"):
        render_app(tiny_program(), stand_in_board(), application)


def test_what_the_fit_check_is_told() -> None:
    program, application = PROGRAMS["samples"]
    assert flash_bytes(application) == 24
    assert input_copy_bytes(program) == 12
