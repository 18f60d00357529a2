package org.spinbench.simulator.instrument.lockin;

import java.util.function.Predicate;
import org.spinbench.simulator.scpi.ProgramLanguage;
import org.spinbench.simulator.scpi.ScpiVariant;
import org.spinbench.simulator.scpi.Stanford;
import org.spinbench.simulator.scpi.Wording;

/**
 * The language of lock-in amplifiers. They measure continuously, so each message first advances
 * them.
 *
 * @param catchUp advances the amplifier
 * @param bare whether a response is binary data without a terminator
 */
record LockInLanguage(ProgramLanguage commands, Runnable catchUp, Predicate<byte[]> bare)
    implements ProgramLanguage {
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
  public boolean terminates(byte[] response) {
    return !bare.test(response);
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
