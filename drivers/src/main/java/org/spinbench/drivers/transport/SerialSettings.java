package org.spinbench.drivers.transport;

/**
 * How a serial line is set.
 *
 * @param baud bits per second, 50 to 4 000 000
 * @param dataBits 7 or 8
 * @param parity parity bit
 * @param stopBits 1 or 2
 * @param flowControl who may stop the sender, and how
 * @param writeTerminator bytes that end a program message
 * @param readTerminator bytes that end a response message
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
