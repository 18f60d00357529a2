"""A VXI-11 instrument for the tests of the client: the standard library only, written from the
VXI-11 specification, revision 1.0, apart from the code that it tests.

Prints the ports of its port mapper and of its core channel, and serves until its standard input
ends. It knows *IDN?, ECHO? text, BLOCK? count byte, DATA block, DATA?, LATE? text (answers after
device clear or never), TRIG:COUN?, and SRQ (requests service).
"""

import socket
import struct
import sys
import threading

CORE, ABORT, INTR, PORTMAP = 0x0607AF, 0x0607B0, 0x0607B1, 100000
MAX_RECV = 2000
READ_AT_MOST = 1500


def receive(sock, count):
    data = b""
    while len(data) < count:
        more = sock.recv(count - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def records(sock):
    """Yields each record, put together from its fragments."""
    while True:
        record, last = b"", False
        while not last:
            (mark,) = struct.unpack(">I", receive(sock, 4))
            last = bool(mark & 0x80000000)
            record += receive(sock, mark & 0x7FFFFFFF)
        yield record


def send(sock, record):
    """Sends a record in three fragments, of which the second is empty."""
    half = len(record) // 8 * 4
    sock.sendall(struct.pack(">I", half) + record[:half])
    sock.sendall(struct.pack(">I", 0))
    sock.sendall(struct.pack(">I", 0x80000000 | len(record) - half) + record[half:])


def opaque(data):
    return struct.pack(">I", len(data)) + data + b"\0" * (-len(data) % 4)


def take(fmt, args):
    size = struct.calcsize(">" + fmt)
    return struct.unpack(">" + fmt, args[:size]) + (args[size:],)


def take_opaque(args):
    length, args = take("I", args)
    return args[:length], args[length + -length % 4 :]


class Instrument:
    def __init__(self):
        self.changed = threading.Condition()
        self.input = b""
        self.output = b""
        self.data = b"#10"
        self.owner = None
        self.links = {}
        self.triggers = 0
        self.status = 0
        self.channel = None
        self.handles = {}
        self.aborted = set()
        self.late = False

    def message(self, text):
        command, _, rest = text.strip(b"\r\n").partition(b" ")
        if command == b"*IDN?":
            self.output = b"Spinbench,Independent,1,2\n"
        elif command == b"ECHO?":
            self.output = rest + b"\n"
        elif command == b"BLOCK?":
            count, byte = rest.split()
            payload = bytes([int(byte)]) * int(count)
            header = b"%d" % len(payload)
            self.output = b"#%d" % len(header) + header + payload + b"\n"
        elif command == b"DATA":
            self.data = text[5:]
        elif command == b"DATA?":
            self.output = self.data + b"\n"
        elif command == b"LATE?":
            self.late = True
        elif command == b"TRIG:COUN?":
            self.output = b"%d\n" % self.triggers
        elif command == b"SRQ":
            self.status = 0x60
            for handle in self.handles.values():
                self.request(handle)

    def request(self, handle):
        call = struct.pack(">10I", 1, 0, 2, INTR, 1, 30, 0, 0, 0, 0) + opaque(handle)
        send(self.channel, call)

    def locked(self, link):
        return self.owner not in (None, link)

    def call(self, proc, args):
        with self.changed:
            return getattr(self, "proc_%d" % proc)(args)

    def proc_10(self, args):
        _, lock, _, args = take("iII", args)
        name, _ = take_opaque(args)
        if name != b"inst0":
            return struct.pack(">iiII", 3, 0, 0, 0)
        link = len(self.links)  # the first is 0, which the standard allows
        self.links[link] = True
        return struct.pack(">iiII", 0, link, self.abort_port, MAX_RECV)

    def proc_11(self, args):
        link, _, _, flags, args = take("iIIi", args)
        data, _ = take_opaque(args)
        if len(data) > MAX_RECV:
            return struct.pack(">iI", 5, 0)
        if self.locked(link):
            return struct.pack(">iI", 11, 0)
        self.input += data
        if flags & 8:
            self.output, message, self.input = b"", self.input, b""
            self.message(message)
        return struct.pack(">iI", 0, len(data))

    def proc_12(self, args):
        link, size, timeout, _, _, _, _ = take("iIIIii", args)
        if self.locked(link):
            return struct.pack(">ii", 11, 0) + opaque(b"")
        self.aborted.discard(link)
        done = self.changed.wait_for(lambda: self.output or link in self.aborted, timeout / 1000)
        if link in self.aborted:
            return struct.pack(">ii", 23, 0) + opaque(b"")
        if not done:
            return struct.pack(">ii", 15, 0) + opaque(b"")
        chunk = self.output[: min(size, READ_AT_MOST)]
        self.output = self.output[len(chunk) :]
        reason = (1 if len(chunk) == size else 0) | (4 if not self.output else 0)
        return struct.pack(">ii", 0, reason) + opaque(chunk)

    def proc_13(self, args):
        status = self.status | (0x10 if self.output else 0)
        self.status &= ~0x40
        return struct.pack(">iI", 0, status)

    def proc_14(self, args):
        self.triggers += 1
        return struct.pack(">i", 0)

    def proc_15(self, args):
        self.input = self.output = b""
        self.late = False
        return struct.pack(">i", 0)

    def proc_18(self, args):
        link, flags, timeout, _ = take("iiI", args)
        wait = timeout / 1000 if flags & 1 else 0
        if self.owner == link or not self.changed.wait_for(lambda: not self.locked(link), wait):
            return struct.pack(">i", 11)
        self.owner = link
        return struct.pack(">i", 0)

    def proc_19(self, args):
        link, _ = take("i", args)
        if self.owner != link:
            return struct.pack(">i", 12)
        self.owner = None
        self.changed.notify_all()
        return struct.pack(">i", 0)

    def proc_20(self, args):
        link, enable, args = take("iI", args)
        handle, _ = take_opaque(args)
        if len(handle) != 40:
            return struct.pack(">i", 5)
        self.handles.pop(link, None)
        if enable:
            self.handles[link] = handle
        return struct.pack(">i", 0)

    def proc_23(self, args):
        link, _ = take("i", args)
        self.handles.pop(link, None)
        if self.owner == link:
            self.owner = None
            self.changed.notify_all()
        return struct.pack(">i", 0 if link in self.links else 4)

    def proc_25(self, args):
        host, port, _, _, _, _ = take("5I", args)
        if self.channel:
            return struct.pack(">i", 29)
        self.channel = socket.create_connection((socket.inet_ntoa(struct.pack(">I", host)), port))
        return struct.pack(">i", 0)

    def proc_26(self, args):
        if not self.channel:
            return struct.pack(">i", 6)
        self.channel.close()
        self.channel = None
        return struct.pack(">i", 0)

    def abort(self, proc, args):
        with self.changed:
            self.aborted.add(take("i", args)[0])
            self.changed.notify_all()
            return struct.pack(">i", 0)


def talk(sock, program, handle):
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        for record in records(sock):
            xid, kind, rpc, prog, _, proc, _, length, args = take("8I", record)
            assert (kind, rpc, prog, length) == (0, 2, program, 0), record
            send(sock, struct.pack(">6I", xid, 1, 0, 0, 0, 0) + handle(proc, args[8:]))
    except (EOFError, OSError):
        sock.close()


def serve(program, handle):
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=talk, args=(sock, program, handle), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return listener.getsockname()[1]


def main():
    instrument = Instrument()
    instrument.abort_port = serve(ABORT, instrument.abort)
    core = serve(CORE, instrument.call)

    def get_port(proc, args):
        prog, vers, protocol, _, _ = take("4I", args)
        known = (proc, prog, vers, protocol) == (3, CORE, 1, 6)
        return struct.pack(">I", core if known else 0)

    print(serve(PORTMAP, get_port), core, flush=True)
    sys.stdin.read()


main()
