package org.spinbench.drivers.transport;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The transport to an instrument inside this program. It never waits: an instrument that has
 * nothing to say when it is read is a timeout at once.
 */
public final class InProcess implements Transport {
  private final ResourceName name;
  private final Endpoint endpoint;
  private boolean closed;

  public InProcess(ResourceName name, Endpoint endpoint) {
    this.name = name;
    this.endpoint = endpoint;
  }

  /** The instrument carries the message out meanwhile, so that none of the time counts. */
  @Override
  public Duration write(byte[] message, Duration timeout) {
    requireOpen();
    endpoint.write(message);
    return timeout;
  }

  @Override
  public byte[] read(Duration timeout) {
    requireOpen();
    byte[] response = endpoint.read();
    if (response == null) {
      throw new TransportTimeoutException(
          name + " has nothing to say: no query is waiting for an answer");
    }
    return withoutReturn(response);
  }

  /** Some instruments end their responses with a carriage return before the terminator. */
  private static byte[] withoutReturn(byte[] response) {
    int length = response.length;
    boolean ends = length > 0 && response[length - 1] == '\r';
    int end = ends ? MessageEnd.endBeforeLineFeed(response, length) : length;
    return end < length ? Arrays.copyOf(response, end) : response;
  }

  @Override
  public boolean clear() {
    requireOpen();
    endpoint.clear();
    return true;
  }

  @Override
  public boolean tellsAnswersApart() {
    return true;
  }

  @Override
  public OptionalInt serialPoll(Duration timeout) {
    requireOpen();
    return OptionalInt.of(endpoint.serialPoll());
  }

  @Override
  public boolean trigger() {
    requireOpen();
    endpoint.trigger();
    return true;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new TransportException("the link to " + name + " is closed");
    }
  }
}
