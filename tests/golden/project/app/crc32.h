// The checksum of Ethernet and zip files: it notices every single bit that has turned over.
#pragma once

#include <stddef.h>
#include <stdint.h>

// The CRC of what `crc` covers and `count` more bytes; 0 covers nothing.
uint32_t crc32(uint32_t crc, const void *bytes, size_t count);
