package org.spinbench.app.house.planted.experiments.door;

import java.time.Instant;
import java.util.function.Supplier;

/** Time through a method reference. */
public final class AsksTheTime {
  Supplier<Instant> time = Instant::now;
}
