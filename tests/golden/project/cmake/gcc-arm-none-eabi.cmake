# The Arm GNU toolchain for bare metal: arm-none-eabi-gcc with newlib.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)

# -DARM_TOOLCHAIN_DIR=/path/to/bin chooses one that is not on the PATH.
find_program(ARM_NONE_EABI_GCC arm-none-eabi-gcc HINTS "${ARM_TOOLCHAIN_DIR}")
if(NOT ARM_NONE_EABI_GCC)
  message(FATAL_ERROR "arm-none-eabi-gcc is missing: "
    "sudo apt install gcc-arm-none-eabi libnewlib-arm-none-eabi")
endif()
set(CMAKE_C_COMPILER "${ARM_NONE_EABI_GCC}")
set(CMAKE_EXECUTABLE_SUFFIX_C .elf)

# CMake's compiler check would link a program, and bare metal has no default way to.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

# Programs are the host's; libraries and headers are the target's.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
