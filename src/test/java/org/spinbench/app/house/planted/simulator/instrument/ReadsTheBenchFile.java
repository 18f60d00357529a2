package org.spinbench.app.house.planted.simulator.instrument;

import org.spinbench.app.house.planted.drivers.bench.file.BenchFile;
import org.spinbench.app.house.planted.drivers.transport.Link;

/** Innocent: wiring comes from the bench file. */
public final class ReadsTheBenchFile {
  public Object spread(BenchFile file, Link link) {
    return file.simulation();
  }
}
