#include "board/board.h"
#include "board/console.h"
#include "board/cycles.h"
#include "board/spend.h"
#include "board/stack.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t cycles;

void spend_cycles(uint64_t spent) {
    cycles += spent;
}

uint64_t cycles_now(void) {
    cycles += 7; /* reading the counter takes time, too */
    return cycles;
}

void cycles_init(void) {
}

bool cycles_counting(void) {
    return true;
}

bool cycles_trustworthy(void) {
    return true;
}

const char *cycles_source(void) {
    return "DWT";
}

void board_init(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
}

uint32_t board_clock_hz(void) {
    return 72000000;
}

const char *board_clock_source(void) {
    return "demand";
}

void board_inference_begin(void) {
}

void board_inference_end(void) {
}

void console_write(const char *text, size_t length) {
    fwrite(text, 1, length, stdout);
}

int console_read(void) {
    const int character = getchar();
    if (character == EOF) {
        exit(0);
    }
    return character;
}

uint32_t stack_peak_bytes(void) {
    return 400;
}

uint32_t stack_reserved_bytes(void) {
    return 1024;
}
