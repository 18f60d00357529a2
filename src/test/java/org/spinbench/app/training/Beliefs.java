package org.spinbench.app.training;

import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;
import org.spinbench.drivers.bench.file.ChipDesign.Spread;

/** Bench files with a belief that matches the chips of a study, for tests that need no other. */
public final class Beliefs {
  private Beliefs() {}

  /** A belief with this spread and noise, and with what every virtual chip has. */
  public static BenchFile matching(BenchFile file, double spread, double noise) {
    ChipDesign design = file.design().orElseThrow();
    double offset = 0.5 * design.synapse().halfWidth();
    return file.withDesign(
        design.withSpread(new Spread(Math.max(spread, 0.02), offset, 0, 0)).withReadNoise(noise));
  }
}
