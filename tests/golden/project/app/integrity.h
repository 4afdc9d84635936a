// Whether the model in flash is the one that was generated.
#pragma once

// Says so and stops for good where a constant of the model has changed: an answer would be wrong.
void integrity_demand(void);
