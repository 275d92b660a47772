"""The nationwide network: the editions of the 48 strategy areas become one."""
