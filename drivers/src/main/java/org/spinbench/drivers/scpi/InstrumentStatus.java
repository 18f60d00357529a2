package org.spinbench.drivers.scpi;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport.ServiceRequest;

/**
 * The status byte of an instrument and its requests for service: over the link where it carries
 * them, else with {@code *STB?}. It takes the lock of the session itself, for one look at a time.
 */
final class InstrumentStatus {
  /** Bit 6 of the status byte: RQS or MSS. */
  private static final int REQUEST = 1 << 6;

  /** For how long a wait for a service request keeps the session to itself. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(32);

  private static final String QUERY = "*STB?";

  private final Clock clock;
  private final Duration timeout;
  private final Lock lock;
  private final ScpiExchange exchange;
  private final CommandConfirmation commands;

  InstrumentStatus(
      Clock clock,
      Duration timeout,
      Lock lock,
      ScpiExchange exchange,
      CommandConfirmation commands) {
    this.clock = clock;
    this.timeout = timeout;
    this.lock = lock;
    this.exchange = exchange;
    this.commands = commands;
  }

  /** Reads the status byte once; see {@link ScpiSession#statusByte}. */
  int read() {
    lock.lock();
    try {
      commands.bringIntoStep("status byte");
      OptionalInt polled = exchange.call("serial poll", link -> link.serialPoll(timeout));
      return polled.isPresent() ? polled.getAsInt() : ask();
    } finally {
      lock.unlock();
    }
  }

  private int ask() {
    ResponseMessage answer = exchange.run(QUERY, exchange.question(QUERY));
    double status = exchange.number(QUERY, exchange.text(QUERY, answer));
    if (!(status >= 0 && status <= 255)) {
      throw exchange.torn(QUERY, answer, "a number from 0 to 255 was expected");
    }
    return (int) status;
  }

  /** Waits for a request; see {@link ScpiSession#awaitServiceRequest}. */
  OptionalInt awaitRequest(Duration longest) {
    long deadline = clock.nanos() + longest.toNanos();
    long left = Math.max(0, longest.toNanos());
    long pause = SHORTEST_PAUSE.toNanos();
    while (true) {
      OptionalInt status = requestedWithin(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
      if (status.isPresent() || left == 0) {
        return status;
      }
      left = Math.max(0, deadline - clock.nanos());
      clock.sleep(Duration.ofNanos(Math.min(left, pause)));
      left = Math.max(0, deadline - clock.nanos());
      pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
    }
  }

  /** Looks once; the status byte if service is requested. */
  private OptionalInt requestedWithin(Duration look) {
    lock.lock();
    try {
      commands.bringIntoStep("wait for a service request");
      ServiceRequest request =
          exchange.call("wait for a service request", link -> link.awaitServiceRequest(look));
      if (request == ServiceRequest.NOT_REQUESTED) {
        return OptionalInt.empty();
      }
      int status = read();
      return (status & REQUEST) != 0 ? OptionalInt.of(status) : OptionalInt.empty();
    } finally {
      lock.unlock();
    }
  }
}
