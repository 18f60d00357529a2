package org.spinbench.app.house.planted.experiments.training;

import org.spinbench.app.house.planted.drivers.keysight.Analyzer;

/** Training tied to one vendor. */
public final class NamesAVendor {
  Analyzer analyzer;
}
