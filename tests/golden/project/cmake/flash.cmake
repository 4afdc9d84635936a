# Targets that work on the board or on the finished firmware:
#
#   flash erase gdbserver debug   through the probe, by FLASH_TOOL
#   size                          the sections of the firmware
#   run report monitor            through the generator's Python package, where it is installed
#
# Each runs firmware_tool.cmake. The project sets BOARD_* before it includes this file.

set(FLASH_TOOL "auto" CACHE STRING "What flashes the board; auto takes the first that is installed")
set_property(CACHE FLASH_TOOL PROPERTY STRINGS auto openocd pyocd stlink cubeprog jlink uart dfu)
set(FLASH_PORT "/dev/ttyUSB0" CACHE STRING "Serial port, for FLASH_TOOL=uart")
set(FLASH_CPUTAPID "" CACHE STRING "Id of a cloned chip, for OpenOCD: 0x2ba01477")
set(GENERATOR_PYTHON "" CACHE FILEPATH "A Python that has the generator, for run, report, monitor")
set(GENERATOR_PYTHONPATH "" CACHE PATH "Where that Python finds the generator, if not installed")

# Adds the targets for the executable `firmware`.
function(add_firmware_targets)
  set(settings "${CMAKE_CURRENT_BINARY_DIR}/firmware_tool_settings.cmake")
  set(names FLASH_TOOL FLASH_PORT FLASH_CPUTAPID GENERATOR_PYTHON GENERATOR_PYTHONPATH
    BOARD_NAME BOARD_OPTIONS BOARD_OPENOCD_INTERFACE BOARD_OPENOCD_TARGET BOARD_PYOCD_TARGET BOARD_JLINK_DEVICE
    BOARD_FLASH_ORIGIN CMAKE_C_COMPILER CMAKE_OBJCOPY)
  set(text "set(ELF [==[$<TARGET_FILE:firmware>]==])\n")
  foreach(name IN LISTS names)
    string(APPEND text "set(${name} [==[${${name}}]==])\n")
  endforeach()
  file(GENERATE OUTPUT "${settings}" CONTENT "${text}")

  foreach(action IN ITEMS flash erase gdbserver debug size run report monitor)
    add_custom_target(${action}
      COMMAND "${CMAKE_COMMAND}" -D ACTION=${action} -D "SETTINGS=${settings}"
        -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/firmware_tool.cmake"
      COMMENT "${action}"
      USES_TERMINAL
      VERBATIM)
    if(NOT action MATCHES "erase|gdbserver|monitor")
      add_dependencies(${action} firmware)
    endif()
  endforeach()
endfunction()
