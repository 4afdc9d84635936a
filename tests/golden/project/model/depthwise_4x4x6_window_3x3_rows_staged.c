/* depthwise_4x4x6_window_3x3_rows_staged: DEPTHWISE_CONV_2D, for 1 layer.
 *
 * Layer 1:
 * reads  int8 1x4x4x6 at 0 to 95, scale 0.03, zero point -128: first
 * writes int8 1x4x4x6 at 96 to 191, scale 0.03, zero point -128: depthwise
 * works  in 192 to 311
 */
#include "model/kernels.h"

#include "model/arithmetic.h"

/* From a sum to an output: a line that passes through all steps of both of TensorFlow Lite's roundings. */
static inline int8_t rescale(int32_t sum, int32_t factor, int32_t offset) {
    int32_t value;
    uint32_t low;
    __asm__("smull %0, %1, %2, %3\n\t"
            "add %1, %1, %4\n\t"
            "ssat %1, #8, %1, asr #4"
            : "=&r"(low), "=&r"(value)
            : "r"(sum), "r"(factor), "r"(offset));
    return (int8_t)value;
}

/* One row of outputs, channel by channel, up to 4 neighbours at a time. Inputs outside of the image are
 * zeros, stored as -128; a row of the window that lies outside is part of the sum's first value. */
