"""Watches one run of a dashboard, as others do at the same time, and says what came."""

import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import spinbench

readings = 0
for event in spinbench.connect(sys.argv[2]).events("reading", "stop", "dropped"):
    readings += event["type"] == "reading"
    if event["type"] == "dropped":
        print("dropped", event["count"])
    if event["type"] == "stop":
        print(readings, "readings,", event["status"])
        break
