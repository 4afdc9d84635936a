/* add_96: ADD, for 1 layer.
 *
 * Layer 3:
 * reads  int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * reads  int8 1x4x4x6 at 104 to 199, scale 0.04, zero point -5: pointwise
 * writes int8 1x4x4x6 at 0 to 95, scale 0.05, zero point -128: sum
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* (x - zero point) * 2^20, rescaled to the scale that both addends share. */
static int32_t addend(int8_t x, int32_t zero_point, int32_t multiplier, int32_t shift) {
    return scale((x - zero_point) * (1 << 20), multiplier, shift);
}

void add_96(const int8_t *input_0, const int8_t *input_1, int8_t *output, const struct add_layer *layer) {
    for (int i = 0; i < 96; i++) {
        const int32_t first = addend(input_0[i], layer->first_zero_point, layer->first_multiplier, layer->first_shift);
        const int32_t second = addend(input_1[i], layer->second_zero_point, layer->second_multiplier, layer->second_shift);
        const int32_t sum = scale(first + second, layer->multiplier, layer->shift);
        output[i] = (int8_t)clamp(sum + layer->zero_point, layer->minimum, layer->maximum);
    }
}
