#ifndef BOARD_CYCLES_H
#define BOARD_CYCLES_H

#include <stdbool.h>
#include <stdint.h>

void cycles_init(void);
uint64_t cycles_now(void);
bool cycles_counting(void);
bool cycles_trustworthy(void);
const char *cycles_source(void);

#endif
