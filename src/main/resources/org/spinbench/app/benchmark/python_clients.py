# Speaks with the instrument of a benchmark through pyvisa-py or PyMeasure, and times it.
# Arguments: library, resource name. Each line on standard input, "workload least most seconds", is answered
# by a line with a list of seconds.
import json
import sys
import time

import numpy

library, resource = sys.argv[1:3]
timeout_ms = 10000
settings = {"timeout": timeout_ms}
if resource.endswith("SOCKET") or resource.startswith("ASRL"):
    settings.update(read_termination="\n", write_termination="\n")

if library == "pyvisa-py":
    import pyvisa

    link = pyvisa.ResourceManager("@py").open_resource(resource, **settings)
    write, read, query = link.write, link.read, link.query

    def block(message):
        return link.query_binary_values(
            message, datatype="d", is_big_endian=True, container=numpy.ndarray
        )

else:
    from pymeasure.adapters import VISAAdapter
    from pymeasure.instruments import Instrument

    instrument = Instrument(
        VISAAdapter(resource, visa_library="@py", **settings), "instrument", includeSCPI=True
    )
    write, read, query = instrument.write, instrument.read, instrument.ask

    def block(message):
        write(message)
        digits = int(instrument.read_bytes(2)[1:])
        length = int(instrument.read_bytes(digits))
        return numpy.frombuffer(instrument.read_bytes(length + 1), ">f8", length // 8)


def checked_set_and_query():
    write(":SOUR:POW -10.5")
    if not query(":SYST:ERR?").startswith("0"):
        raise RuntimeError("refused")
    return float(query(":SOUR:POW?"))


workloads = {
    "query": lambda: float(query(":SOUR:POW?")),
    "checked_set_and_query": checked_set_and_query,
    "trace": lambda: [float(x) for x in query(":TRAC:DATA?").split(",")],
    "block": lambda: block(":TRAC:BLOCK?"),
}

query("*IDN?")
print("ready", flush=True)
for line in sys.stdin:
    name, least, most, seconds = line.split()
    action, least, most, seconds = workloads[name], int(least), int(most), float(seconds)
    times = []
    begin = now = time.perf_counter()
    while len(times) < least or (len(times) < most and now - begin < seconds):
        action()
        end = time.perf_counter()
        times.append(end - now)
        now = end
    print(json.dumps(times), flush=True)
