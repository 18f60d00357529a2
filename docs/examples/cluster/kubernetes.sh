#!/bin/sh
# Runs a study on Kubernetes, by an installed Spark 4.2 (SPARK_HOME). IMAGE is an image of Spark with the same version and
# Java 17; the driver is on this computer, which the pods reach as DRIVER.
#
#   kubernetes.sh STUDY.toml FOLDER
set -eu
: "${SPARK_HOME:?names the folder of Spark 4.2}" "${SERVER:?such as https://host:6443}" "${IMAGE:?}" "${DRIVER:?}"
./spinbench study run "$1" --out "$2" --engine spark --master "k8s://$SERVER" \
  --spark-conf "spark.kubernetes.container.image=$IMAGE" --spark-conf "spark.driver.host=$DRIVER" \
  --spark-conf spark.executor.instances=20 --spark-conf spark.executor.cores=4 --spark-conf spark.executor.memory=4g
