"""Answers every line with its length, until it is 'end'."""

import sys

if not sys.argv[1][0].isdigit():
    raise ImportError("a library is missing")
print("ready " + sys.argv[1], flush=True)
for line in sys.stdin:
    word = line.rstrip("\r\n")
    if word == "end":
        break
    print(len(word), flush=True)
