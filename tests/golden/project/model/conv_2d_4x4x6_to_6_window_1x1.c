/* conv_2d_4x4x6_to_6_window_1x1: CONV_2D, for 1 layer.
 *
 * Layer 2:
 * reads  int8 1x4x4x6 at 216 to 311, scale 0.03, zero point -128: depthwise
 * writes int8 1x4x4x6 at 0 to 95, scale 0.04, zero point -5: pointwise
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* All 6 outputs of one window of 6 inputs, four outputs at a time. */
static void products(const int8_t *window, int8_t *output, const struct conv_2d_pointwise_layer *layer) {
    const uint32_t *weights = layer->weights;
    for (int channel = 0; channel < 4; channel += 4) {
        uint32_t sums[4] = {0, 0, 0, 0};
        multiply_by_four(window, weights, 6, sums);
        weights += 6;
        for (int i = 0; i < 4; i++) {
            const int c = channel + i;
            const int32_t sum = (int32_t)(sums[i] + (uint32_t)layer->bias[c]);
            const int32_t value = scale_down(sum, layer->multiplier[c], layer->shift[c]);
            output[c] = (int8_t)clamp(value + layer->zero_point, layer->minimum, layer->maximum);
        }
    }
    /* The last word's upper 2 of four weights are zeros: 6 is not a multiple of four. */
    uint32_t sums[4] = {0, 0, 0, 0};
    multiply_by_four(window, weights, 6, sums);
    for (int i = 0; i < 2; i++) {
        const int c = 4 + i;
        const int32_t sum = (int32_t)(sums[i] + (uint32_t)layer->bias[c]);
        const int32_t value = scale_down(sum, layer->multiplier[c], layer->shift[c]);
        output[c] = (int8_t)clamp(value + layer->zero_point, layer->minimum, layer->maximum);
    }
}

void conv_2d_4x4x6_to_6_window_1x1(const int8_t *input, int8_t *output, const struct conv_2d_pointwise_layer *layer) {
    for (int pixel = 0; pixel < 16; pixel++) {
        products(input + pixel * 6, output + pixel * 6, layer);
    }
}
