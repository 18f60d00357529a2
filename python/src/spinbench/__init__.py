"""Watches and steers runs of Spinbench through its dashboard."""

from ._client import Bench, Reading, Run, connect
from ._errors import BusyError, LimitError, RefusedError, SpinbenchError
from ._plan import to_toml

__all__ = [
    "Bench",
    "BusyError",
    "LimitError",
    "Reading",
    "RefusedError",
    "Run",
    "SpinbenchError",
    "connect",
    "to_toml",
]
