package org.spinbench.app.house.planted.experiments.first;

import org.spinbench.app.house.planted.experiments.second.NeedsFirst;

/** One half of a cycle. */
public final class NeedsSecond {
  NeedsFirst other;
}
