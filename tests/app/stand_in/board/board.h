/* The board of the stand-in: the host itself, with a clock of 72 MHz that only moves on demand. */

#ifndef BOARD_BOARD_H
#define BOARD_BOARD_H

#include <stdint.h>

#define BOARD_NAME "stand-in"
#define BOARD_PART "host"
#define BOARD_CORE "host"
#define BOARD_BAUD 115200
enum { BOARD_FLASH_BYTES = 65536, BOARD_RAM_BYTES = 20480 };

void board_init(void);
uint32_t board_clock_hz(void);
const char *board_clock_source(void);
void board_inference_begin(void);
void board_inference_end(void);

#endif
