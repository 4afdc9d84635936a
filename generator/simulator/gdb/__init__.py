"""A server for GDB: the remote serial protocol, as the GDB manual describes it in appendix E."""
