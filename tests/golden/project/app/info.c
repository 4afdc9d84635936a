#include "app/info.h"

#include "app/input.h"
#include "app/print.h"
#include "board/board.h"
#include "board/cycles.h"
#include "board/stack.h"
#include "model/tiny.h"

// CMakeLists.txt says how the model and the rest are optimised.
#ifndef BUILD_FLAGS
#define BUILD_FLAGS "unknown"
#endif

void info_print(void) {
    print_field("info-board", BOARD_NAME);
    print_field("info-part", BOARD_PART);
    print_field("info-core", BOARD_CORE);
    print_field_unsigned("info-clock-hz", board_clock_hz());
    print_field("info-clock-source", board_clock_source());
    print_field("info-cycle-counter", cycles_counting() ? cycles_source() : "stands still");
    print_field("info-model", "tiny");
    print_field("info-model-sha256", "661afd0ce83576490566a2d46ece82215db2594926b8beda0b1301787cf3997a");
    print_field_unsigned("info-macs", 2322);
    print_field("info-engine", "native");
    print_field("info-compiler", "GCC " __VERSION__);
    print_field("info-flags", BUILD_FLAGS);
}

void info_print_memory(void) {
    print_field_unsigned("memory-flash", BOARD_FLASH_BYTES);
    print_field_unsigned("memory-ram", BOARD_RAM_BYTES);
    print_field_unsigned("memory-weights", TINY_WEIGHTS_BYTES);
    print_field_unsigned("memory-arena", TINY_ARENA_BYTES);
    print_field_unsigned("memory-input-buffer", INPUT_BYTES);
    print_field_unsigned("memory-stack-peak", stack_peak_bytes());
    print_field_unsigned("memory-stack-reserved", stack_reserved_bytes());
}
