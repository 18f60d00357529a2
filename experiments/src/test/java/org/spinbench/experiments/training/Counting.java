package org.spinbench.experiments.training;

import java.time.Duration;
import org.spinbench.drivers.transport.Transport;

/** A link that tells of each message before it is sent. */
record Counting(Transport inner, Runnable listener) implements Transport {
  @Override
  public Duration write(byte[] message, Duration timeout) {
    listener.run();
    return inner.write(message, timeout);
  }

  @Override
  public byte[] read(Duration timeout) {
    return inner.read(timeout);
  }

  @Override
  public boolean clear() {
    return inner.clear();
  }

  @Override
  public boolean tellsAnswersApart() {
    return inner.tellsAnswersApart();
  }

  @Override
  public void close() {
    inner.close();
  }
}
