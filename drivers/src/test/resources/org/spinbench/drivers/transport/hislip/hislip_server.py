"""A small HiSLIP server that shares no code with the one under test (standard library only).

Usage: hislip_server.py sync|overlap|encrypted|old [largest message in bytes]

Prints its port, serves any number of clients on 127.0.0.1, and ends with its standard input.
Its instrument knows *IDN?, ECHO? text, BLOCK? count byte, SLEEP? seconds (answers late), SRQ byte
(requests service with that status), TRIG:COUN?, HANGUP (closes both channels), HALF (closes the
asynchronous one) and STRAY text (answers as if to another message).
"""

import socket
import struct
import sys
import threading
import time

HEAD = struct.Struct("!2sBBIQ")
MODE = sys.argv[1]
LARGEST = int(sys.argv[2]) if len(sys.argv) > 2 else 1 << 20
OVERLAP = 1 if MODE == "overlap" else 0


class Gone(Exception):
    """The client has closed a channel."""


def exactly(sock, count):
    data = b""
    while len(data) < count:
        more = sock.recv(count - len(data))
        if not more:
            raise Gone()
        data += more
    return data


def receive(sock):
    prologue, kind, control, parameter, length = HEAD.unpack(exactly(sock, HEAD.size))
    if prologue != b"HS":
        sock.sendall(HEAD.pack(b"HS", 2, 1, 0, 0))
        raise Gone()
    return kind, control, parameter, exactly(sock, length)


def send(sock, kind, control=0, parameter=0, payload=b""):
    sock.sendall(HEAD.pack(b"HS", kind, control, parameter, len(payload)) + payload)


class Instrument:
    """What all clients share: the trigger count and the exclusive lock."""

    def __init__(self):
        self.guard = threading.Condition()
        self.triggers = 0
        self.holder = None


INSTRUMENT = Instrument()
SESSIONS = {}


class Session:
    def __init__(self, sync):
        self.sync = sync
        self.asyn = None
        self.clearing = threading.Event()
        self.largest = 1 << 20
        self.status = 0
        self.number = 0xFFFFFF00
        self.text = b""

    def serve(self):
        try:
            while True:
                kind, _, parameter, payload = receive(self.sync)
                if kind == 8:
                    self.clearing.clear()
                    self.text = b""
                    self.number = 0xFFFFFF00
                    send(self.sync, 9, OVERLAP)
                elif self.clearing.is_set():
                    continue
                elif kind == 12:
                    INSTRUMENT.triggers += 1
                elif kind in (6, 7):
                    self.text += payload
                    if kind == 7:
                        message, self.text = self.text, b""
                        self.run(message.decode("ascii").strip(), parameter)
                else:
                    send(self.sync, 3, 1, 0, b"what is this?")
        except (Gone, OSError):
            self.close()

    def run(self, message, parameter):
        word, _, rest = message.partition(" ")
        if word == "*IDN?":
            self.answer(b"Other,Server,1,2.0\n", parameter)
        elif word == "ECHO?":
            self.answer(rest.encode("ascii") + b"\r\n", parameter)
        elif word == "BLOCK?":
            count, byte = (int(part) for part in rest.split())
            head = "#%d%d" % (len(str(count)), count)
            self.answer(head.encode("ascii") + bytes([byte]) * count, parameter)
        elif word == "SLEEP?":
            end = time.monotonic() + float(rest)
            while time.monotonic() < end and not self.clearing.is_set():
                time.sleep(0.002)
            if not self.clearing.is_set():
                self.answer(b"late\n", parameter)
        elif word == "TRIG:COUN?":
            self.answer(b"%d\n" % INSTRUMENT.triggers, parameter)
        elif word == "SRQ":
            self.status = int(rest) | 0x40
            send(self.asyn, 20, self.status)
        elif word == "STRAY":
            self.answer(rest.encode("ascii") + b"\n", parameter - 2)
        elif word == "HALF":
            self.asyn.shutdown(socket.SHUT_RDWR)
        elif word == "HANGUP":
            raise Gone()

    def answer(self, data, parameter):
        largest = self.largest - HEAD.size
        while True:
            part, data = data[:largest], data[largest:]
            if OVERLAP:
                parameter = self.number
                self.number = (self.number + 2) & 0xFFFFFFFF
            send(self.sync, 6 if data else 7, 0, parameter & 0xFFFFFFFF, part)
            if not data:
                return

    def serve_async(self):
        try:
            while True:
                kind, control, parameter, payload = receive(self.asyn)
                if kind == 15:
                    self.largest = min(LARGEST, struct.unpack("!Q", payload)[0])
                    send(self.asyn, 16, 0, 0, struct.pack("!Q", LARGEST))
                elif kind == 19:
                    self.clearing.set()
                    send(self.asyn, 23, OVERLAP)
                elif kind == 21:
                    status = self.status
                    self.status &= ~0x40
                    send(self.asyn, 22, status)
                elif kind == 4:
                    send(self.asyn, 5, self.lock(control, parameter / 1000))
                elif kind == 24:
                    held = 1 if INSTRUMENT.holder else 0
                    send(self.asyn, 25, held, held)
                elif kind == 10:
                    send(self.asyn, 11)
                else:
                    send(self.asyn, 3, 1, 0, b"what is this?")
        except (Gone, OSError):
            self.close()

    def lock(self, control, seconds):
        with INSTRUMENT.guard:
            if control == 0:
                if INSTRUMENT.holder is not self:
                    return 3
                INSTRUMENT.holder = None
                INSTRUMENT.guard.notify_all()
                return 1
            if INSTRUMENT.holder is self:
                return 3
            if not INSTRUMENT.guard.wait_for(lambda: INSTRUMENT.holder is None, seconds):
                return 0
            INSTRUMENT.holder = self
            return 1

    def close(self):
        with INSTRUMENT.guard:
            if INSTRUMENT.holder is self:
                INSTRUMENT.holder = None
                INSTRUMENT.guard.notify_all()
        for sock in (self.sync, self.asyn):
            if sock is not None:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                sock.close()


def connection(sock):
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        kind, _, parameter, payload = receive(sock)
    except Gone:
        sock.close()
        return
    if kind == 0 and payload != b"hislip0":
        send(sock, 2, 3, 0, b"only hislip0 is here")
        sock.close()
    elif kind == 0:
        number = len(SESSIONS) + 1
        SESSIONS[number] = Session(sock)
        version = 0x0100 if MODE == "old" else min(parameter >> 16, 0x0200)
        features = 6 if MODE == "encrypted" else OVERLAP
        send(sock, 1, features, version << 16 | number)
        SESSIONS[number].serve()
    elif kind == 17:
        session = SESSIONS[parameter]
        session.asyn = sock
        send(sock, 18, 0, 0x5858)
        session.serve_async()


def accept(listener):
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=connection, args=(sock,), daemon=True).start()


LISTENER = socket.create_server(("127.0.0.1", 0))
print(LISTENER.getsockname()[1], flush=True)
threading.Thread(target=accept, args=(LISTENER,), daemon=True).start()
sys.stdin.read()
