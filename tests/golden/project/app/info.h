// What runs here: on which board and clock, compiled how, and what memory it takes.

#pragma once

void info_print(void);
void info_print_memory(void);
