/* A stand-in for a rendered model: it copies its input to its output, then spoils the input as a
 * model may whose buffers share an arena. Types and sizes are given on the command line. */

#ifndef MODEL_TINY_H
#define MODEL_TINY_H

#include <stdint.h>

#ifndef TINY_TYPE
#define TINY_TYPE int8_t
#define TINY_ELEMENTS 12
#endif

enum {
    TINY_ARENA_BYTES = 2 * TINY_ELEMENTS * sizeof(TINY_TYPE),
    TINY_WEIGHTS_BYTES = 4,
    TINY_LAYER_COUNT = 2,
    TINY_INPUT_ELEMENTS = TINY_ELEMENTS,
    TINY_INPUT_BYTES = TINY_ELEMENTS * sizeof(TINY_TYPE),
    TINY_OUTPUT_ELEMENTS = TINY_ELEMENTS,
    TINY_OUTPUT_BYTES = TINY_ELEMENTS * sizeof(TINY_TYPE),
    TINY_INPUT_1_ELEMENTS = 2,
    TINY_INPUT_1_BYTES = 2,
};

struct tiny_layer {
    const char *name;
    uint32_t macs;
    void (*run)(void);
};

extern const struct tiny_layer tiny_layers[TINY_LAYER_COUNT];

void tiny_init(void);
void tiny_run(void);
TINY_TYPE *tiny_input(void);
uint8_t *tiny_input_1(void);
const TINY_TYPE *tiny_output(void);

#endif
