"""Front ends: from raw sensor samples to the numbers a network reads."""
