"""A model goes in, a measured firmware comes out.

`generator.pipeline` tells the whole story in one page; `docs/architecture.md` draws it.
"""

__version__ = "0.1.0"
