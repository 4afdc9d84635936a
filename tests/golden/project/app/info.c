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

// A field that never changes: neighbours are one text, which takes less flash than calls.
// clang-format off
#define FIELD(name, value) "m-info-" name "-[" value "]\r\n"

static const char board_fields[] =
    FIELD("board", BOARD_NAME)
    FIELD("part", BOARD_PART)
    FIELD("core", BOARD_CORE);

static const char model_fields[] =
    FIELD("model", "tiny")
    FIELD("model-sha256", "661afd0ce83576490566a2d46ece82215db2594926b8beda0b1301787cf3997a")
    FIELD("macs", "2322")
    FIELD("engine", "native")
    FIELD("compiler", "GCC " __VERSION__)
    FIELD("flags", BUILD_FLAGS);
// clang-format on

void info_print(void) {
    print_text(board_fields);
    print_field_unsigned("info-clock-hz", board_clock_hz());
    print_field("info-clock-source", board_clock_source());
    print_field("info-cycle-counter", cycles_counting() ? cycles_source() : "stands still");
    print_text(model_fields);
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
