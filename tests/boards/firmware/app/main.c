// A small application that asks everything of the board side: it speaks, listens, counts cycles
// and, on request, breaks itself in each way that the fault report must name.
#include <stdint.h>
#include <string.h>

#include "board.h"
#include "console.h"
#include "cycles.h"
#include "model.h"
#include "stack.h"

static void say(const char *text) { console_write(text, strlen(text)); }

static void say_number(const char *name, uint64_t value) {
    char digits[21];
    size_t first = sizeof digits - 1;
    digits[first] = '\0';
    do {
        digits[--first] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    say(name);
    say(" ");
    say(&digits[first]);
    say("\r\n");
}

static uint32_t overflow_the_stack(volatile uint32_t depth) {
    return depth == UINT32_MAX ? 0 : overflow_the_stack(depth + 1) + depth;
}

static void obey(int command) {
    switch (command) {
    case 'b': // a bus error: nothing answers there
        say_number("read", *(volatile uint32_t *)0x60000000u);
        break;
    case 'u': // an undefined instruction
        __asm volatile("udf 0");
        break;
    case 's':
        say_number("depth", overflow_the_stack(0));
        break;
    case 'c':
        say_number("cycles", cycles_now());
        break;
    case 'w': // busy for 20 ms, as an inference is
        for (uint64_t until = cycles_now() + board_clock_hz() / 50; cycles_now() < until;) {
        }
        break;
    case 'i': // an interrupt that nobody handles: pend number 0 through the NVIC
        *(volatile uint32_t *)0xE000E100u = 1u;
        *(volatile uint32_t *)0xE000E200u = 1u;
        break;
    default: // an echo
        console_write(&(char){(char)command}, 1);
    }
}

int main(void) {
    board_init();
    say("board " BOARD_NAME "\r\n");
    say("part " BOARD_PART "\r\n");
    say("core " BOARD_CORE "\r\n");
    say("source ");
    say(board_clock_source());
    say("\r\n");
    say_number("clock_hz", board_clock_hz());
    say_number("counting", cycles_counting());
    uint64_t before = cycles_now();
    board_inference_begin();
    uint32_t sum = model_run();
    board_inference_end();
    say_number("cycles", cycles_now() - before);
    say_number("sum", sum);
    say_number("stack_peak", stack_peak_bytes());
    say_number("stack_reserved", stack_reserved_bytes());
    say("ready\r\n");
    for (;;) {
        int command = console_read();
        if (command >= 0) {
            obey(command);
        }
    }
}
