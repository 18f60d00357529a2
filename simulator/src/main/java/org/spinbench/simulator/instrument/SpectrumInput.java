package org.spinbench.simulator.instrument;

import java.util.List;

/** The RF signal at the input of a simulated analyzer. */
public interface SpectrumInput {
  /** The lines between two moments, ns of the bench's clock. */
  List<SpectralLine> lines(long from, long to);
}
