package org.spinbench.drivers.instrument.role;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiBlock;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** Reads the levels of a trace in the analyzer's present format, binary or text. */
public final class TraceReader {
  private final ScpiSession session;
  private final ChoiceSetting format;
  private final Supplier<ByteOrder> order;
  private final boolean textInBlock;

  private TraceReader(
      ScpiSession session, ChoiceSetting format, Supplier<ByteOrder> order, boolean textInBlock) {
    this.session = session;
    this.format = format;
    this.order = order;
    this.textInBlock = textInBlock;
  }

  /** For an analyzer that sends the least significant byte first. */
  public static TraceReader littleEndian(ScpiSession session, ChoiceSetting format) {
    return new TraceReader(session, format, () -> ByteOrder.LITTLE_ENDIAN, false);
  }

  /**
   * For an analyzer with a setting of the byte order.
   *
   * @param order NORM for the most significant byte first, SWAP for the least
   */
  public static TraceReader ordered(
      ScpiSession session, ChoiceSetting format, ChoiceSetting order) {
    return new TraceReader(session, format, () -> byteOrder(order), false);
  }

  /** The same for an analyzer that puts text into a block too. */
  public TraceReader textInBlock() {
    return new TraceReader(session, format, order, true);
  }

  private static ByteOrder byteOrder(ChoiceSetting setting) {
    return setting.current().equals("SWAP") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /**
   * Queries a trace.
   *
   * @param question such as {@code :TRAC:DATA? TRACE1}
   * @return levels in the unit of the analyzer
   * @throws SettingException if the answer is not a trace in the format
   */
  public double[] read(String question) {
    String present = format.current();
    try {
      return switch (present) {
        case "REAL,64" -> ScpiBlock.real64(session.queryBlock(question), order.get());
        case "REAL,32", "REAL" -> ScpiBlock.real32(session.queryBlock(question), order.get());
        case "INT,32" -> thousandths(ScpiBlock.int32(session.queryBlock(question), order.get()));
        default -> ScpiNumber.parseList(text(question));
      };
    } catch (IllegalArgumentException wrong) {
      throw new SettingException(
          session.name()
              + " gave no trace in the format "
              + present
              + " to "
              + question
              + ": "
              + wrong.getMessage()
              + "; look at its error queue");
    }
  }

  private String text(String question) {
    if (!textInBlock) {
      return session.query(question);
    }
    ByteBuffer payload = session.queryBlock(question);
    return StandardCharsets.US_ASCII.decode(payload.duplicate()).toString();
  }

  private static double[] thousandths(double[] values) {
    for (int k = 0; k < values.length; k++) {
      values[k] /= 1000;
    }
    return values;
  }
}
