#include "app/crc32.h"

// Half a byte at a time: sixteen words of table instead of 256, at about twice the time.
uint32_t crc32(uint32_t crc, const void *bytes, size_t count) {
    // The remainders of the numbers 0 to 15 by the polynomial 0x04C11DB7, bits reversed.
    // clang-format off
    static const uint32_t remainders[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
        0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    // clang-format on
    const uint8_t *byte = bytes;
    crc = ~crc;
    for (size_t i = 0; i < count; i++) {
        crc ^= byte[i];
        crc = crc >> 4 ^ remainders[crc & 15];
        crc = crc >> 4 ^ remainders[crc & 15];
    }
    return ~crc;
}
