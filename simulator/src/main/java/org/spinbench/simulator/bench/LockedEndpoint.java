package org.spinbench.simulator.bench;

import org.spinbench.drivers.transport.Endpoint;

/**
 * An instrument's front panel behind the lock of its bench: what one instrument is told changes
 * what the others see, so only one is spoken to at a time.
 */
record LockedEndpoint(Endpoint panel, Object lock) implements Endpoint {
  @Override
  public void write(byte[] message) {
    synchronized (lock) {
      panel.write(message);
    }
  }

  @Override
  public byte[] read() {
    synchronized (lock) {
      return panel.read();
    }
  }

  @Override
  public void clear() {
    synchronized (lock) {
      panel.clear();
    }
  }
}
