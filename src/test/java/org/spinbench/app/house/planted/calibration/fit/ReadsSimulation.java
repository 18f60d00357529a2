package org.spinbench.app.house.planted.calibration.fit;

import org.spinbench.app.house.planted.drivers.bench.file.BenchFile;

/** A fit that reads what was simulated. */
public final class ReadsSimulation {
  public Object truth(BenchFile file) {
    return file.simulation();
  }
}
