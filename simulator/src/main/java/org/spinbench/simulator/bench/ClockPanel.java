package org.spinbench.simulator.bench;

import java.time.Duration;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;

/**
 * The clock of a simulated bench in virtual time as one more instrument, for a client in another
 * program who wants that what he waits for passes on the bench: {@code TIME?} answers its
 * nanoseconds, {@code DATE?} the date and time in quotes, and {@code WAIT <nanoseconds>} lets so
 * much time pass.
 */
final class ClockPanel {
  private static final String IDENTITY = "Spinbench,Bench clock,0,1";
  private static final int QUEUE_DEPTH = 10;

  /** A year. */
  private static final NumberRange WAIT = new NumberRange(Quantity.NUMBER, 0, 365 * 86400e9, 0);

  private ClockPanel() {}

  static Endpoint of(BenchClock clock) {
    CommandTree tree = new CommandTree(Replies::plain);
    tree.query("TIME", () -> Long.toString(clock.nanos()));
    tree.query("DATE", () -> Replies.quoted(clock.now().toString()));
    tree.command("WAIT", 1, 1, call -> clock.sleep(Duration.ofNanos((long) call.number(WAIT))));
    return new FrontPanel(IDENTITY, Wording.STANDARD, QUEUE_DEPTH, clock, tree, () -> {});
  }
}
