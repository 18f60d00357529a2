"""Errors, with the sentences of the server."""

from __future__ import annotations


class SpinbenchError(Exception):
    """The server, or a run, has failed."""


class RefusedError(SpinbenchError):
    """The client has no right to do this."""


class LimitError(SpinbenchError, ValueError):
    """A value is outside a limit, or a request is wrong. Nothing was set."""


class BusyError(SpinbenchError):
    """The bench cannot do this now, for example because a run is in progress."""


def error_of(status: int, sentence: str) -> SpinbenchError:
    """The exception for an answer."""
    if status in (401, 403):
        return RefusedError(sentence)
    if status == 400:
        return LimitError(sentence)
    if status in (409, 503):
        return BusyError(sentence)
    return SpinbenchError(sentence)
