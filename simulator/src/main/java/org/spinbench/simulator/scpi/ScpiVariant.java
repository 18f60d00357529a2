package org.spinbench.simulator.scpi;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How a maker departs from SCPI-99.
 *
 * @param wording how errors are answered
 * @param standard which parts of the standard the model has, besides the common commands
 * @param reading turns a message as the model takes it into one in the standard's grammar
 * @param numbering turns one of the standard's errors into the model's own
 * @param answerEnd what a response has before its terminator, such as a carriage return
 */
public record ScpiVariant(
    Wording wording,
    Set<Part> standard,
    UnaryOperator<String> reading,
    UnaryOperator<InstrumentError> numbering,
    String answerEnd) {

  /** Parts of the standard that an instrument may be without. */
  public enum Part {
    /** {@code SYSTem:ERRor}, its queue in the status byte, and {@code STATus:QUEue}. */
    ERRORS,
    /** {@code STATus:OPERation}, {@code STATus:QUEStionable} and {@code STATus:PRESet}. */
    STATUS,
    /** {@code SYSTem:VERSion}. */
    VERSION
  }

  /** All of the standard, with the standard's words. */
  public static final ScpiVariant SCPI = of(Wording.STANDARD);

  /** All of the standard, with a maker's words. */
  public static ScpiVariant of(Wording wording) {
    return new ScpiVariant(
        wording, EnumSet.allOf(Part.class), UnaryOperator.identity(), e -> e, "");
  }

  /** With these parts of the standard alone. */
  public ScpiVariant with(Set<Part> parts) {
    return new ScpiVariant(wording, parts, reading, numbering, answerEnd);
  }

  /** With messages that are turned into the standard's grammar first. */
  public ScpiVariant reading(UnaryOperator<String> translation) {
    return new ScpiVariant(wording, standard, translation, numbering, answerEnd);
  }

  /** With errors that are turned into the model's own. */
  public ScpiVariant numbering(UnaryOperator<InstrumentError> translation) {
    return new ScpiVariant(wording, standard, reading, translation, answerEnd);
  }

  /** With responses that end with a carriage return before their terminator. */
  public ScpiVariant withCarriageReturn() {
    return new ScpiVariant(wording, standard, reading, numbering, "\r");
  }
}
