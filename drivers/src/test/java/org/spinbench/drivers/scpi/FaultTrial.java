package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.FaultProxy;
import org.spinbench.drivers.transport.LinkFault;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * A session with a {@link ContractInstrument} behind a {@link FaultProxy}. Every question names a
 * number that its answer repeats, so that an answer to another question is found out.
 */
public final class FaultTrial implements AutoCloseable {
  /** Of the session, for one exchange; about what {@link LinkFault#LATE} waits. */
  public static final Duration TIMEOUT = Duration.ofMillis(40);

  private static final int PERCENT = 30;
  private static final int ANSWERS_OF_A_RECOVERED = 3;
  private static final int TRIALS = 4;

  /**
   * Where many programs share the processor, even an undisturbed connection takes longer to come
   * about than the timeout, time and again.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Pauses between recovery attempts are no part of what is tried. */
  private static final Clock HURRIED =
      new Clock() {
        private final Clock clock = new SystemClock();

        @Override
        public long nanos() {
          return clock.nanos();
        }

        @Override
        public Instant now() {
          return clock.now();
        }

        @Override
        public void sleep(Duration duration) {
          clock.sleep(duration.dividedBy(25));
        }
      };

  private final FaultProxy proxy;
  private final RandomGenerator random;
  private final ScpiSession session;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int number = 1000;

  /**
   * Opens a session through a proxy that does no harm yet.
   *
   * @param name the instrument's name as seen through the proxy
   */
  public FaultTrial(ResourceName name, Transports transports, FaultProxy proxy, long seed) {
    this.proxy = proxy;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Dialect dialect = new Dialect(TIMEOUT, ":SYST:ERR?", true);
    this.session = openAtLast(name, transports, dialect);
  }

  private static ScpiSession openAtLast(ResourceName name, Transports transports, Dialect dialect) {
    long deadline = HURRIED.nanos() + PATIENCE.toNanos();
    while (true) {
      try {
        return new ScpiSession("meter", name, transports, HURRIED, dialect);
      } catch (TransportException late) {
        if (HURRIED.nanos() > deadline) {
          throw late;
        }
      }
    }
  }

  /** How many exchanges ended in which way. */
  public Map<String, Integer> outcomes() {
    return outcomes;
  }

  /**
   * Asks until so many faults have happened. Fails on a wrong value, or if there is no recovery.
   */
  public void run(int faults) {
    while (proxy.count() < faults) {
      proxy.disturb(PERCENT);
      if (ask() != null && random.nextInt(3) == 0) {
        proxy.disturb(0);
        requireRecovery();
      }
    }
    proxy.disturb(0);
    requireRecovery();
  }

  /**
   * Lets a fault happen once, and fails if it does not end as that fault must. A timeout may have
   * been the computer's; then it happens once more.
   *
   * @param alsoEnds as what it may end on this link besides what every link allows; Void stands for
   *     the right answer
   */
  public void one(LinkFault fault, Set<Class<?>> alsoEnds) {
    Set<Class<?>> ends = new HashSet<>(ends(fault));
    ends.addAll(alsoEnds);
    boolean ended = false;
    for (int trial = 1; trial <= TRIALS && !ended; trial++) {
      requireRecovery();
      int before = proxy.count();
      proxy.disturbOnce(fault);
      RuntimeException failure = ask();
      Class<?> end = failure == null ? Void.class : failure.getClass();
      assertTrue(
          ends.contains(end) || end == TransportTimeoutException.class,
          fault + " ended as " + failure);
      ended = proxy.count() > before && ends.contains(end);
      proxy.disturb(0);
    }
    assertTrue(ended, fault + " did not happen, or ended as a timeout");
    requireRecovery();
  }

  /**
   * Closes the connection again and again while an answer is waited for.
   *
   * @return how long after each close the session said that the connection is closed, s, ascending
   */
  public double[] noticeOfClosing(int times) {
    double[] seconds = new double[times];
    int done = 0;
    while (done < times) {
      requireRecovery();
      proxy.disturbOnce(LinkFault.CLOSED);
      RuntimeException failure = ask();
      long noticed = HURRIED.nanos();
      if (failure instanceof EndOfStreamException) {
        seconds[done++] = (noticed - proxy.closedAt()) * 1e-9;
      } else {
        // A busy computer may have let the time for the answer run out before the close.
        assertTrue(failure instanceof TransportTimeoutException, "closing ended as " + failure);
      }
      proxy.disturb(0);
    }
    Arrays.sort(seconds);
    return seconds;
  }

  /** As what a question may end that a fault happens to; Void stands for the right answer. */
  private static Set<Class<?>> ends(LinkFault fault) {
    return switch (fault) {
      case SPLIT, REQUEST_SPLIT, DOUBLED_BEFORE_THE_ONE_AFTER -> Set.of(Void.class);
      case LATE, DRIP, LINE_FEED_AND_RETURN, TWO_LINE_FEEDS, DOUBLED, REQUEST_DOUBLED ->
          Set.of(Void.class, TransportTimeoutException.class, TransportException.class);
      case DOUBLED_BEFORE_THE_NEXT ->
          Set.of(Void.class, TransportException.class, ReplyFormatException.class);
      case MERGED, DROPPED, TRUNCATED, RETURN_FOR_LINE_FEED, REQUEST_DROPPED ->
          Set.of(TransportTimeoutException.class);
      // A link of two connections may learn of it by the other one.
      case HALF_OPEN -> Set.of(TransportTimeoutException.class, EndOfStreamException.class);
      case TRUNCATED_AND_CLOSED, CLOSED -> Set.of(EndOfStreamException.class);
      case RESET -> Set.of(TransportException.class, EndOfStreamException.class);
    };
  }

  /** Undisturbed, the session must come to answer again, and go on answering. */
  private void requireRecovery() {
    long deadline = HURRIED.nanos() + PATIENCE.toNanos();
    int inRow = 0;
    while (inRow < ANSWERS_OF_A_RECOVERED) {
      RuntimeException failure = ask();
      inRow = failure == null ? inRow + 1 : 0;
      if (HURRIED.nanos() > deadline) {
        fail("no recovery after " + proxy.injected(), failure);
      }
    }
  }

  /** Asks one question; null for the right answer, else the exception. Fails on a wrong one. */
  private RuntimeException ask() {
    int k = number++;
    RuntimeException failure = null;
    try {
      ask(k);
    } catch (TransportException | ReplyFormatException | DesynchronisedException honest) {
      failure = honest;
    }
    String outcome = failure == null ? "right" : failure.getClass().getSimpleName();
    outcomes.merge(outcome, 1, Integer::sum);
    return failure;
  }

  private void ask(int k) {
    switch (random.nextInt(6)) {
      case 0 ->
          assertEquals(
              ByteBuffer.wrap(ContractInstrument.stamp(k)), session.queryBlock("STAMP? " + k));
      case 1 -> assertEquals(ContractInstrument.IDENTITY, session.query("*IDN?"));
      case 2 -> refuse(k);
      case 3 -> assertEquals(k + ";" + -k, session.query("ECHO? " + k + ";ECHO? " + -k));
      default -> assertEquals(k, session.queryNumber("ECHO? " + k));
    }
  }

  /** A command that the instrument refuses must not be reported as carried out. */
  private void refuse(int k) {
    try {
      session.command("REFUSE " + k);
      fail("\"REFUSE " + k + "\" was confirmed");
    } catch (InstrumentErrorException refused) {
      List<ScpiError> errors = refused.errors();
      assertTrue(errors.contains(new ScpiError(-222, "Data out of range;" + k)), errors.toString());
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
