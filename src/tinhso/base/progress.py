"""Progress of long work, shown where a person watches and silent where a program does.

Takes a title, gives a function `report(step, done, total)` that machinery calls; the machinery knows no screen.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

Progress = Callable[[str, int, int], None]


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Show a bar on the error stream of a terminal while inside."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, disable=not console.is_terminal, transient=True) as bars:
        task = bars.add_task(title, total=None)

        def report(step: str, done: int, total: int) -> None:
            bars.update(task, description=f"{title}: {step}", completed=done, total=total)

        yield report
