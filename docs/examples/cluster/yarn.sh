#!/bin/sh
# Runs a study on YARN, by an installed Spark 4.2 (SPARK_HOME) and the settings of Hadoop (HADOOP_CONF_DIR). The driver is
# on this computer, which keeps the rows.
#
#   yarn.sh STUDY.toml FOLDER
set -eu
: "${SPARK_HOME:?names the folder of Spark 4.2}" "${HADOOP_CONF_DIR:?names the settings of Hadoop}"
./spinbench study run "$1" --out "$2" --engine spark --master yarn \
  --spark-conf spark.executor.instances=20 --spark-conf spark.executor.cores=4 --spark-conf spark.executor.memory=4g
