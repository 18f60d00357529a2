package org.spinbench.simulator.instrument.lockin;

import org.spinbench.simulator.scpi.ProgramLanguage;
import org.spinbench.simulator.scpi.ScpiVariant;
import org.spinbench.simulator.scpi.Stanford;
import org.spinbench.simulator.scpi.Wording;

/** What lock-ins speak, who work all the time and so catch up before each message. */
record LockInLanguage(ProgramLanguage commands, Runnable catchUp) implements ProgramLanguage {
  /** Replies that end with a line feed alone, and no way to ask for the errors that are queued. */
  static ScpiVariant dialect() {
    ScpiVariant other = Stanford.DIALECT;
    Wording wording = new Wording("0", ",").withoutDetail();
    return new ScpiVariant(wording, other.standard(), other.reading(), other.numbering(), "");
  }

  @Override
  public byte[] carryOut(byte[] message) {
    catchUp.run();
    return commands.carryOut(message);
  }

  @Override
  public void discard() {
    commands.discard();
  }

  @Override
  public boolean answered() {
    return commands.answered();
  }
}
