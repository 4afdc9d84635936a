"""`ninja flash` and its siblings, with stand-ins for the flash tools that speak as those do."""

import stat
import subprocess
from pathlib import Path

import pytest

from generator import places
from generator.toolchain import programs

SETTINGS = {
    "FLASH_TOOL": "auto",
    "FLASH_PORT": "/dev/ttyUSB7",
    "FLASH_CPUTAPID": "",
    "GENERATOR_PYTHON": "",
    "GENERATOR_PYTHONPATH": "",
    "BOARD_NAME": "stm32f103c8",
    "BOARD_OPTIONS": "--board;stm32f103c8",
    "BOARD_OPENOCD_INTERFACE": "interface/stlink.cfg",
    "BOARD_OPENOCD_TARGET": "target/stm32f1x.cfg",
    "BOARD_PYOCD_TARGET": "stm32f103c8",
    "BOARD_JLINK_DEVICE": "STM32F103C8",
    "BOARD_FLASH_ORIGIN": "0x08000000",
    "CMAKE_C_COMPILER": "/none/arm-none-eabi-gcc",
    "CMAKE_OBJCOPY": "true",
}


class Desk:
    """A desk with some flash tools installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()

    def install(self, name: str, says: str = "", code: int = 0) -> None:
        """A tool that notes its arguments, says something and leaves with a code."""
        program = self.folder / "bin" / name
        note = f'echo "$0 $*" >>"{self.folder}/calls"'
        note += f'\nprintf \'%s\\n\' "$@" >"{self.folder}/words"'
        program.write_text(f"#!/bin/sh\n{note}\n/bin/cat <<'EOF' >&2\n{says}\nEOF\nexit {code}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def run(self, action: str, **settings: str) -> tuple[int, str]:
        """The exit code and the output of a target."""
        values = SETTINGS | {"ELF": str(self.folder / "firmware.elf")} | settings
        file = self.folder / "settings.cmake"
        file.write_text("".join(f"set({name} [==[{value}]==])\n" for name, value in values.items()))
        script = places.folder("cmake") / "firmware_tool.cmake"
        done = subprocess.run(
            [
                programs.find("cmake"),
                "-D",
                f"ACTION={action}",
                "-D",
                f"SETTINGS={file}",
                "-P",
                script,
            ],
            env={"PATH": str(self.folder / "bin")},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, (done.stdout + done.stderr).strip()

    def words(self) -> list[str]:
        """The arguments of the last call, one by one."""
        return (self.folder / "words").read_text().splitlines()

    def calls(self) -> list[str]:
        return (self.folder / "calls").read_text().splitlines()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_without_any_tool_one_sentence_says_what_to_install_and_connect(desk: Desk) -> None:
    code, output = desk.run("flash")
    assert code != 0
    assert output == (
        "No flash tool is installed: sudo apt install openocd, "
        "then connect a debug probe by USB and try again."
    )


@pytest.mark.parametrize(
    ("tool", "program", "says"),
    [
        ("openocd", "openocd", "Open On-Chip Debugger 0.12.0\nError: open failed"),
        ("pyocd", "pyocd", "0000123 W No available debug probes are connected [__main__]"),
        (
            "stlink",
            "st-flash",
            "2024-01-01T00:00:00 ERROR common.c: Couldn't find any ST-Link devices",
        ),
        ("cubeprog", "STM32_Programmer_CLI", "Error: No debug probe detected."),
        ("jlink", "JLinkExe", "Connecting to J-Link via USB...FAILED: Cannot connect to J-Link."),
    ],
)
def test_without_a_probe_one_sentence_says_what_to_connect(
    desk: Desk, tool: str, program: str, says: str
) -> None:
    desk.install(program, says, 1)
    for choice in ("auto", tool):
        code, output = desk.run("flash", FLASH_TOOL=choice)
        assert code != 0
        assert output == (
            "No debug probe answers: connect one (such as an ST-LINK) by USB, "
            "and its SWDIO, SWCLK, GND and 3.3 V to the board."
        )


def test_without_a_serial_port_the_loader_in_rom_is_told_of(desk: Desk) -> None:
    says = 'Cannot handle device "/dev/ttyUSB7"\nFailed to open port: /dev/ttyUSB7'
    desk.install("stm32flash", says, 1)
    code, output = desk.run("flash", FLASH_TOOL="uart")
    assert code != 0
    assert output.startswith("/dev/ttyUSB7 does not answer: connect the USB-UART, set BOOT0 to 1")


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ("Error: init mode failed (unable to connect to the target)", "the chip does not answer"),
        ("Error: libusb_open() failed with LIBUSB_ERROR_ACCESS", "udev rules of openocd"),
        ("Error: checksum mismatch - attempting binary compare", "less flash than stm32f103c8"),
        (
            "0000537 C Target type stm32f103c8 not recognized. Use 'pyocd list --targets' to see",
            "type `pyocd pack install stm32f103c8`",
        ),
        ("one\ntwo\nthree\nfour", "last lines are:\ntwo\nthree\nfour"),
    ],
)
def test_other_failures_are_explained(desk: Desk, says: str, sentence: str) -> None:
    desk.install("openocd", says, 1)
    code, output = desk.run("flash")
    assert code != 0
    assert sentence in output
    assert says.splitlines()[0] in (desk.folder / "flash.log").read_text()


def test_a_cloned_chip_is_recognised_and_the_cure_is_typed_out(desk: Desk) -> None:
    says = (
        "Warn : UNEXPECTED idcode: 0x2ba01477\n"
        "Error: expected 1 of 1: 0x1ba01477\nError: init mode failed"
    )
    desk.install("openocd", says, 1)
    _, output = desk.run("flash")
    assert "cmake -DFLASH_CPUTAPID=0x2ba01477 ." in output
    desk.run("flash", FLASH_CPUTAPID="0x2ba01477")
    call = desk.calls()[-1]
    assert call.index("set CPUTAPID 0x2ba01477") < call.index("target/stm32f1x.cfg")


@pytest.mark.parametrize(
    ("tool", "program", "words"),
    [
        (
            "openocd",
            "openocd",
            "-f interface/stlink.cfg -f target/stm32f1x.cfg -c program {ELF} verify",
        ),
        ("pyocd", "pyocd", "flash -W -t stm32f103c8 ELF"),
        ("stlink", "st-flash", "--reset write BIN 0x08000000"),
        ("cubeprog", "STM32_Programmer_CLI", "-c port=SWD mode=UR -d ELF -v -rst"),
        ("jlink", "JLinkExe", "-device STM32F103C8 -if SWD -speed 4000"),
        ("uart", "stm32flash", "-w BIN -v -g 0x0 /dev/ttyUSB7"),
        ("dfu", "dfu-util", "-a 0 -s 0x08000000:leave -D BIN"),
    ],
)
def test_every_tool_is_called_by_its_own_words(
    desk: Desk, tool: str, program: str, words: str
) -> None:
    desk.install(program)
    assert desk.run("flash", FLASH_TOOL=tool) == (0, f"flash: done with {tool}")
    elf, binary = desk.folder / "firmware.elf", desk.folder / "firmware.bin"
    assert words.replace("ELF", str(elf)).replace("BIN", str(binary)) in desk.calls()[-1]


def test_openocd_is_preferred_and_loaders_in_rom_are_never_guessed(desk: Desk) -> None:
    desk.install("stm32flash")
    desk.install("dfu-util")
    assert desk.run("flash")[1].startswith("No flash tool is installed")
    desk.install("st-flash")
    assert desk.run("flash")[1] == "flash: done with stlink"
    desk.install("openocd")
    assert desk.run("flash")[1] == "flash: done with openocd"


def test_erase_erases_all_sectors(desk: Desk) -> None:
    desk.install("openocd")
    assert desk.run("erase") == (0, "erase: done with openocd")
    files = ["-f", "interface/stlink.cfg", "-f", "target/stm32f1x.cfg"]
    commands = ["init", "reset halt", "flash erase_sector 0 0 last", "exit"]
    assert desk.words() == [*files, *(word for command in commands for word in ("-c", command))]


def test_an_unknown_or_missing_tool_is_named(desk: Desk) -> None:
    assert "take openocd, pyocd, stlink" in desk.run("flash", FLASH_TOOL="magic")[1]
    assert desk.run("flash", FLASH_TOOL="stlink")[1] == (
        "st-flash is not installed: sudo apt install stlink-tools, or choose another FLASH_TOOL."
    )


@pytest.mark.parametrize("action", ["run", "report", "monitor"])
def test_what_needs_the_generator_says_so(desk: Desk, action: str) -> None:
    desk.install("python3", "No module named generator", 1)
    code, output = desk.run(action)
    assert code != 0
    assert f"`ninja {action}` needs the generator's Python package" in output


def test_the_generator_is_told_elf_and_board(desk: Desk) -> None:
    desk.install("python3")
    assert desk.run("run")[0] == 0
    assert desk.calls()[-1].endswith(
        f"-m generator run --elf {desk.folder / 'firmware.elf'} --board stm32f103c8"
    )
