#!/bin/sh
#SBATCH --job-name=spinbench
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=32
#SBATCH --time=02:00:00
#SBATCH --exclusive
# Runs a study on the nodes of a Slurm job: a standalone Spark whose master is on the first node. SPINBENCH is the folder
# of the program, which all nodes see, as they see the study and what it names.
#
#   sbatch slurm.sh STUDY.toml FOLDER
set -eu
export SPARK_HOME="$SPINBENCH/target/spark" SPARK_SCALA_VERSION=2.13
classes="$SPARK_HOME/jars/*"
master=$(hostname -f)
secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
export SPARK_MASTER_OPTS="-Dspark.authenticate=true -Dspark.authenticate.secret=$secret"

java $SPARK_MASTER_OPTS -cp "$classes" org.apache.spark.deploy.master.Master -h "$master" -p 7077 &
srun java $SPARK_MASTER_OPTS -cp "$classes" org.apache.spark.deploy.worker.Worker \
  -c "$SLURM_CPUS_PER_TASK" -d "${SLURM_TMPDIR:-/tmp}" "spark://$master:7077" &

unset SPARK_HOME
"$SPINBENCH/spinbench" study run "$1" --out "$2" --engine spark --master "spark://$master:7077" \
  --spark-conf spark.authenticate=true --spark-conf "spark.authenticate.secret=$secret"
kill %1 %2
