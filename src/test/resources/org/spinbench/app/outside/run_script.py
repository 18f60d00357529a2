# Runs a script that somebody else wrote, unchanged. Only what it would find around it is replaced: each resource that it
# opens is the one given here, its pauses are shorter by the speed of the bench's clock, and nobody presses a key.
# Arguments: speed, resource name, script. Ends with "all done", or with an exception.
import builtins
import os
import re
import runpy
import socket
import sys
import time

import pyvisa

speed, resource, script = float(sys.argv[1]), sys.argv[2], os.path.abspath(sys.argv[3])
raw_port = re.match(r"TCPIP\d*::.*::(\d+)::SOCKET$", resource)
pause = time.sleep
manager = pyvisa.ResourceManager
connect = socket.socket.connect


class Manager:
    """A resource manager that knows one resource, by any name."""

    def __init__(self, *library):
        self.real = manager("@py")

    def open_resource(self, resource_name=None, access_mode=None, open_timeout=None, **options):
        opened = self.real.open_resource(resource)
        if raw_port:
            opened.read_termination = opened.write_termination = "\n"
        for name, value in options.items():
            setattr(opened, name, value)
        return opened

    def list_resources(self, *query):
        return (resource,)

    def __getattr__(self, name):
        return getattr(self.real, name)


def connect_to_the_bench(self, address):
    """A script with a socket of its own reaches the raw socket."""
    if raw_port and isinstance(address, tuple) and not address[0].startswith("127."):
        address = ("127.0.0.1", int(raw_port.group(1)))
    return connect(self, address)


pyvisa.ResourceManager = Manager
socket.socket.connect = connect_to_the_bench
time.sleep = lambda seconds: pause(seconds / speed)
builtins.input = lambda *prompt: ""
os.chdir(os.path.dirname(os.path.abspath(sys.argv[0])))
sys.argv = [script]
sys.path.insert(0, os.path.dirname(script))
try:
    runpy.run_path(script, run_name="__main__")
except SystemExit as end:
    if end.code:
        raise
print("all done")
