package org.spinbench.app.house.planted.experiments.network;

import org.spinbench.app.house.planted.simulator.network.Engine;

/** Innocent: the large-network engine is open to experiments. */
public final class UsesTheEngine {
  Engine engine;
}
