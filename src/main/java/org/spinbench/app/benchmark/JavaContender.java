package org.spinbench.app.benchmark;

import java.util.Arrays;
import java.util.function.Consumer;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;

/** A contender inside this program. */
final class JavaContender implements Contender {
  private static final Clock CLOCK = new SystemClock();

  private final String name;
  private final Consumer<LinkWorkload> action;
  private final Runnable closing;

  /**
   * @param action executes a workload once
   */
  JavaContender(String name, Consumer<LinkWorkload> action, Runnable closing) {
    this.name = name;
    this.action = action;
    this.closing = closing;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double[] measure(LinkWorkload workload, Budget budget) {
    double[] seconds = new double[budget.most()];
    long begin = CLOCK.nanos();
    long now = begin;
    int done = 0;
    while (budget.more(done, (now - begin) * 1e-9)) {
      action.accept(workload);
      long end = CLOCK.nanos();
      seconds[done] = (end - now) * 1e-9;
      now = end;
      done++;
    }
    return Arrays.copyOf(seconds, done);
  }

  @Override
  public void close() {
    closing.run();
  }
}