static void filter_row(const int8_t *input, int8_t *output, const uint32_t *channel, const struct depthwise_conv_2d_rows_line_layer *layer, bool has_top, bool has_bottom) {
    for (int c = 0; c < 6; c++) {
        /* Nine weights, a byte each, and a halfword; then words. */
        int32_t start = (int32_t)channel[3];
        if (!has_top) {
            const int8_t *outside = (const int8_t *)channel + 0;
            start += (outside[0] + outside[1] + outside[2]) * -128;
        }
        if (!has_bottom) {
            const int8_t *outside = (const int8_t *)channel + 6;
            start += (outside[0] + outside[1] + outside[2]) * -128;
        }
        const int8_t *from = input + c;
        int8_t *out = output + c;
        {
            register const int8_t *in __asm__("r0") = from;
            register const uint32_t *w __asm__("r1") = channel;
            register int32_t s0 __asm__("r2") = start, s1 __asm__("r3") = start, s2 __asm__("r4") = start, s3 __asm__("r5") = start;
            register int32_t w0 __asm__("r8"), w1 __asm__("r9"), w2 __asm__("r10"), x0 __asm__("r11"), x1 __asm__("r12"), x2 __asm__("r14");
            if (has_top) {
                __asm__ volatile("mov.w %[x0], #-128\n "
                                 "ldrsb.w %[w0], [%[w], #0]\n ldrsb.w %[w1], [%[w], #1]\n ldrsb.w %[w2], [%[w], #2]\n"
                                 "ldrsb.w %[x1], [%[in], #0]\n"
                                 "ldrsb.w %[x2], [%[in], #6]\n"
                                 "mla %[s0], %[x0], %[w0], %[s0]\n"
                                 "mla %[s0], %[x1], %[w1], %[s0]\n"
                                 "mla %[s1], %[x1], %[w0], %[s1]\n"
                                 "mla %[s0], %[x2], %[w2], %[s0]\n"
                                 "mla %[s1], %[x2], %[w1], %[s1]\n"
                                 "mla %[s2], %[x2], %[w0], %[s2]\n"
                                 "ldrsb.w %[x0], [%[in], #12]\n"
                                 "ldrsb.w %[x1], [%[in], #18]\n"
                                 "mov.w %[x2], #-128\n"
                                 "mla %[s1], %[x0], %[w2], %[s1]\n"
                                 "mla %[s2], %[x0], %[w1], %[s2]\n"
                                 "mla %[s3], %[x0], %[w0], %[s3]\n"
                                 "mla %[s2], %[x1], %[w2], %[s2]\n"
                                 "mla %[s3], %[x1], %[w1], %[s3]\n"
                                 "mla %[s3], %[x2], %[w2], %[s3]\n"
                                 : [s0] "+r"(s0), [s1] "+r"(s1), [s2] "+r"(s2), [s3] "+r"(s3), [w0] "=&r"(w0), [w1] "=&r"(w1), [w2] "=&r"(w2), [x0] "=&r"(x0), [x1] "=&r"(x1), [x2] "=&r"(x2)
                                 : [in] "r"(in), [w] "r"(w)
                                 : "memory");
            }
            __asm__ volatile("mov.w %[x0], #-128\n "
                             "ldrsb.w %[w0], [%[w], #3]\n ldrsb.w %[w1], [%[w], #4]\n ldrsb.w %[w2], [%[w], #5]\n"
                             "ldrsb.w %[x1], [%[in], #24]\n"
                             "ldrsb.w %[x2], [%[in], #30]\n"
                             "mla %[s0], %[x0], %[w0], %[s0]\n"
                             "mla %[s0], %[x1], %[w1], %[s0]\n"
                             "mla %[s1], %[x1], %[w0], %[s1]\n"
                             "mla %[s0], %[x2], %[w2], %[s0]\n"
                             "mla %[s1], %[x2], %[w1], %[s1]\n"
                             "mla %[s2], %[x2], %[w0], %[s2]\n"
                             "ldrsb.w %[x0], [%[in], #36]\n"
                             "ldrsb.w %[x1], [%[in], #42]\n"
                             "mov.w %[x2], #-128\n"
                             "mla %[s1], %[x0], %[w2], %[s1]\n"
                             "mla %[s2], %[x0], %[w1], %[s2]\n"
                             "mla %[s3], %[x0], %[w0], %[s3]\n"
                             "mla %[s2], %[x1], %[w2], %[s2]\n"
                             "mla %[s3], %[x1], %[w1], %[s3]\n"
                             "mla %[s3], %[x2], %[w2], %[s3]\n"
                             : [s0] "+r"(s0), [s1] "+r"(s1), [s2] "+r"(s2), [s3] "+r"(s3), [w0] "=&r"(w0), [w1] "=&r"(w1), [w2] "=&r"(w2), [x0] "=&r"(x0), [x1] "=&r"(x1), [x2] "=&r"(x2)
                             : [in] "r"(in), [w] "r"(w)
                             : "memory");
            if (has_bottom) {
                __asm__ volatile("mov.w %[x0], #-128\n "
                                 "ldrsb.w %[w0], [%[w], #6]\n ldrsb.w %[w1], [%[w], #7]\n ldrsb.w %[w2], [%[w], #8]\n"
                                 "ldrsb.w %[x1], [%[in], #48]\n"
                                 "ldrsb.w %[x2], [%[in], #54]\n"
                                 "mla %[s0], %[x0], %[w0], %[s0]\n"
                                 "mla %[s0], %[x1], %[w1], %[s0]\n"
                                 "mla %[s1], %[x1], %[w0], %[s1]\n"
                                 "mla %[s0], %[x2], %[w2], %[s0]\n"
                                 "mla %[s1], %[x2], %[w1], %[s1]\n"
                                 "mla %[s2], %[x2], %[w0], %[s2]\n"
                                 "ldrsb.w %[x0], [%[in], #60]\n"
                                 "ldrsb.w %[x1], [%[in], #66]\n"
                                 "mov.w %[x2], #-128\n"
                                 "mla %[s1], %[x0], %[w2], %[s1]\n"
                                 "mla %[s2], %[x0], %[w1], %[s2]\n"
                                 "mla %[s3], %[x0], %[w0], %[s3]\n"
                                 "mla %[s2], %[x1], %[w2], %[s2]\n"
                                 "mla %[s3], %[x1], %[w1], %[s3]\n"
                                 "mla %[s3], %[x2], %[w2], %[s3]\n"
                                 : [s0] "+r"(s0), [s1] "+r"(s1), [s2] "+r"(s2), [s3] "+r"(s3), [w0] "=&r"(w0), [w1] "=&r"(w1), [w2] "=&r"(w2), [x0] "=&r"(x0), [x1] "=&r"(x1), [x2] "=&r"(x2)
                                 : [in] "r"(in), [w] "r"(w)
                                 : "memory");
            }
            const int32_t *scale = (const int32_t *)channel + 3;
            const int32_t factor = (int32_t)scale[1], offset = (int32_t)channel[2] >> 16;
            (void)layer;
            out[0] = rescale(s0, factor, offset);
            out[6] = rescale(s1, factor, offset);
            out[12] = rescale(s2, factor, offset);
            out[18] = rescale(s3, factor, offset);
        }
        channel += 5;
    }
}

void depthwise_4x4x6_window_3x3_rows_staged(const int8_t *input, int8_t *output, int8_t *scratch, const struct depthwise_conv_2d_rows_line_layer *layer) {
    /* What belongs to a channel is read again for every row: from RAM, which never makes the core wait. */
    uint32_t *channels = (uint32_t *)scratch;
    for (int i = 0; i < 30; i++) {
        channels[i] = layer->channels[i];
    }
    for (int row = 0; row < 4; row++) {
        const int top = row * 1 - 1;
        const int8_t *from = input + top * 24;
        filter_row(from, output + row * 24, channels, layer, top >= 0, top <= 1);
    }
}
