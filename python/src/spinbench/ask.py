"""Ask and tell by lines: an outside program proposes settings, a bench answers with readings.

    python3 -m spinbench.ask --read "chain 1.voltage" --url http://localhost:8080

Each line of standard input is a JSON object of named settings, in the order in which they are set. The answer is one
line: what was set, as the instruments keep it, and the readings, or why it was refused. At the end of the input the
bench comes to rest.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from typing import Any, Dict, List, Optional, Sequence, TextIO

from ._client import Bench, connect
from ._errors import LimitError, SpinbenchError


def answer(bench: Bench, line: str, readings: Sequence[str]) -> Dict[str, Any]:
    """Sets what a line proposes, and reads.

    A setting beyond a limit is refused by the bench before it is sent. Those before it in the line are then set
    already: "set" says which.
    """
    kept: Dict[str, float] = {}
    try:
        try:
            proposed = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f'"{line.strip()[:80]}" is no JSON ({error}); give {{"NAME": NUMBER, ...}}') from error
        if not isinstance(proposed, dict):
            raise ValueError("a proposal is an object of settings and their numbers")
        for name, value in proposed.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                raise ValueError(f'"{name}" is {json.dumps(value)}; give a number')
        for name, value in proposed.items():
            kept[name] = bench.set(name, value)
    except (LimitError, ValueError) as error:
        return {"set": kept, "error": str(error)}
    read: Dict[str, Any] = {}
    for name in readings:
        one = bench.read(name)
        read[name] = {
            "value": one.value,
            "uncertainty": one.uncertainty,
            "unit": one.unit,
            "sound": one.sound,
        }
    return {"set": kept, "read": read}


def serve(bench: Bench, readings: Sequence[str], proposals: TextIO, answers: TextIO, most: int) -> int:
    """Answers line by line until the input ends or so many points are measured; then the bench comes to rest."""
    points = 0
    try:
        while points < most:
            line = proposals.readline()
            if not line:
                break
            if line.strip():
                said = answer(bench, line, readings)
                points += "read" in said
                answers.write(json.dumps(said) + "\n")
                answers.flush()
    finally:
        bench.safe()
    return points


def main(arguments: Optional[List[str]] = None) -> int:
    """The command line; gives its exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m spinbench.ask", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--url", default="http://localhost:8080", help="of the dashboard (default: %(default)s)")
    parser.add_argument("--token", help="with the right to drive; needed beyond this computer")
    parser.add_argument("--read", action="append", required=True, metavar="NAME", help="reading to take; repeatable")
    parser.add_argument("--most", type=int, default=10000, metavar="N", help="points to measure (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    try:
        with connect(chosen.url, chosen.token) as bench:
            serve(bench, chosen.read, sys.stdin, sys.stdout, chosen.most)
    except SpinbenchError as error:
        print(f"spinbench: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
