# Sets three powers and asks for each twice, while pyvisa logs all that it does.
# Arguments: kind of link, resource name, file of the log, and who logs the messages: "pyvisa" or "program".
import logging
import sys

import pyvisa

kind, resource, file, who = sys.argv[1:5]
pyvisa.log_to_stream(open(file, "w"))
messages = logging.getLogger("pyvisa.messages")
link = pyvisa.ResourceManager("@py").open_resource(resource)
link.timeout = 30000
if kind in ("SOCKET", "SERIAL"):
    link.read_termination = "\n"
    link.write_termination = "\n"


def write(message):
    if who == "program":
        messages.debug("%s > %r", resource, message)
    link.write(message)


def query(message):
    write(message)
    answer = link.read()
    if who == "program":
        messages.debug("%s < %r", resource, answer)


for power in (-1.5, -2.5, -3.5):
    write(f":SOUR:POW {power}")
    query(":SOUR:POW?")
    query(":SOUR:POW?")
link.close()
print("logged")
