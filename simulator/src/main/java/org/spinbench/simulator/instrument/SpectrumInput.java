package org.spinbench.simulator.instrument;

import java.util.List;

/** What is connected to the RF input of a simulated analyzer. */
public interface SpectrumInput {
  /** Lines present from one moment to another, in nanoseconds of the bench's clock. */
  List<SpectralLine> lines(long from, long to);
}
