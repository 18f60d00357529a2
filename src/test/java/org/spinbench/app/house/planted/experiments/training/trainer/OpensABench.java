package org.spinbench.app.house.planted.experiments.training.trainer;

import org.spinbench.app.house.planted.drivers.bench.Bench;

/** A trainer that could set a source past the ledger of evaluations. */
public final class OpensABench {
  Bench bench;
}
