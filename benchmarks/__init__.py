"""Instructions, cycles, flash and RAM of whole models, beside what others need for them."""
