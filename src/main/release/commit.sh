#!/bin/sh
# Prints which commit is built, with "-dirty" behind it when what the program is made of is not what was committed;
# with "version" as $1 the version: that of a tag v... on this commit, or else $2. "unknown" without git.
set -eu
cd "$(dirname "$0")/../../.."
if [ "${1:-}" = version ]; then
  tag=$(git describe --exact-match --tags --match 'v[0-9]*' 2>/dev/null || echo "v$2")
  echo "${tag#v}"
elif id=$(git rev-parse --verify HEAD 2>/dev/null); then
  changed=$(git --no-optional-locks status --porcelain -- pom.xml '*/pom.xml' '*/src/main/*' src/main experiments/benches)
  echo "$id${changed:+-dirty}"
else
  echo unknown
fi
