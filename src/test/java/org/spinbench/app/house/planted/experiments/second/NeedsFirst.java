package org.spinbench.app.house.planted.experiments.second;

import org.spinbench.app.house.planted.experiments.first.NeedsSecond;

/** The other half of a cycle. */
public final class NeedsFirst {
  NeedsSecond other;
}
