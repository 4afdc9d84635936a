/* depthwise_shared: DEPTHWISE_CONV_2D, for 1 layer.
 *
 * Layer 1:
 * reads  int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * writes int8 1x4x4x6 at 96 to 191, scale 0.03, zero point -128: depthwise
 * works  in 192 to 197
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* Where the taps of the window at (top, left) lie in the input, or a pixel of zeros outside; their number. */
static int find_taps(const int8_t *input, const int8_t *outside, int top, int left, const int8_t *taps[25], const struct depthwise_conv_2d_shared_shared_layer *layer) {
    int count = 0;
    for (int y = 0; y < layer->window_height; y++) {
        const int row = top + y * layer->dilation_height;
        for (int x = 0; x < layer->window_width; x++) {
            const int column = left + x * layer->dilation_width;
            const bool inside = row >= 0 && row < layer->input_height && column >= 0 && column < layer->input_width;
            taps[count++] = inside ? input + (row * layer->input_width + column) * layer->channels : outside;
        }
    }
    return count;
}

void depthwise_shared(const int8_t *input, int8_t *output, int8_t *scratch, const struct depthwise_conv_2d_shared_shared_layer *layer) {
    memset(scratch, (int)layer->border, (size_t)layer->channels);
    for (int row = 0; row < layer->output_height; row++) {
        for (int column = 0; column < layer->output_width; column++) {
            const int8_t *taps[25];
            const int top = row * layer->stride_height - layer->pad_top, left = column * layer->stride_width - layer->pad_left;
            const int count = find_taps(input, scratch, top, left, taps, layer);
            int8_t *pixel = output + (row * layer->output_width + column) * layer->channels;
            for (int c = 0; c < layer->channels; c++) {
                const int8_t *weight = layer->weights + c;
                int32_t sum = layer->bias[c];
                for (int tap = 0; tap < count; tap++) {
                    sum += taps[tap][c] * *weight;
                    weight += layer->channels;
                }
                const int32_t value = scale_down(sum, layer->multiplier[c], layer->shift[c]);
                pixel[c] = (int8_t)clamp(value + layer->zero_point, layer->minimum, layer->maximum);
            }
        }
    }
}
