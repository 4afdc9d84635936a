#ifndef BOARD_STACK_H
#define BOARD_STACK_H

#include <stdint.h>

uint32_t stack_peak_bytes(void);
uint32_t stack_reserved_bytes(void);

#endif
