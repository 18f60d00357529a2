package org.spinbench.drivers.scpi;

import java.util.List;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.Transports;

/** A conversation in SCPI with one instrument. */
public final class ScpiSession implements AutoCloseable {
  public ScpiSession(
      String name, ResourceName resource, Transports transports, Clock clock, Dialect dialect) {
    throw new UnsupportedOperationException();
  }

  /** Name on this bench. */
  public String name() {
    throw new UnsupportedOperationException();
  }

  /** The clock that this session's waits and time stamps use. */
  public Clock clock() {
    throw new UnsupportedOperationException();
  }

  /** Answer to {@code *IDN?}, four fields, trimmed. */
  public Identity identity() {
    throw new UnsupportedOperationException();
  }

  /** Sends a query and returns the whole response text. */
  public String query(String query) {
    throw new UnsupportedOperationException();
  }

  /** Sends a query whose answer is one number. */
  public double queryNumber(String query) {
    throw new UnsupportedOperationException();
  }

  /** Sends a query whose answer is one definite-length block, and returns its payload. */
  public byte[] queryBlock(String query) {
    throw new UnsupportedOperationException();
  }

  /** Sends a command and checks the error queue in the same message. */
  public void command(String command) {
    throw new UnsupportedOperationException();
  }

  /** Drains the instrument's error queue (at most 50 entries). */
  public List<ScpiError> errors() {
    throw new UnsupportedOperationException();
  }

  /** Program messages sent so far. */
  public long messagesSent() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
