// The serial console: USART1, 115200 baud, 8N1, TX PA9, RX PA10.
#pragma once

#include <stddef.h>

void console_init(void);

// Sends the text and returns when its last byte was handed to the hardware.
void console_write(const char *text, size_t length);

// The next byte received, or -1 when there is none.
int console_read(void);
