// The MLPerf Tiny / EEMBC serial protocol, and a few words of our own.
//
// A command is words with blanks between them and '%' at its end; every answer ends with the
// line "m-ready". Source: github.com/mlcommons/tiny, benchmark/api.

#pragma once

void protocol_start(void); // prints the lines that the runner waits for after a reset
void protocol_poll(void);  // takes one character if there is one, and obeys
