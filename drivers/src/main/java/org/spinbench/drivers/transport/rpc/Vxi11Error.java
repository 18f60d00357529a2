package org.spinbench.drivers.transport.rpc;

/** The error codes of VXI-11 revision 1.0 (table B.2), with what they mean. */
public enum Vxi11Error {
  NONE(0, "no error"),
  SYNTAX(1, "syntax error"),
  DEVICE_NOT_ACCESSIBLE(3, "the device is not accessible"),
  INVALID_LINK(4, "the link is not known, as after a restart of the instrument"),
  PARAMETER(5, "a parameter was refused"),
  CHANNEL_NOT_ESTABLISHED(6, "there is no interrupt channel"),
  NOT_SUPPORTED(8, "the operation is not supported"),
  OUT_OF_RESOURCES(9, "out of resources, as when every link is taken"),
  LOCKED(11, "another link holds the lock"),
  NO_LOCK_HELD(12, "this link holds no lock"),
  IO_TIMEOUT(15, "the time ran out"),
  IO_ERROR(17, "input or output failed inside the instrument"),
  INVALID_ADDRESS(21, "the address was refused"),
  ABORT(23, "the operation was aborted"),
  CHANNEL_ALREADY_ESTABLISHED(29, "there is an interrupt channel already");

  private final int number;
  private final String meaning;

  Vxi11Error(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The number on the wire. */
  public int number() {
    return number;
  }

  /** A number in words, such as {@code "another link holds the lock (VXI-11 error 11)"}. */
  public static String describe(int number) {
    String meaning = "a failure of its own";
    for (Vxi11Error error : values()) {
      if (error.number == number) {
        meaning = error.meaning;
      }
    }
    return meaning + " (VXI-11 error " + number + ")";
  }
}
