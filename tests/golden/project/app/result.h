// What the model answered.

#pragma once

#include <stdint.h>

// The index of the largest element of the first output; the first of equals.
uint32_t result_label(void);

// Its name, or "" where the model came without labels.
const char *result_label_name(uint32_t label);

// m-results-[0.012345,…]: the first output as real numbers.
void result_print(void);

// m-outputs-[80ff…]: the stored bytes of each output, one line for each.
void result_print_bytes(void);
