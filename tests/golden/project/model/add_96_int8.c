/* add_96_int8: ADD, for 1 layer.
 *
 * Layer 3:
 * reads  int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * reads  int8 1x4x4x6 at 104 to 199, scale 0.04, zero point -5: pointwise
 * writes int8 1x4x4x6 at 0 to 95, scale 0.05, zero point -128: sum
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* value * multiplier / 2^31, rounded to nearest, halves up. */
static inline int32_t multiply(int32_t value, int32_t multiplier) {
    /* The carry flag takes the lower word's highest bit, the half. */
    uint32_t low;
    int32_t high;
    __asm__("smull %0, %1, %2, %3\n\tlsls %0, %0, #1\n\tadc %1, %1, #0"
            : "=&r"(low), "=&r"(high)
            : "r"(2 * value), "r"(multiplier)
            : "cc");
    return high;
}

void add_96_int8(const int8_t *input_0, const int8_t *input_1, int8_t *output, const struct sum_int8_layer *layer) {
    const int32_t first_offset = layer->first_offset, first_multiplier = layer->first_multiplier;
    const int32_t second_offset = layer->second_offset, second_multiplier = layer->second_multiplier;
    const int32_t output_multiplier = layer->output_multiplier, zero_point = layer->zero_point;
    for (int i = 0; i < 96; i++) {
        /* Both less their zero points, shifted up by 20 and brought to one scale. */
        const int32_t first = multiply(input_0[i] * 1048576 + first_offset, first_multiplier);
        const int32_t second = multiply(input_1[i] * 1048576 + second_offset, second_multiplier);
        const int32_t sum = ((first + (first >> 31) + 1) >> 1) + (second);
        const int32_t scaled = multiply(sum, output_multiplier);
        const int32_t value = ((scaled + (scaled >> 31) + 262144) >> 19) + zero_point;
        int32_t result;
        __asm__("ssat %0, #8, %1" : "=r"(result) : "r"(value));
        output[i] = (int8_t)result;
    }
}
