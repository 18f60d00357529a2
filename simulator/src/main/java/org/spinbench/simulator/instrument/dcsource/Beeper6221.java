package org.spinbench.simulator.instrument.dcsource;

import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;

/** The beeper of a 6221, which is on or off; its sounds have no effect. */
final class Beeper6221 {
  private static final NumberRange TONE = new NumberRange(Quantity.FREQUENCY, 0, 2e6, 65);
  private static final NumberRange BEEP = new NumberRange(Quantity.TIME, 0, 7.9, 0);

  private boolean on = true;

  /** A beeper that is on, with its commands in this tree. */
  Beeper6221(CommandTree tree) {
    tree.command("SYSTem:BEEPer", 1, 2, this::beep);
    tree.command("SYSTem:BEEPer:IMMediate", 2, 2, this::beep);
    tree.command("SYSTem:BEEPer:STATe", 1, 1, this::beep);
    tree.query("SYSTem:BEEPer[:STATe]", () -> Replies.flag(on));
  }

  /** Switches the beeper, or beeps with a frequency for a time. */
  private void beep(Call call) {
    if (call.wordNext()) {
      on = call.flag();
      return;
    }
    double first = call.number(TONE);
    if (call.more()) {
      call.number(BEEP);
    } else {
      on = first != 0;
    }
  }
}
