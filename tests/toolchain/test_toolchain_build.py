"""Projects really configured, compiled, linked and read back."""

import re
import subprocess
from pathlib import Path

import pytest

from generator import toolchain
from generator.boards.load import load
from generator.errors import NegativeAnswer, ToolError
from generator.toolchain import programs
from tests.toolchain.stand_in_project import project_files, write_project

pytestmark = pytest.mark.usefixtures("cross_compiler")
BOARDS = ["stm32f103c8", "nucleo-l4r5zi"]


@pytest.fixture(scope="module", params=BOARDS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build folder of a project that is compiled."""
    folder = write_project(tmp_path_factory.mktemp(request.param), request.param)
    toolchain.configure(folder, folder / "build")
    toolchain.build(folder / "build", load(request.param).part)
    (folder / "board.txt").write_text(request.param)
    return folder / "build"


def sections(elf: Path) -> dict[str, tuple[int, int]]:
    """Name -> (bytes, address), by binutils: a second opinion."""
    text = subprocess.run(
        ["arm-none-eabi-size", "--format=sysv", elf], capture_output=True, text=True, check=True
    ).stdout
    return {
        m[1]: (int(m[2]), int(m[3])) for m in re.finditer(r"^(\.\S+) +(\d+) +(\d+)$", text, re.M)
    }


def test_sizes_by_kind_agree_with_binutils(built: Path) -> None:
    part = load((built.parent / "board.txt").read_text()).part
    firmware = toolchain.read_elf(built / "firmware.elf", part)
    size = {name: count for name, (count, _) in sections(firmware.elf).items()}
    flash, ram = firmware.flash, firmware.ram
    assert flash.weights_bytes == size[".weights"] == 4
    assert flash.kernels_bytes == size[".kernels"] > 0
    assert flash.console_bytes == size[".console"] > 0
    assert flash.vectors_bytes == size[".vectors"]
    assert flash.samples_bytes == 12
    assert ram.arena_bytes == size[".arena"]
    assert ram.other_bytes == size[".data"] + size[".bss"]
    assert ram.stack_bytes == size[".stack"] >= 512


def test_the_flash_in_all_is_what_a_programmer_writes(built: Path, tmp_path: Path) -> None:
    part = load((built.parent / "board.txt").read_text()).part
    firmware = toolchain.read_elf(built / "firmware.elf", part)
    image = tmp_path / "firmware.bin"
    subprocess.run(["arm-none-eabi-objcopy", "-O", "binary", firmware.elf, image], check=True)
    assert firmware.flash.used_bytes == image.stat().st_size


def test_application_and_protocol_stay_small(built: Path) -> None:
    """The console, the benchmark and everything else but the model: 8 KiB at most."""
    part = load((built.parent / "board.txt").read_text()).part
    flash = toolchain.read_elf(built / "firmware.elf", part).flash
    assert flash.runtime_bytes + flash.console_bytes < 8192


def test_the_compiler_is_named(built: Path) -> None:
    part = load((built.parent / "board.txt").read_text()).part
    firmware = toolchain.read_elf(built / "firmware.elf", part)
    number = re.fullmatch(r"GCC (\d+\.\d+\.\d+).*", firmware.compiler)
    assert number and number[1] in toolchain.compiler_version()


def test_an_address_is_traced_to_its_source_line(built: Path) -> None:
    symbols = subprocess.run(
        ["arm-none-eabi-nm", built / "firmware.elf"], capture_output=True, text=True, check=True
    ).stdout
    address = int(re.search(r"^(\w+) T tiny_run$", symbols, re.M)[1], 16)
    place = toolchain.locate(built / "firmware.elf", address | 1)
    assert place is not None and re.fullmatch(r"tiny_run at tiny\.c:\d+", place)
    assert toolchain.locate(built / "firmware.elf", 0x20000000) is None


def test_the_size_target_prints_the_sections(built: Path) -> None:
    done = subprocess.run(
        [programs.find("ninja"), "-C", built, "size"], capture_output=True, text=True, check=True
    )
    printed = done.stdout + done.stderr
    for name, (count, address) in sections(built / "firmware.elf").items():
        if address and count:
            assert re.search(rf"^{re.escape(name)} +{count}  {address:#x}$", printed, re.M), name


def test_compile_commands_are_left_for_the_editor(built: Path) -> None:
    assert "app/main.c" in (built / "compile_commands.json").read_text()


def test_a_moved_project_is_configured_anew(tmp_path: Path) -> None:
    first, second = (write_project(tmp_path / name, BOARDS[0]) for name in ("first", "second"))
    toolchain.configure(first, tmp_path / "build")
    toolchain.configure(second, tmp_path / "build")
    assert str(second) in (tmp_path / "build" / "build.ninja").read_text()


def test_the_preset_configures(tmp_path: Path) -> None:
    folder = write_project(tmp_path, BOARDS[0])
    ninja = f"-DCMAKE_MAKE_PROGRAM={programs.find('ninja')}"
    subprocess.run([programs.find("cmake"), "--preset", "default", ninja], cwd=folder, check=True)
    assert (folder / "build" / "build.ninja").is_file()


def failure(folder: Path, changed: dict[str, str]) -> Exception:
    write_project(folder, BOARDS[0], changed)
    toolchain.configure(folder, folder / "build")
    with pytest.raises((NegativeAnswer, ToolError)) as caught:
        toolchain.build(folder / "build", load(BOARDS[0]).part)
    return caught.value


def test_too_much_flash_is_told_in_bytes_and_kinds(tmp_path: Path) -> None:
    weights = '#include "model/weights.h"\nextern const int8_t more[70000];\n'
    weights += "const int8_t more[70000] = {1};\nconst int8_t tiny_weights[4] = {0};\n"
    tiny = project_files(BOARDS[0])["model/tiny.c"]
    use = "#include <stdint.h>\nextern const int8_t more[70000];\n"
    tiny = use + tiny.replace("tiny_weights[0]", "more[*(volatile uint8_t *)input]")
    error = failure(tmp_path, {"model/weights.c": weights, "model/tiny.c": tiny})
    assert isinstance(error, NegativeAnswer), error
    assert re.search(r"FLASH is \d+ bytes too small|more than the 65536 bytes of flash", str(error))
    assert re.search(r"weights +70004 ", str(error))


def test_too_much_ram_is_told_in_bytes_and_kinds(tmp_path: Path) -> None:
    tiny = project_files(BOARDS[0])["model/tiny.c"]
    big = tiny.replace("ARENA uint8_t input_1[2]", "ARENA uint8_t input_1[30000]")
    error = failure(tmp_path, {"model/tiny.c": big})
    assert isinstance(error, NegativeAnswer), error
    assert re.search(r"RAM is \d+ bytes too small|arena and variables leave less", str(error))
    assert re.search(r"arena +30\d\d\d ", str(error))


def test_a_compilers_complaint_is_shown(tmp_path: Path) -> None:
    error = failure(tmp_path, {"app/main.c": "int main(void) { return undefined_word; }\n"})
    assert isinstance(error, ToolError)
    assert "undefined_word" in str(error)


def test_a_missing_compiler_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="sudo apt install gcc-arm-none-eabi libnewlib-arm-none"):
        toolchain.configure(tmp_path, tmp_path / "build")


def test_what_is_no_elf_file_is_refused(tmp_path: Path) -> None:
    part = load(BOARDS[0]).part
    with pytest.raises(ToolError, match="Build first"):
        toolchain.read_elf(tmp_path / "none.elf", part)
    (tmp_path / "text.elf").write_text("no")
    with pytest.raises(ToolError, match="no ELF file"):
        toolchain.read_elf(tmp_path / "text.elf", part)
