package org.spinbench.drivers.transport.hislip;

/** Why a peer ends a HiSLIP connection (IVI-6.1 table 14); the ordinal is the code. */
public enum FatalErrorCode {
  UNIDENTIFIED("an error without a name"),
  BAD_HEADER("a message header was poorly formed"),
  CHANNELS_MISSING("the connection was used before both of its channels were established"),
  BAD_INITIALIZATION("the connection was set up in the wrong way"),
  TOO_MANY_CLIENTS("it serves as many clients as it can"),
  NOT_SECURE("no secure connection could be made");

  private static final FatalErrorCode[] BY_CODE = values();
  private final String meaning;

  FatalErrorCode(String meaning) {
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
