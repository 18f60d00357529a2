"""The client: requests by the HTTP of the standard library, events as server-sent events."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.parse
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Type

from ._errors import SpinbenchError, error_of
from ._plan import to_toml

Event = Dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """A reading of an instrument.

    value is in unit, uncertainty is one standard deviation; value is None for a quantity without a value, such as the
    frequency of a line below the noise.
    """

    name: str
    value: Optional[float]
    unit: str
    uncertainty: Optional[float]
    time: str
    sound: bool
    evaluation: Optional[int] = None

    @staticmethod
    def _of(event: Mapping[str, Any]) -> "Reading":
        return Reading(
            event["name"],
            event.get("value"),
            event.get("unit", ""),
            event.get("uncertainty"),
            event.get("time", ""),
            bool(event.get("sound", True)),
            event.get("evaluation"),
        )


def connect(
    url: str = "http://localhost:8080",
    token: Optional[str] = None,
    context: Optional[ssl.SSLContext] = None,
    timeout: float = 30.0,
) -> "Bench":
    """Connects to a dashboard.

    token: from the file of tokens of the server; None on loopback, where the server gives one.
    context: which certificates are trusted; None for those of the computer.
    timeout: longest silence of the server, s.

    Raises SpinbenchError if there is no server, RefusedError for a wrong token.
    """
    return Bench(url, token, context, timeout)


class Bench:
    """A bench behind a dashboard. Not for several threads at a time."""

    def __init__(
        self, url: str, token: Optional[str], context: Optional[ssl.SSLContext], timeout: float
    ) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SpinbenchError(f"{url} is not the address of a dashboard, such as http://localhost:8080")
        self._url = url
        self._host = parts.hostname
        self._port = parts.port
        self._tls = (context or ssl.create_default_context()) if parts.scheme == "https" else None
        self._timeout = timeout
        self._token = token
        self._connection: Optional[http.client.HTTPConnection] = None
        session = self._get("session")
        if token is None:
            self._token = session.get("token")
        self.role: str = session["role"]
        self.name: str = session["bench"]

    def __enter__(self) -> "Bench":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection. A run in progress continues."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # Runs.

    def state(self) -> Event:
        """The state of the present run, as an event of type state."""
        return dict(self._get("state"))

    def runs(self, search: str = "", most: int = 100) -> List[Dict[str, Any]]:
        """The newest runs of the folder."""
        return list(self._get("runs?" + urllib.parse.urlencode({"search": search, "most": most})))

    def run(self, name: str) -> "Run":
        """A run of the folder; raises SpinbenchError if there is none."""
        self._get("runs/" + _quoted(name))
        return Run(self, name, None)

    def start(self, plan: Mapping[str, Any]) -> "Run":
        """Starts a run of a plan: a dictionary with the content of a plan file.

        Raises LimitError naming what is wrong with the plan, BusyError while another run is in progress, and
        SpinbenchError with the reason if the bench refuses the plan, as soon as the bench is at rest.
        """
        events = self.events()
        next(events)  # the state before the run
        try:
            self._send("POST", "runs", to_toml(plan))
            refusal = ""
            for event in events:
                if event["type"] == "start":
                    return Run(self, event["run"], events)
                if event["type"] in ("limit", "failure", "trip"):
                    refusal = event["detail"]
                if event["type"] == "rest" and refusal:
                    raise SpinbenchError(refusal)
        except BaseException:
            events.close()
            raise
        raise SpinbenchError("the server has gone before the run began")

    def pause(self) -> None:
        """Holds the run before its next evaluation, or after its present setpoint."""
        self._send("POST", "run/pause")

    def resume(self) -> None:
        """Continues a paused run."""
        self._send("POST", "run/resume")

    def stop(self) -> None:
        """Stops the run; the bench comes to rest."""
        self._send("POST", "run/stop")

    def safe(self) -> str:
        """Stops a run in progress; without one brings the bench to rest. Gives the state of the bench in words."""
        return str(self._send("POST", "bench/safe")["state"])

    def watch(self, *types: str) -> Iterator[Event]:
        """Events as they happen, first the state; of all types by default."""
        return self.events(*types)

    # Single settings and readings.

    def set(self, name: str, value: Any) -> float:
        """Sets a named setting within every limit, and gives the value as the instrument keeps it.

        Raises LimitError naming the limit; then nothing was sent.
        """
        answer = self._send("PUT", "settings/" + _quoted(name), json.dumps({"value": value}))
        return float(answer["value"])

    def read(self, name: str) -> Reading:
        """Takes a named reading."""
        return Reading._of(self._send("POST", "readings/" + _quoted(name)))

    # The wire.

    def _connect(self) -> http.client.HTTPConnection:
        if self._tls is not None:
            return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._tls)
        return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)

    def _headers(self) -> Dict[str, str]:
        return {"Authorization": "Bearer " + self._token} if self._token else {}

    def _get(self, path: str) -> Any:
        return self._send("GET", path)

    def _send(self, method: str, path: str, body: str = "") -> Any:
        status, text = self._exchange(method, "/api/v1/" + path, body)
        answer = json.loads(text) if text else {}
        if status >= 400:
            sentence = answer.get("error") if isinstance(answer, dict) else None
            raise error_of(status, sentence or f"the server answered {status}")
        return answer

    def _exchange(self, method: str, path: str, body: str) -> Tuple[int, bytes]:
        """One request. A kept connection that the server has closed meanwhile is opened again, once."""
        fresh = self._connection is None
        if self._connection is None:
            self._connection = self._connect()
        try:
            self._connection.request(method, path, body.encode() if body else None, self._headers())
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError) as error:
            self.close()
            if fresh:
                raise SpinbenchError(f"the server at {self._url} has closed the connection: {error}") from error
            return self._exchange(method, path, body)
        except OSError as error:
            self.close()
            raise SpinbenchError(f"no answer from a dashboard at {self._url}: {error}") from error

    def events(self, *types: str) -> "Events":
        """Like watch."""
        return Events(self, types)


class Events(Iterator[Event]):
    """Events of the server, first the state."""

    def __init__(self, bench: Bench, types: Iterable[str]) -> None:
        self._connection = bench._connect()
        query = urllib.parse.quote(",".join(types))
        try:
            self._connection.request("GET", f"/api/v1/events?types={query}", headers=bench._headers())
            self._answer = self._connection.getresponse()
        except OSError as error:
            raise SpinbenchError(f"no answer from a dashboard at {bench._url}: {error}") from error
        if self._answer.status >= 400:
            sentence = json.loads(self._answer.read()).get("error", "")
            self.close()
            raise error_of(self._answer.status, sentence)

    def __next__(self) -> Event:
        while True:
            try:
                line = self._answer.readline()
            except (OSError, http.client.HTTPException, AttributeError, ValueError):
                line = b""
            if not line:
                self.close()
                raise StopIteration
            if line.startswith(b"data: "):
                return dict(json.loads(line[len(b"data: ") :]))

    def close(self) -> None:
        """Ends the stream."""
        self._connection.close()


class Run:
    """A run: its readings while it is made, and its data."""

    def __init__(self, bench: Bench, name: str, events: Optional[Events]) -> None:
        self._bench = bench
        self._events = events
        self.name = name
        self.status = "running" if events is not None else ""
        self.message = ""
        self.results: Dict[str, Any] = {}
        self.findings: Dict[str, Tuple[float, float, str]] = {}
        self.dropped = 0

    def __repr__(self) -> str:
        return f"Run({self.name!r})"

    def __iter__(self) -> Iterator[Reading]:
        """The readings while the run is made, until the bench is at rest.

        Raises SpinbenchError with the reason if the run fails.
        """
        for event in self._follow():
            if event["type"] == "reading":
                yield Reading._of(event)

    def _follow(self) -> Iterator[Event]:
        if self._events is None:
            return
        for event in self._events:
            self._take(event)
            yield event
            if event["type"] == "rest":
                self._events.close()
                self._events = None
                break
        else:
            self._events = None
            raise SpinbenchError(f"the connection to the server was lost during {self.name}")
        if self.status == "failed":
            raise SpinbenchError(self.message)

    def _take(self, event: Event) -> None:
        if event["type"] == "stop":
            self.status = event["status"]
            self.message = event["message"]
            self.results = event.get("results", {})
        elif event["type"] == "fit":
            self.findings[event["name"]] = (event["value"], event["deviation"], event["unit"])
        elif event["type"] == "dropped":
            self.dropped += int(event["count"])

    def wait(self) -> "Run":
        """Waits until the bench is at rest; raises SpinbenchError with the reason if the run fails."""
        for _ in self._follow():
            pass
        return self

    def summary(self) -> Dict[str, Any]:
        """Start, end, columns and readings, from the run file."""
        return dict(self._bench._get("runs/" + _quoted(self.name)))

    def data(self, reading: str, x: str = "number") -> Tuple[List[float], List[float]]:
        """A reading at each evaluation or setpoint (the mean of its samples), beside a setting.

        Every point, not a reduced curve.
        """
        xs: List[float] = []
        ys: List[float] = []
        after = 0
        while True:
            query = {"reading": reading, "x": x, "after": after, "parts": 4000, "most": 4000}
            part = self._bench._get(f"runs/{_quoted(self.name)}/data?" + urllib.parse.urlencode(query))
            xs += part["xs"]
            ys += part["ys"]
            if part["points"] == 0 or part["last"] == after:
                return xs, ys
            after = part["last"]

    def steps(self) -> List[Dict[str, Any]]:
        """The steps of a training."""
        return list(self._bench._get(f"runs/{_quoted(self.name)}/steps"))

    def to_xarray(self) -> Any:
        """The readings of a sweep as an xarray.Dataset over the number of the setpoint, with each setting as a
        coordinate and with units; a sweep that has every point of its grid is over its settings instead.

        Needs xarray.
        """
        import xarray

        columns = self.summary().get("columns")
        if not columns:
            raise SpinbenchError(f"{self.name} is no sweep")
        settings = columns["settings"]
        readings = columns["readings"]
        first = readings[0]["name"]
        numbers, _ = self.data(first)
        coordinates: Dict[str, Any] = {"number": [int(n) for n in numbers]}
        for setting in settings:
            values, _ = self.data(first, setting["name"])
            coordinates[setting["name"]] = ("number", values, {"units": setting["unit"]})
        variables = {
            one["name"]: ("number", self.data(one["name"])[1], {"units": one["unit"]}) for one in readings
        }
        flat = xarray.Dataset(variables, coordinates, {"run": self.name})
        names = [one["name"] for one in settings]
        size = 1
        for name in names:
            size *= len(set(coordinates[name][1]))
        tuples = set(zip(*(coordinates[name][1] for name in names)))
        if size != len(numbers) or len(tuples) != size:
            return flat
        if len(names) == 1:
            return flat.swap_dims({"number": names[0]}).sortby(names[0])
        return flat.drop_vars("number").set_index(number=names).unstack("number")


def _quoted(name: str) -> str:
    return urllib.parse.quote(name, safe="")
