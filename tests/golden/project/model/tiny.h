/* tiny: 2322 multiply-accumulates, by the native engine.
 *
 * Call tiny_init() once. For each inference write tiny_input(), call tiny_run(), read
 * tiny_output(). Inputs and outputs share the arena with everything between them, so an
 * inference may overwrite its input, and the output lasts until the next input is written.
 */
#pragma once

#include <stdint.h>

enum {
    TINY_ARENA_BYTES = 312,
    TINY_WEIGHTS_BYTES = 1403,
    TINY_LAYER_COUNT = 8,
    TINY_INPUT_ELEMENTS = 64, /* 1x8x8x1 */
    TINY_INPUT_BYTES = 64,
    TINY_INPUT_ZERO_POINT = -10,
    TINY_OUTPUT_ELEMENTS = 3, /* 1x3 */
    TINY_OUTPUT_BYTES = 3,
    TINY_OUTPUT_ZERO_POINT = -128,
};

/* real = TINY_INPUT_SCALE * (stored - TINY_INPUT_ZERO_POINT) */
#define TINY_INPUT_SCALE 2.0e-02f

/* real = TINY_OUTPUT_SCALE * (stored - TINY_OUTPUT_ZERO_POINT) */
#define TINY_OUTPUT_SCALE 3.90625e-03f

void tiny_init(void);
void tiny_run(void);

int8_t *tiny_input(void);        /* 1x8x8x1, image */
const int8_t *tiny_output(void); /* 1x3, probabilities */

int8_t tiny_quantize_input(float real);
float tiny_dequantize_output(int8_t stored);

/* The layers in the order in which tiny_run() calls them, for measuring each by itself. */
struct tiny_layer {
    const char *name;
    uint32_t macs; /* multiply-accumulates */
    void (*run)(void);
};

extern const struct tiny_layer tiny_layers[TINY_LAYER_COUNT];

/* The activation at an offset into the arena, while it is alive; offsets are those of the comments
 * in the model's file. */
const int8_t *tiny_arena(uint32_t offset);
