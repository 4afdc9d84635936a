#ifndef BOARD_SPEND_H
#define BOARD_SPEND_H

#include <stdint.h>

void spend_cycles(uint64_t cycles);

#endif
