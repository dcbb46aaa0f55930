"""How the room's numeric kernels are compiled: numba, without the interpreter lock, kept on disk between runs.

Takes a plain typed function and gives the same function in machine code. `compiled` keeps IEEE order of operations;
`reducing` lets sums and maxima be taken in any order (so that they use vector registers) and promises no NaN: maxima
stay exact, sums move by a few units in the last place. Whoever edits a kernel removes `__pycache__/*.nb?`: the cache
of a caller in another file does not see the edit. `separate` further promises that no array a function writes
overlaps one it reads, without which loads at computed places keep out of the vector registers.
"""

from collections.abc import Callable

from llvmlite import ir
from numba import njit, types
from numba.core.compiler import Compiler
from numba.extending import intrinsic

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


class _Separate(Compiler):  # type: ignore[misc]
    """Numba's own passes, with the arrays of the arguments declared not to overlap."""

    def define_pipelines(self) -> object:
        """Return numba's pipelines."""
        self.state.flags.noalias = True
        return super().define_pipelines()


def separate[F: Callable[..., object]](function: F) -> F:
    """Return `function` as `reducing` compiles it; no array written may overlap any other argument."""
    machine: F = njit(
        cache=True, nogil=True, error_model="numpy", fastmath=_ANY_ORDER | {"contract"}, pipeline_class=_Separate
    )(function)
    return machine


@intrinsic  # type: ignore[untyped-decorator]
def larger(_context: object, _a: object, _b: object) -> tuple[object, Callable[..., object]]:
    """Return the larger of two numbers, neither NaN; unlike `max`, maxima over a loop then use vector registers."""

    def generate(_context: object, builder: ir.IRBuilder, _signature: object, numbers: list[ir.Value]) -> ir.Value:
        double = numbers[0].type
        maximum = builder.module.declare_intrinsic("llvm.maxnum", [double], ir.FunctionType(double, [double, double]))
        return builder.call(maximum, numbers)

    return types.float64(types.float64, types.float64), generate
