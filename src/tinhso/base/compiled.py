"""Loops compiled to machine code once and kept on disk.

Takes a typed Python function of numbers and arrays, gives the same function compiled by numba, its type kept. The
compiled form runs without the interpreter's lock, so threads share the work. The order of floating-point operations is
kept and a division by zero gives infinity, as numpy has it; a floor that wants other flags passes them to
`compiled_with`. Whoever edits a kernel removes `__pycache__/*.nb?`: the cache of a caller in another file does not see
the edit.
"""

from collections.abc import Callable

from numba import njit


def compiled[F: Callable[..., object]](function: F) -> F:
    """Return the function compiled on first use; the machine code is cached beside the module."""
    return compiled_with(function)


def compiled_with[F: Callable[..., object]](function: F, **flags: object) -> F:
    """Return the function compiled with more of numba's flags."""
    machine: F = njit(cache=True, nogil=True, error_model="numpy", **flags)(function)
    return machine
