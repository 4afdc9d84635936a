/* fully_connected_1x6_to_3: FULLY_CONNECTED, for 1 layer.
 *
 * Layer 6:
 * reads  int8 1x6 at 0 to 5, scale 0.05, zero point -128: flat
 * writes int8 1x3 at 8 to 10, scale 0.06, zero point 3: logits
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* All 3 outputs of one window of 6 inputs, four outputs at a time. */
static void products(const int8_t *window, int8_t *output, const struct fully_connected_layer *layer) {
    const uint32_t *weights = layer->weights;
    /* The last word's upper 1 of four weights are zeros: 3 is not a multiple of four. */
    uint32_t sums[4] = {0, 0, 0, 0};
    multiply_by_four(window, weights, 6, sums);
    for (int i = 0; i < 3; i++) {
        const int c = 0 + i;
        const int32_t sum = (int32_t)(sums[i] + (uint32_t)layer->bias[c]);
        const int32_t value = scale_down(sum, layer->multiplier[c], layer->shift[c]);
        output[c] = (int8_t)clamp(value + layer->zero_point, layer->minimum, layer->maximum);
    }
}

void fully_connected_1x6_to_3(const int8_t *input, int8_t *output, const struct fully_connected_layer *layer) {
    products(input, output, layer);
}
