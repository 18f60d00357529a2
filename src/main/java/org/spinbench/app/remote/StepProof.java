package org.spinbench.app.remote;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;

/**
 * Proves that an instrument without device clear is in step: no answer to an earlier message can
 * come.
 *
 * <p>It sends {@code *ESE?} (IEEE 488.2 section 10.12, mandatory for every instrument) several
 * times in one message, with another number of times in each attempt, and drops everything before
 * its answer.
 */
final class StepProof {
  /** Timeout of the instrument, unless its client has a shorter one. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final int FEWEST_QUESTIONS = 2;
  private static final int DIFFERENT_NUMBERS = 14;

  private final Clock clock;
  private int proofs;

  StepProof(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns when the instrument is in step.
   *
   * @param patience for how long the instrument may take
   * @throws org.spinbench.drivers.transport.TransportException if it does not answer in time
   */
  void require(Transport transport, Duration patience) {
    int times = FEWEST_QUESTIONS + proofs++ % DIFFERENT_NUMBERS;
    String question = "*ESE?" + ";*ESE?".repeat(times - 1);
    long deadline = clock.nanos() + patience.toNanos();
    transport.write(question.getBytes(StandardCharsets.US_ASCII), patience);
    String expected = "\\+?\\d{1,3}(;\\+?\\d{1,3}){" + (times - 1) + "}";
    String answer = "";
    while (!answer.matches(expected)) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - clock.nanos()));
      answer = new String(transport.read(left), StandardCharsets.ISO_8859_1).strip();
    }
  }
}
