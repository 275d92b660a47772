"""Loaded by the workers that a build starts (Dask calls it a preload): Ctrl-C is for the build, which then ends them.

A terminal sends Ctrl-C to every process of the command; without this each worker would print a traceback.
"""

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
