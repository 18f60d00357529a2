package org.spinbench.drivers.transport.resource;

import java.util.List;

/**
 * How a serial line is set.
 *
 * @param baud bits per second, 50 to 4 000 000
 * @param dataBits 7 or 8
 * @param parity parity bit
 * @param stopBits 1 or 2
 * @param flowControl who may stop the sender, and how
 * @param writeTerminator ends a program message: line feed, carriage return, both, or nothing
 * @param readTerminator ends a response message: line feed, carriage return, or both
 */
public record SerialSettings(
    int baud,
    int dataBits,
    Parity parity,
    int stopBits,
    FlowControl flowControl,
    String writeTerminator,
    String readTerminator) {
  /** 9600 baud, 8 data bits, no parity, one stop bit, no flow control, line feeds. */
  public static final SerialSettings DEFAULT =
      new SerialSettings(9600, 8, Parity.NONE, 1, FlowControl.NONE, "\n", "\n");

  /**
   * Checks every part.
   *
   * @throws IllegalArgumentException naming the part, its value and what is accepted
   */
  public SerialSettings {
    if (baud < 50 || baud > 4_000_000) {
      throw new IllegalArgumentException("baud is " + baud + ", but must be 50 to 4000000");
    }
    if (dataBits != 7 && dataBits != 8) {
      throw new IllegalArgumentException("data_bits is " + dataBits + ", but must be 7 or 8");
    }
    if (stopBits != 1 && stopBits != 2) {
      throw new IllegalArgumentException("stop_bits is " + stopBits + ", but must be 1 or 2");
    }
    List<String> terminators = List.of("\n", "\r", "\r\n");
    if (!writeTerminator.isEmpty() && !terminators.contains(writeTerminator)) {
      throw wrongTerminator("write_terminator", " or nothing");
    }
    if (!terminators.contains(readTerminator)) {
      throw wrongTerminator("read_terminator", "");
    }
  }

  private static IllegalArgumentException wrongTerminator(String part, String more) {
    return new IllegalArgumentException(
        part + " must be a line feed, a carriage return, carriage return and line feed" + more);
  }

  /** Whether the line carries every byte as it is: eight bits, none of which stops the sender. */
  public boolean carriesBinary() {
    return dataBits == 8 && flowControl != FlowControl.XON_XOFF;
  }

  /** Parity bit of a character. */
  public enum Parity {
    NONE,
    ODD,
    EVEN,
    MARK,
    SPACE
  }

  /** Flow control of a line. XON/XOFF forbids binary data. */
  public enum FlowControl {
    NONE,
    XON_XOFF,
    RTS_CTS,
    DTR_DSR
  }
}
