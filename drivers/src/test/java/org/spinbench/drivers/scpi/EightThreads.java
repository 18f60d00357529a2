package org.spinbench.drivers.scpi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Eight threads that ask at once. */
public final class EightThreads {
  private static final int THREADS = 8;
  private static final Dialect DIALECT = new Dialect(Duration.ofSeconds(20), ":SYST:ERR?", true);

  private EightThreads() {}

  /**
   * Asks a {@link ContractInstrument} over one session for as many different numbers.
   *
   * @return how many of them were answered with their own
   */
  public static int rightAnswers(ResourceName name, Transports transports, int queries)
      throws InterruptedException {
    try (ScpiSession session =
        new ScpiSession("meter", name, transports, new SystemClock(), DIALECT)) {
      return rightAnswers(queries, k -> (int) session.queryNumber("ECHO? " + k));
    }
  }

  /** How many of the questions 0 .. n-1 are answered with their own number. */
  static int rightAnswers(int queries, IntUnaryOperator ask) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger right = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int k = next.getAndIncrement(); k < queries; k = next.getAndIncrement()) {
                  if (ask.applyAsInt(k) == k) {
                    right.incrementAndGet();
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return right.get();
  }
}
