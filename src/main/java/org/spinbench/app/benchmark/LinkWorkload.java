package org.spinbench.app.benchmark;

import java.util.List;

/** The messages to the instrument, the same on every link. */
public enum LinkWorkload {
  /** One number. */
  QUERY(":SOUR:POW?"),

  /** A setting, the query whether it was accepted, and one number. */
  CHECKED_SET_AND_QUERY(":SOUR:POW -10.5;:SYST:ERR?", ":SOUR:POW?"),

  /** 1001 numbers as text. */
  TRACE(":TRAC:DATA?"),

  /** 1 000 000 numbers of {@code REAL,64} in a block. */
  BLOCK(":TRAC:BLOCK?");

  private final List<String> messages;

  LinkWorkload(String... messages) {
    this.messages = List.of(messages);
  }

  /** Its messages; each has an answer. */
  List<String> messages() {
    return messages;
  }
}
