"""One side of a benchmark in a process of its own, so that its time and peak memory are its alone.

Takes a module and arguments, gives the JSON object the module prints last, with seconds by the clock, seconds of
processor and peak memory added.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lane:
    """What one side needed and what it answered."""

    seconds: float
    cpu_seconds: float
    peak_mb: int
    answer: dict[str, float]


def run_lane(module: str, *arguments: str) -> Lane:
    """Run `python -m module arguments…` and return what it needed; raises CalledProcessError when it fails."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = child.stdout.read() if child.stdout else ""
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command, output)
    answer = json.loads(output.strip().splitlines()[-1])
    return Lane(answer.pop("seconds", seconds), usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, answer)
