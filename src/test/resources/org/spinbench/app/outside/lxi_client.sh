#!/bin/sh
# Uses a served bench through lxi-tools, in a network of its own where every port is free.
# Arguments: port of the first instrument's raw socket, then the command that serves the bench.
# Ends with "all done", or with an exit code that is not 0.
set -eu
socket=$1
shift
ip link set lo up
served=$(mktemp)
"$@" >"$served" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; rm -f "$served"' EXIT

tries=0
# Java may warn before the bench is ready.
until grep -q '^{' "$served"; do
  tries=$((tries + 1))
  if [ "$tries" -gt 300 ] || ! kill -0 $server; then
    echo "the bench is not served"
    exit 1
  fi
  sleep 0.1
done

check() {
  if [ "$2" != "$3" ]; then
    echo "$1: '$2' instead of '$3'"
    cat "$served"
    exit 1
  fi
  echo "$1 ok"
}

raw() {
  lxi scpi -r -a 127.0.0.1 -p "$socket" "$1"
}

vxi11() {
  lxi scpi -a 127.0.0.1 "$1"
}

check "raw identify" "$(raw '*IDN?' | cut -d, -f2)" SGS100A
check "VXI-11 identify" "$(vxi11 '*IDN?')" "$(raw '*IDN?')"
raw ':SOUR:POW -12.5'
check "set raw, query VXI-11" "$(vxi11 ':SOUR:POW?')" -12.5
vxi11 ':SOUR:POW -13.5'
check "set VXI-11, query raw" "$(raw ':SOUR:POW?')" -13.5
check "errors" "$(vxi11 ':SYST:ERR?')" '0,"No error"'

kill -TERM $server
wait $server && code=0 || code=$?
check "exit code of the bench" "$code" 0
echo "all done"
