package org.spinbench.drivers.transport.record;

/**
 * How the program treats a bench: who waits, and what is asked. It has changed, and a recording can
 * be replayed only in the manner in which it was made, which is that of its version of transcript.
 * Each manner does what the earlier ones do, and more.
 */
public enum Manner {
  /** Whoever has set something waits for a fixed time, and no reading does: versions 1 and 2. */
  SETTERS_WAIT("2"),

  /** Every reading waits by itself for whatever was changed before it: version 3. */
  READINGS_WAIT("3"),

  /**
   * Besides, spectra and readings are marked when the analyzer is overloaded or a source behind
   * them is limited, for which the instruments are asked; and powers are noted as the sources keep
   * them: since version 4.
   */
  READINGS_ARE_MARKED("4"),

  /** Besides, sources that are on are asked more often whether they still are: since version 5. */
  SOURCES_ARE_WATCHED("5"),

  /**
   * Besides, every output of every instrument comes to rest at the end, used or not: since version
   * 6.
   */
  EVERYTHING_RESTS("6");

  /** That of the present version. */
  public static final Manner PRESENT = EVERYTHING_RESTS;

  private final String version;

  Manner(String version) {
    this.version = version;
  }

  /** What the first line of a transcript begins with. */
  String header() {
    return "spinbench transcript " + version + ", begun ";
  }

  /** Whether every reading waits by itself for what was changed before it. */
  public boolean readingsWait() {
    return compareTo(READINGS_WAIT) >= 0;
  }

  /** Whether instruments are asked for marks, and powers are noted as they are kept. */
  public boolean marks() {
    return compareTo(READINGS_ARE_MARKED) >= 0;
  }

  /** Whether sources that are on are asked more often whether they still are. */
  public boolean watches() {
    return compareTo(SOURCES_ARE_WATCHED) >= 0;
  }

  /** Whether outputs that the bench does not use come to rest at the end as well. */
  public boolean everythingRests() {
    return compareTo(EVERYTHING_RESTS) >= 0;
  }
}
