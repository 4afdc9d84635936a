"""What to type where the simulator's packages are missing.

They are those of the extra `simulator`, named one by one: what is called `generator` in an index of
packages need not be this program.
"""

INSTALL = "Type: pip install 'unicorn==2.1.4' 'capstone>=5.0,<6'"
