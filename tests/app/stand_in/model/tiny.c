#include "model/tiny.h"

#include "board/spend.h"
#include "model/weights.h"

#include <string.h>

#define ARENA __attribute__((section(".arena"), aligned(16)))

static ARENA TINY_TYPE input[TINY_ELEMENTS];
static ARENA uint8_t input_1[2];
static ARENA TINY_TYPE output[TINY_ELEMENTS];

static void copy(void) {
    memcpy(output, input, sizeof output);
    spend_cycles(70000 + (uint64_t)tiny_weights[0]);
}

static void spoil(void) {
    static uint64_t runs;
    memset(input, 0x55, sizeof input);
    runs++;
    spend_cycles(1000 * runs); /* every run takes longer than the one before */
}

const struct tiny_layer tiny_layers[TINY_LAYER_COUNT] = {
    {"0 COPY", 123, copy},
    {"1 SPOIL", 0, spoil},
};

void tiny_init(void) {
}

void tiny_run(void) {
    copy();
    spoil();
}

TINY_TYPE *tiny_input(void) {
    return input;
}

uint8_t *tiny_input_1(void) {
    return input_1;
}

const TINY_TYPE *tiny_output(void) {
    return output;
}
