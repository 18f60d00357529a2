package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;

/** A front panel with the commands of one part of an instrument, to test it alone. */
public final class PartPanel {
  private final ManualClock clock = new ManualClock();
  private final CommandTree tree = new CommandTree(Replies::plain);
  private FrontPanel panel;

  /** Where the part declares its commands, before the first message. */
  public CommandTree tree() {
    return tree;
  }

  public ManualClock clock() {
    return clock;
  }

  /** The panel of the commands that are declared by now. */
  public FrontPanel panel() {
    if (panel == null) {
      panel = new FrontPanel("M,T,S,1", Wording.STANDARD, 10, clock, tree, () -> {});
      panel.addMemory(1, 2);
    }
    return panel;
  }

  /** Sends a message that must leave no error, and gives its reply. */
  public String ask(String message) {
    String reply = MessageTable.exchange(panel(), message);
    assertEquals(List.of(), panel.queuedErrors(), message);
    return reply;
  }

  /** The number of the error that a message leaves. */
  public int error(String message) {
    MessageTable.exchange(panel(), message);
    String first = MessageTable.exchange(panel(), "SYST:ERR?");
    return Integer.parseInt(first.substring(0, first.indexOf(',')));
  }
}
