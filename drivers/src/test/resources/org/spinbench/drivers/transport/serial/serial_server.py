# A SCPI instrument on a pseudo-terminal, for the tests of the serial transport. It shares no line with the program
# that is tested. Prints the path of its device file, and ends when its standard input ends.
#
#   *IDN?           answers its identity
#   ECHO? text      answers the text
#   BLOCK? n byte   answers a block with n bytes of that value
#   DATA #...       keeps a block, and DATA? answers it
#   BARE? n         answers a block of n line feeds without anything behind it
#   LATE?           answers "late" when a line comes on standard input, and prints "late"
#   RETURN?         answers "1.5" with a carriage return where a line feed is due
#   MUTE?           answers nothing
#   HANG UP         unplugs itself
import os
import sys
import threading
import tty

master, slave = os.openpty()
tty.setraw(slave)
print(os.ttyname(slave), flush=True)


def unplug():
    os.close(slave)
    os.close(master)
    os._exit(0)


lines = threading.Semaphore(0)


def end_with_parent():
    for line in sys.stdin:
        lines.release()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
received = bytearray()


def byte():
    while not received:
        received.extend(os.read(master, 4096))
    value = received[0]
    del received[0]
    return value


def message():
    """A message up to its line feed; a block counts its bytes."""
    text = bytearray()
    while True:
        b = byte()
        if b == 0x0A:
            return bytes(text)
        text.append(b)
        if b == 0x23 and b"ECHO" not in text:
            digits = byte()
            length = bytes(byte() for _ in range(digits - 0x30))
            text.append(digits)
            text.extend(length)
            text.extend(byte() for _ in range(int(length)))


def block(payload):
    length = str(len(payload)).encode()
    return b"#" + str(len(length)).encode() + length + payload


def send(answer):
    sent = 0
    while sent < len(answer):
        sent += os.write(master, answer[sent:])


data = b"#10"
while True:
    command = message()
    words = command.split(b" ")
    if command == b"*IDN?":
        send(b"Spinbench,Independent,3,4\n")
    elif words[0] == b"ECHO?":
        send(command[6:] + b"\n")
    elif words[0] == b"BLOCK?":
        send(block(bytes([int(words[2])]) * int(words[1])) + b"\n")
    elif words[0] == b"DATA":
        data = command[5:]
    elif command == b"DATA?":
        send(data + b"\n")
    elif words[0] == b"BARE?":
        send(block(b"\n" * int(words[1])))
    elif words[0] == b"LATE?":
        lines.acquire()
        send(b"late\n")
        print("late", flush=True)
    elif command == b"RETURN?":
        send(b"1.5\r")
    elif command == b"HANG UP":
        unplug()
