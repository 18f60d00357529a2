"""A client of a bench server that shares no code with it: python3 zeromq_client.py ZMQ-NAME [KEYS].

Speaks the protocol as docs/remote-bench.md says it, over pyzmq.
"""
import struct
import sys
import time

import zmq
import zmq.auth

OPEN, CLOSE, BEAT, WRITE, READ, CLEAR, POLL, TRIGGER, AWAIT, LOCK, UNLOCK = range(11)
DONE, MESSAGE, TIMEOUT, END_OF_STREAM, FAILED = range(5)
SECOND = 1_000_000_000


class Link:
    def __init__(self, context, host, port, keys):
        self.socket = context.socket(zmq.DEALER)
        self.socket.setsockopt(zmq.LINGER, 200)
        self.socket.setsockopt(zmq.RCVTIMEO, 20_000)
        if keys:
            public, secret = zmq.auth.load_certificate(keys + "/client.key")
            server, _ = zmq.auth.load_certificate(keys + "/server.pub")
            self.socket.curve_publickey = public
            self.socket.curve_secretkey = secret
            self.socket.curve_serverkey = server
        self.socket.connect(f"tcp://{host}:{port}")
        self.number = 0

    def send(self, operation, limit=0, body=b""):
        self.number += 1
        self.socket.send(struct.pack(">2sBBqq", b"SB", 1, operation, self.number, limit) + body)
        return self.number

    def reply(self, number):
        while True:
            frame = self.socket.recv()
            magic, version, kind, of, value = struct.unpack(">2sBBqq", frame[:20])
            assert (magic, version) == (b"SB", 1), frame
            if of == number:
                return kind, value, frame[20:]

    def ask(self, operation, limit=0, body=b""):
        return self.reply(self.send(operation, limit, body))

    def query(self, question):
        self.send(WRITE, 0, question)
        kind, _, answer = self.ask(READ, 5 * SECOND)
        assert kind == MESSAGE, (kind, answer)
        return answer


def main(name, keys):
    _, host, port, instrument, _ = name.split("::")
    context = zmq.Context()
    link = Link(context, host, port, keys)
    kind, lease, reason = link.ask(OPEN, 0, instrument.encode() + b"\npython on outside")
    assert kind == DONE and lease > 0, reason
    assert b"SGS100A" in link.query(b"*IDN?")
    assert link.query(b":POW -12.5;:POW?") == b"-12.5"

    for length in (254, 255, 256, 8191, 8192, 8193, 1 << 20):
        for fill in b"\n#":
            block = link.query(b"BLOCK? %d,%d" % (length, fill))
            assert len(block) == length and set(block[9:]) == {fill}, length

    kind, _, reason = link.ask(READ, SECOND // 5)
    assert kind == TIMEOUT, (kind, reason)
    assert link.ask(CLEAR)[0] == DONE
    link.send(WRITE, 0, b"SLEEP? 20000")
    assert link.ask(CLEAR)[0] == DONE
    assert b"SGS100A" in link.query(b"*IDN?")

    link.query(b"*CLS;*ESE 1;*SRE 32;*ESE?")
    link.send(WRITE, 0, b"*OPC")
    kind, value, _ = link.ask(AWAIT, 5 * SECOND)
    assert (kind, value) == (DONE, 0), (kind, value)
    kind, value, _ = link.ask(POLL, SECOND)
    assert kind == DONE and value & 0x60 == 0x60, (kind, value)
    assert link.ask(TRIGGER)[:2] == (DONE, 1)
    assert link.query(b"TRIGGERS?") == b"1"

    other = Link(context, host, port, keys)
    assert other.ask(OPEN, 0, instrument.encode() + b"\nanother python")[0] == DONE
    assert link.ask(LOCK, SECOND)[:2] == (DONE, 1)
    kind, _, reason = other.ask(WRITE, 0, b":POW 0")
    assert kind == FAILED and b"locked by python on outside" in reason, (kind, reason)
    kind, _, reason = other.ask(LOCK, SECOND // 5)
    assert kind == TIMEOUT, (kind, reason)
    link.send(CLOSE)
    kind, value, reason = other.ask(LOCK, 5 * SECOND)
    assert (kind, value) == (DONE, 1), reason
    assert other.query(b":POW?") == b"-12.5"

    other.socket.send(b"\0" * 20)
    assert other.reply(0)[0] == FAILED
    other.send(BEAT)
    deadline = time.monotonic() + 20
    assert other.reply(other.number)[0] == DONE and time.monotonic() < deadline
    other.send(CLOSE)
    context.destroy(linger=200)
    print("all done")


main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
