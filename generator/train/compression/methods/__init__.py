"""The words of `generator compress --methods`, one module each; dashes read as underscores.

Each module has `TITLE`, one line for people, `ORDER`, its place in the table, and a function
`compress(case, wishes, progress) -> bytes` that makes the .tflite file.
"""
