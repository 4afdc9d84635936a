/* The integer arithmetic that kernels share. It rounds exactly as TensorFlow Lite Micro does. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* 2 * a * b / 2^32, rounded to nearest, halves up; never called with a = b = INT32_MIN. */
static inline int32_t high_multiply(int32_t a, int32_t b) {
    return (int32_t)(((int64_t)a * b + (INT64_C(1) << 30)) >> 31);
}

/* value / 2^shift for a shift of 0 to 31, rounded to nearest, halves away from zero. */
static inline int32_t scale_down_by(int32_t value, int32_t shift) {
    const int32_t mask = (int32_t)((UINT32_C(1) << shift) - 1);
    const int32_t threshold = (mask >> 1) + (value < 0);
    return (value >> shift) + ((value & mask) > threshold);
}

/* value * multiplier / 2^31 * 2^shift for any shift, rounded twice. */
static inline int32_t scale(int32_t value, int32_t multiplier, int32_t shift) {
    const int32_t left = shift > 0 ? shift : 0;
    const int32_t raised = (int32_t)((uint32_t)value << left);
    return scale_down_by(high_multiply(raised, multiplier), left - shift);
}

/* The same where shift counts to the right, is 1 or more, and |value| stays below 2^30. */
static inline int32_t scale_down(int32_t value, int32_t multiplier, int32_t shift) {
    const int32_t product = high_multiply(value, multiplier);
    return (product + (1 << (shift - 1)) + (product >> 31)) >> shift;
}

/* sum * multiplier / 2^shift for a shift of 8 to 46, rounded once: the sums of 16-bit layers. */
static inline int32_t scale_wide(int64_t sum, int32_t multiplier, int32_t shift) {
    return (int32_t)((sum * multiplier + (INT64_C(1) << (shift - 1))) >> shift);
}

static inline int32_t clamp(int32_t value, int32_t minimum, int32_t maximum) {
    value = value > minimum ? value : minimum;
    return value < maximum ? value : maximum;
}

/* Adds to four sums the products of `count` inputs with the four weights in each word. */
static inline void multiply_by_four(const int8_t *input, const uint32_t *weights, int count, uint32_t sums[4]) {
    for (int i = 0; i < count; i++) {
        const int32_t x = input[i];
        const uint32_t word = weights[i];
        sums[0] += (uint32_t)(x * (int8_t)word);
        sums[1] += (uint32_t)(x * (int8_t)(word >> 8));
        sums[2] += (uint32_t)(x * (int8_t)(word >> 16));
        sums[3] += (uint32_t)(x * (int8_t)(word >> 24));
    }
}
