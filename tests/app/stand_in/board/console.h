#ifndef BOARD_CONSOLE_H
#define BOARD_CONSOLE_H

#include <stddef.h>

void console_write(const char *text, size_t length);
int console_read(void);

#endif
