package org.spinbench.app.house.planted.drivers.bench;

import org.spinbench.app.house.planted.drivers.keysight.Analyzer;

/** Innocent: the table of models may name a vendor. */
public final class Bench {
  Analyzer analyzer;
}
