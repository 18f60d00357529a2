package org.spinbench.simulator.scpi;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How a maker departs from SCPI-99.
 *
 * @param wording format of errors
 * @param standard the parts of the standard that the model has, besides the common commands
 * @param reading translates a message of the model into the standard's grammar
 * @param numbering translates a standard error into the model's own
 * @param answerEnd characters before the terminator of a response, such as a carriage return
 */
public record ScpiVariant(
    Wording wording,
    Set<Part> standard,
    UnaryOperator<String> reading,
    UnaryOperator<InstrumentError> numbering,
    String answerEnd) {

  /** Parts of the standard that an instrument may lack. */
  public enum Part {
    /** {@code SYSTem:ERRor}, its queue in the status byte, and {@code STATus:QUEue}. */
    ERRORS,
    /** {@code STATus:OPERation}, {@code STATus:QUEStionable} and {@code STATus:PRESet}. */
    STATUS,
    /** {@code SYSTem:VERSion}. */
    VERSION
  }

  /** The whole standard, with the standard's wording. */
  public static final ScpiVariant SCPI = of(Wording.STANDARD);

  /** The whole standard, with a maker's wording. */
  public static ScpiVariant of(Wording wording) {
    return new ScpiVariant(
        wording, EnumSet.allOf(Part.class), UnaryOperator.identity(), e -> e, "");
  }

  /** With only these parts of the standard. */
  public ScpiVariant with(Set<Part> parts) {
    return new ScpiVariant(wording, parts, reading, numbering, answerEnd);
  }

  /** With messages that are first translated into the standard's grammar. */
  public ScpiVariant reading(UnaryOperator<String> translation) {
    return new ScpiVariant(wording, standard, translation, numbering, answerEnd);
  }

  /** With errors that are translated into the model's own. */
  public ScpiVariant numbering(UnaryOperator<InstrumentError> translation) {
    return new ScpiVariant(wording, standard, reading, translation, answerEnd);
  }

  /** With responses that end with a carriage return before their terminator. */
  public ScpiVariant withCarriageReturn() {
    return new ScpiVariant(wording, standard, reading, numbering, "\r");
  }
}
