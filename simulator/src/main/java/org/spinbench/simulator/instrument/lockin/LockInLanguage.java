package org.spinbench.simulator.instrument.lockin;

import org.spinbench.simulator.scpi.ProgramLanguage;
import org.spinbench.simulator.scpi.ScpiVariant;
import org.spinbench.simulator.scpi.Stanford;
import org.spinbench.simulator.scpi.Wording;

/**
 * The language of lock-in amplifiers. They measure continuously, so each message first advances
 * them.
 */
record LockInLanguage(ProgramLanguage commands, Runnable catchUp) implements ProgramLanguage {
  /** Replies end with a line feed alone, and no query reads the error queue. */
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
