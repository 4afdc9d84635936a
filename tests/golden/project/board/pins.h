// The pins that this board uses: the console and the LED.
#pragma once

#include <stdbool.h>

void pins_init(void);

void pins_light_led(bool on);
