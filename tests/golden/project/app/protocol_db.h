// The command `db`: the bytes of the next input, sent in hexadecimal, a few in each command.

#pragma once

// rest: what follows the word "db": "load N", "print", or hexadecimal digits.
void protocol_db(char *rest);
