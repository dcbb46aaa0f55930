"""How the room's numeric kernels are compiled: numba, without the interpreter lock, kept on disk between runs.

Takes a plain typed function and gives the same function in machine code. `compiled` keeps IEEE order of operations;
`reducing` lets sums and maxima be taken in any order (so that they use vector registers) and promises no NaN: maxima
stay exact, sums move by a few units in the last place. Whoever edits a kernel removes `__pycache__/*.nb?`: the cache
of a caller in another file does not see the edit.
"""

from collections.abc import Callable

from numba import njit

_ANY_ORDER = {"nnan", "nsz", "reassoc"}
_NO_NAN = {"nnan", "nsz", "contract"}


def compiled[F: Callable[..., object]](function: F) -> F:
    """Return `function` compiled with the exact order of its floating-point operations."""
    machine: F = njit(cache=True, nogil=True, error_model="numpy")(function)
    return machine


def inlined[F: Callable[..., object]](function: F) -> F:
    """Return `function` compiled into its callers, so that the loop around it can use vector registers."""
    machine: F = njit(cache=True, nogil=True, error_model="numpy", forceinline=True, fastmath=_NO_NAN)(function)
    return machine


def vectorised[F: Callable[..., object]](function: F) -> F:
    """Return a loop over independent elements compiled for vector registers; its inputs must hold no NaN."""
    machine: F = njit(cache=True, nogil=True, error_model="numpy", fastmath=_NO_NAN)(function)
    return machine


def reducing[F: Callable[..., object]](function: F) -> F:
    """Return `function` compiled with sums and maxima taken in any order; its inputs must hold no NaN."""
    machine: F = njit(cache=True, nogil=True, error_model="numpy", fastmath=_ANY_ORDER)(function)
    return machine
