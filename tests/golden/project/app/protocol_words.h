// Taking a command apart, which is a line of words with blanks between them.

#pragma once

#include <stdbool.h>
#include <stdint.h>

// Whether a word is the first of several.
bool words_equal(const char *word, const char *words);

// Cuts the next word off; "" when there is none. Writes a 0 behind the word.
char *words_next(char **rest);

// Whether the word is a decimal number of at most nine digits.
bool words_number(const char *word, uint32_t *number);

// The value of a hexadecimal digit, or -1.
int words_hex_digit(char character);
