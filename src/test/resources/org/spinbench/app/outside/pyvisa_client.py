# Uses one instrument through pyvisa-py in every way that this client has for the link.
# Arguments: kind of link, resource name. Ends with "all done", or with an exception.
import sys
import time

import pyvisa
from pyvisa import constants

kind, resource = sys.argv[1:3]
streams = kind in ("SOCKET", "SERIAL")
manager = pyvisa.ResourceManager("@py")


def connect():
    link = manager.open_resource(resource)
    link.timeout = 5000
    if streams:
        link.read_termination = "\n"
        link.write_termination = "\n"
    return link


def check(what, found, expected):
    if found != expected:
        raise AssertionError(f"{what}: {found!r} instead of {expected!r}")
    print(what, "ok", flush=True)


def poll(bit):
    """Polls the status byte until the bit is set: a write returns before the instrument has carried it out."""
    until = time.time() + 10
    status = link.read_stb()
    while not status & bit and time.time() < until:
        time.sleep(0.001)
        status = link.read_stb()
    return status


def block(length, fill):
    """Asks for a response of so many bytes, and gives its payload."""
    link.write(f"BLOCK? {length},{fill}")
    return read_block()


def read_block():
    # The values of datatype "B" are the bytes of the payload as they are.
    return bytes(link.read_binary_values("B", container=bytes))


def payload_of(length, fill):
    digits = 1
    while len(str(length - 2 - digits)) > digits:
        digits += 1
    return bytes([fill]) * (length - 2 - digits)


link = connect()

# ---- identify, set, query
check("identify", link.query("*IDN?").strip().split(",")[:2], ["Rohde&Schwarz", "SGS100A"])
link.write(":SOUR:POW -12.5")
check("set and query", float(link.query(":SOUR:POW?")), -12.5)
for n in range(10):
    link.write(f":SOUR:POW -{n}.25")
    value = float(link.query(":SOUR:POW?"))
    if value != -(n + 0.25):
        raise AssertionError(f"asked for {-(n + 0.25)}, got {value}")
link.write("*CLS")
check("no error so far", link.query(":SYST:ERR?").strip(), '0,"No error"')

# ---- blocks whose response is as long as one or two chunks, and a byte less and more
def around(*limits):
    return [limit + more for limit in limits for more in (-2, -1, 0, 1)]


def fetch(sizes, chunk=None):
    for size in sizes:
        for fill in (0x0A, ord("#")):
            link.chunk_size = chunk or size + 100
            got = block(size, fill)
            if got != payload_of(size, fill):
                raise AssertionError(f"a response of {size} bytes of {fill} came as {len(got)} bytes")
    print("blocks of", sizes, "ok", flush=True)


chunk = link.chunk_size
if kind == "VXI11":
    # This client forgets the END that comes with a full chunk of its own (pyvisa-py issue 608) and reads on, so
    # that only the server's chunks can be tried to the byte.
    largest = link.visalib.sessions[link.session].max_recv_size
    fetch(around(largest, 2 * largest) if largest < 2**24 else around(2**20))
    fetch([chunk - 2, chunk + 1, 2 * chunk - 2, 2 * chunk + 1], chunk)
elif kind == "HISLIP":
    fetch(around(chunk, 2 * chunk), chunk)
    fetch(around(2**20 - 16, 2**20, 2 * (2**20 - 16), 2 * 2**20))
elif kind == "SOCKET":
    fetch(around(chunk, 2 * chunk), chunk)
else:
    fetch(around(chunk), chunk)
link.chunk_size = chunk
check("in step after blocks", float(link.query(":SOUR:POW?")), -9.25)

# ---- device clear in the middle of a response, and of the instrument's work
if kind in ("SOCKET", "VXI11"):
    # On a socket this client throws away what comes until nothing comes for 0.1 s: of what the system has taken from
    # the server at once.
    link.write("BLOCK? 60000,35" if kind == "SOCKET" else "BLOCK? 300000,35")
    link.read_bytes(1000)
    link.clear()
elif kind == "SERIAL":
    # This client knows no clear on a serial port: it throws away what comes until nothing comes any more.
    link.write("BLOCK? 30000,35")
    link.read_bytes(1000)
    quiet = 0
    while quiet < 20:
        quiet = 0 if link.bytes_in_buffer > 0 else quiet + 1
        link.flush(constants.BufferOperation.discard_read_buffer)
        time.sleep(0.05)
check("in step after a clear", float(link.query(":SOUR:POW?")), -9.25)
if not streams:
    # Over HiSLIP this client takes a response that is under way for the acknowledgement of its clear, so that only
    # a clear before the response can be tried.
    link.timeout = 300
    begin = time.time()
    try:
        link.query("SLEEP? 60000")
        raise AssertionError("no timeout")
    except pyvisa.errors.VisaIOError as late:
        check("timeout", late.abbreviation, "VI_ERROR_TMO")
    link.timeout = 5000
    link.clear()
    check("in step after work was broken off", float(link.query(":SOUR:POW?")), -9.25)
    check("at once", time.time() - begin < 30, True)

# ---- status byte
link.write("*CLS;*ESE 32;*SRE 32")
link.write(":NONSENSE 1")
if kind == "VXI11":
    check("status byte with RQS", poll(0x40) & 0x60, 0x60)
    check("RQS is gone, ESB stays", link.read_stb() & 0x60, 0x20)
else:
    check("status byte with MSS", int(link.query("*STB?")) & 0x60, 0x60)
check("the error", link.query(":SYST:ERR?").strip().split(",")[0], "-113")
link.write("*CLS;*ESE 0;*SRE 0")

if kind == "VXI11":
    # ---- message available, trigger, lock
    link.write("*IDN?")
    check("message available", poll(0x10) & 0x10, 0x10)
    link.read()
    check("nothing available", link.read_stb() & 0x10, 0)
    before = int(link.query("TRIGGERS?"))
    link.assert_trigger()
    check("trigger", int(link.query("TRIGGERS?")), before + 1)
    other = connect()
    other.visalib.sessions[other.session].lock_timeout = 0
    link.lock_excl()
    try:
        other.query("*IDN?")
        raise AssertionError("the lock kept nobody out")
    except pyvisa.errors.VisaIOError as refused:
        print("lock ok:", refused.abbreviation, flush=True)
    link.unlock()
    check("unlock", other.query("*IDN?"), link.query("*IDN?"))
    other.close()

# ---- two clients at once
if kind != "SERIAL":
    other = connect()
    if kind == "VXI11":
        # All links of a VXI-11 device share one response, so that questions must not overlap.
        check("another client", other.query("*IDN?").strip().split(",")[1], "SGS100A")
        check("and the first", float(link.query(":SOUR:POW?")), -9.25)
    else:
        link.write(":SOUR:POW?")
        check("another client", other.query("*IDN?").strip().split(",")[1], "SGS100A")
        check("each its own answer", float(link.read()), -9.25)
    other.close()

link.close()
print("all done")
