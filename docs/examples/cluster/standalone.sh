#!/bin/sh
# Runs a study on a standalone Spark on this computer: a master and two workers of one core, by the classes of the
# module alone, listening on the loopback address. On several computers, start the same classes there, with the
# addresses that the computers have for each other and with spark.authenticate.
#
#   standalone.sh STUDY.toml FOLDER
set -eu
root=$(CDPATH='' cd "$(dirname "$0")/../../.." && pwd)
export SPARK_HOME="$root/target/spark" SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1
classes="$SPARK_HOME/jars/*"
scratch=$(mktemp -d)
started=
end() {
  for one in $started; do
    kill "$one" 2>/dev/null || true
  done
  wait
  rm -rf "$scratch"
}
trap end EXIT
trap 'exit 130' INT TERM

java -cp "$classes" org.apache.spark.deploy.master.Master -h 127.0.0.1 -p 7077 --webui-port 0 2>"$scratch/master.log" &
started=$!
for worker in 1 2; do
  java -cp "$classes" org.apache.spark.deploy.worker.Worker -h 127.0.0.1 -c 1 -m 1g --webui-port 0 \
    -d "$scratch/$worker" spark://127.0.0.1:7077 2>"$scratch/worker-$worker.log" &
  started="$started $!"
done

unset SPARK_HOME
"$root/spinbench" study run "$1" --out "$2" --engine spark --master spark://127.0.0.1:7077
