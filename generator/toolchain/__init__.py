"""From a rendered project to a firmware: CMake, Ninja, GCC, and what the ELF file tells."""

from generator.toolchain.cmake import build, configure
from generator.toolchain.elf import inference_function, read_elf
from generator.toolchain.locate import locate
from generator.toolchain.programs import compiler_version

__all__ = ["build", "compiler_version", "configure", "inference_function", "locate", "read_elf"]
