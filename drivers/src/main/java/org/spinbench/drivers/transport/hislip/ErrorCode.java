package org.spinbench.drivers.transport.hislip;

/** Why a peer refuses one HiSLIP message and stays connected (IVI-6.1 table 16). */
public enum ErrorCode {
  UNIDENTIFIED("an error without a name"),
  UNKNOWN_TYPE("it does not know this type of message"),
  UNKNOWN_CONTROL_CODE("it does not know the message's control code"),
  UNKNOWN_VENDOR_MESSAGE("it does not know this vendor's message"),
  TOO_LARGE("the message is larger than it can take"),
  NOT_AUTHENTICATED("the client could not prove who it is");

  private static final ErrorCode[] BY_CODE = values();
  private final String meaning;

  ErrorCode(String meaning) {
    this.meaning = meaning;
  }

  /** The number in the message's control code. */
  public int code() {
    return ordinal();
  }

  /** What any code from 0 to 255 means, in plain words. */
  public static String meaning(int code) {
    return code < BY_CODE.length ? BY_CODE[code].meaning : "an error that the maker defined";
  }
}
