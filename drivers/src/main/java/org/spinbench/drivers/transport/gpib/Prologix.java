package org.spinbench.drivers.transport.gpib;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The transport to an instrument on a GPIB bus behind a {@link PrologixController}. The bus shows
 * only that some instrument requests service, so a wait then polls this instrument.
 */
final class Prologix implements Transport {
  /** Secondary addresses are sent as the bytes that stand for them on the bus (IEEE 488.1). */
  private static final int FIRST_SECONDARY = 96;

  private static final int RQS = 0x40;
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Duration POLL = Duration.ofSeconds(3);

  private final ResourceName.Gpib name;
  private final PrologixController controller;
  private final Clock clock;
  private final Runnable release;
  private final String address;
  private OptionalInt polled = OptionalInt.empty();
  private Deadline exchange;
  private volatile boolean closed;

  /**
   * A conversation over a controller.
   *
   * @param release run once when the conversation is closed
   */
  Prologix(ResourceName.Gpib name, PrologixController controller, Clock clock, Runnable release) {
    this.name = name;
    this.controller = controller;
    this.clock = clock;
    exchange = Deadline.in(Duration.ZERO, clock);
    this.release = release;
    String primary = Integer.toString(name.primary());
    address =
        name.secondary().isPresent()
            ? primary + " " + (FIRST_SECONDARY + name.secondary().getAsInt())
            : primary;
  }

  @Override
  public Duration write(byte[] message, Duration timeout) {
    requireOpen();
    exchange = Deadline.in(timeout, clock);
    return named(() -> controller.write(address, message, exchange));
  }

  @Override
  public byte[] read(Duration timeout) {
    requireOpen();
    Deadline deadline = exchange.again(timeout);
    return named(() -> controller.read(address, timeout, deadline, this::requireOpen));
  }

  @Override
  public boolean clear() {
    requireOpen();
    polled = OptionalInt.empty();
    return named(() -> controller.clear(address));
  }

  @Override
  public OptionalInt serialPoll(Duration timeout) {
    requireOpen();
    OptionalInt status = polled;
    polled = OptionalInt.empty();
    return status.isPresent() ? status : OptionalInt.of(controller.serialPoll(address, timeout));
  }

  @Override
  public boolean trigger() {
    requireOpen();
    return named(() -> controller.trigger(address));
  }

  /**
   * The poll that finds the request is kept for {@link #serialPoll}, because it ends the request.
   */
  @Override
  public ServiceRequest awaitServiceRequest(Duration timeout) {
    requireOpen();
    return named(() -> poll(clock.nanos() + timeout.toNanos()));
  }

  private ServiceRequest poll(long deadline) {
    while (polled.isEmpty()) {
      if (controller.serviceRequested(POLL)) {
        int status = controller.serialPoll(address, POLL);
        polled = (status & RQS) == 0 ? OptionalInt.empty() : OptionalInt.of(status);
      }
      if (polled.isEmpty()) {
        if (clock.nanos() >= deadline) {
          return ServiceRequest.NOT_REQUESTED;
        }
        clock.sleep(PAUSE);
      }
    }
    return ServiceRequest.REQUESTED;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release.run();
    }
  }

  /** The same kind of failure with a message that names the instrument. */
  private <T> T named(Supplier<T> exchange) {
    try {
      return exchange.get();
    } catch (TransportException failure) {
      throw failure.withMessage(name + ": " + failure.getMessage());
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new TransportException("the link to " + name + " is closed");
    }
  }
}
