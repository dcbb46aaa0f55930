"""Loops compiled to machine code once and kept on disk.

Takes a typed Python function of numbers and arrays, gives the same function compiled by numba, its type kept. The
compiled form runs without the interpreter's lock, so threads share the work.
"""

from collections.abc import Callable

from numba import njit


def compiled[F: Callable[..., object]](function: F) -> F:
    """Return the function compiled on first use; the machine code is cached beside the module."""
    machine: F = njit(cache=True, nogil=True)(function)
    return machine
