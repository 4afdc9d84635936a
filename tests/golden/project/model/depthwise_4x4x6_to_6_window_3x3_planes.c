/* depthwise_4x4x6_to_6_window_3x3_planes: DEPTHWISE_CONV_2D, for 1 layer.
 *
 * Layer 1:
 * reads  int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * writes int8 1x4x4x6 at 96 to 191, scale 0.03, zero point -128: depthwise
 * works  in 192 to 227
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* From a sum to an output: a line that passes through all steps of both of TensorFlow Lite's roundings. */
static inline int8_t rescale(int32_t sum, int32_t factor, int32_t offset) {
    uint32_t low;
    int32_t value;
    __asm__("smull %0, %1, %2, %3\n\t"
            "add %1, %1, %4\n\t"
            "ssat %1, #8, %1, asr #4"
            : "=&r"(low), "=&r"(value)
            : "r"(sum), "r"(factor), "r"(offset));
    return (int8_t)value;
}

/* One channel of the image, taken out of the pixels; the border around it stays as it is. */
static void take_channel(const int8_t *input, int8_t *plane) {
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            const int8_t value = input[i * 24 + j * 6];
            plane[i * 6 + j] = value;
        }
    }
}

/* All outputs of a channel, 4 at a time, which share loads of weights and inputs. The last ones of a
 * line may be computed twice. */
static void filter(const int8_t *plane, int8_t *output, int channel, const struct depthwise_conv_2d_planes_line_layer *layer) {
    const int32_t *scale = layer->scales + channel * 2, start = scale[0];
    const int32_t factor = (int32_t)scale[1], offset = layer->offsets[channel];

    for (int i = 0; i < 4; i++) {
        for (int from = 0; from < 4; from += 4) {
            const int j = from <= 0 ? from : 0;
            const int8_t *inputs = plane + i * 6 + j * 1;
            const int8_t *weights = layer->weights + channel * 9;
            int32_t sums[4] = {start, start, start, start};
            for (int y = 0; y < 3; y++) {
#pragma GCC unroll 3
                for (int x = 0; x < 3; x++) {
#pragma GCC unroll 4
                    for (int n = 0; n < 4; n++) {
                        sums[n] += weights[x] * inputs[n * 1 + x];
                    }
                }
                weights += 3;
                inputs += 6;
            }
#pragma GCC unroll 4
            for (int n = 0; n < 4; n++) {
                output[(j + n) * 6] = rescale(sums[n], factor, offset);
            }
        }
        output += 24;
    }
}

void depthwise_4x4x6_to_6_window_3x3_planes(const int8_t *input, int8_t *output, int8_t *scratch, const struct depthwise_conv_2d_planes_line_layer *layer) {
    int8_t *plane = (int8_t *)scratch;
    for (int i = 0; i < 36; i++) {
        plane[i] = -128;
    }
    for (int channel = 0; channel < 6; channel++) {
        take_channel(input + channel, plane + 7);
        filter(plane, output + channel, channel, layer);
    }
}
