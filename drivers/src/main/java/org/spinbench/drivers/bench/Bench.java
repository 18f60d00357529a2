package org.spinbench.drivers.bench;

import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;

/** The opened set of named instruments; {@link #close} leaves everything safe. */
public final class Bench implements AutoCloseable {
  /**
   * Opens every instrument of the file, checks its identity, reads its outputs; changes nothing.
   */
  public static Bench open(BenchFile file, Transports transports, Clock clock) {
    throw new UnsupportedOperationException();
  }

  public BenchFile file() {
    throw new UnsupportedOperationException();
  }

  public Clock clock() {
    throw new UnsupportedOperationException();
  }

  /** The chip's ports as the instruments reach them. */
  public ChipPorts ports() {
    throw new UnsupportedOperationException();
  }

  /** Brings every source to rest, verified, then closes the sessions. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
