"""A measurement told: one module for each format, `text` for people, `json` for programs."""
