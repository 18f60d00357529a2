#!/bin/sh
# Fails if a list of libraries (CycloneDX, JSON) does not name exactly the jars of a folder, with their versions: what a
# scanner for known holes reads must be what is packed.
#
#   $1  list of libraries
#   $2  folder of jars
set -eu
listed=$(sed -n 's|^ *"purl" : "pkg:maven/[^/]*/\([^@]*\)@\([^?"]*\)?type=jar".*|\1-\2.jar|p' "$1" | grep -v '^spinbench-app-' | sort -u)
packed=$(cd "$2" && for jar in *.jar; do echo "$jar"; done | sort -u)
if [ "$listed" != "$packed" ]; then
  echo "$1 does not name the jars in $2:" >&2
  printf '%s\n' "$listed" "$packed" | sort | uniq -u | sed 's/^/  only in one of them: /' >&2
  exit 1
fi
