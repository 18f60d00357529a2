#!/bin/sh
# Uses a served bench through lxi-tools, in a network namespace of its own where port 111 is free.
# Arguments: folder for files, then the command that serves the bench.
set -eu
folder=$1
shift
ip link set lo up
"$@" >"$folder/served" 2>&1 &
server=$!
trap 'kill $server' EXIT
tries=0
until [ -s "$folder/served" ]; do
  tries=$((tries + 1))
  if [ $tries -gt 300 ] || ! kill -0 $server; then
    cat "$folder/served"
    exit 1
  fi
  sleep 0.1
done
port=$(sed -n 's/.*TCPIP0::127.0.0.1::\([0-9]*\)::SOCKET.*/\1/p' "$folder/first")
