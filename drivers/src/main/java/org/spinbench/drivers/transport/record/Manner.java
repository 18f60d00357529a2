package org.spinbench.drivers.transport.record;

/**
 * How the program uses a bench: when it waits, and which queries it sends. This has changed over
 * the versions, and a replay must treat the bench as the recording did; the version of the
 * transcript says how. Each manner adds to the earlier ones.
 */
public enum Manner {
  /** A setting waits for a fixed time, and readings do not wait: versions 1 and 2. */
  SETTERS_WAIT("2"),

  /** Every reading waits until earlier changes have settled: version 3. */
  READINGS_WAIT("3"),

  /**
   * The instruments are asked for overloads of the analyzer and limits of sources, and spectra and
   * readings are marked accordingly; powers are recorded as the sources round them: since version
   * 4.
   */
  READINGS_ARE_MARKED("4"),

  /** Sources that are on are asked more often whether they still are: since version 5. */
  SOURCES_ARE_WATCHED("5"),

  /** Every output of every instrument comes to rest at the end, used or not: since version 6. */
  EVERYTHING_RESTS("6"),

  /** Instruments are asked whether they still answer while they make a pass: since version 7. */
  PASSES_ARE_WATCHED("7"),

  /** The messages of routine work are recorded as well, in short: since version 8. */
  ROUTINE_IS_RECORDED("8"),

  /**
   * Conditions of the bench file are judged during passes as well, slow sources are asked more
   * often whether they are on, and take fewer steps to rest: since version 9.
   */
  PASSES_ARE_JUDGED("9"),

  /**
   * Sources are asked and conditions of the bench file are judged while a plan waits: since version
   * 10.
   */
  WAITS_ARE_JUDGED("10"),

  /**
   * A meter looks at the clock once for all readings of a pass, whose times follow from its begin,
   * instead of once for each: since version 11.
   */
  PASSES_ARE_TIMED_ONCE("11"),

  /** A pass may end at its last level, not in its last fifth: since version 12. */
  LAST_LEVELS_ARE_JUDGED("12");

  /** That of the present version. */
  public static final Manner PRESENT = LAST_LEVELS_ARE_JUDGED;

  private final String version;

  Manner(String version) {
    this.version = version;
  }

  /** What the first line of a transcript begins with. */
  String header() {
    return "spinbench transcript " + version + ", begun ";
  }

  /** Whether every reading waits until earlier changes have settled. */
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

  /** Whether instruments are asked whether they still answer while they make a pass. */
  public boolean watchesPasses() {
    return compareTo(PASSES_ARE_WATCHED) >= 0;
  }

  /**
   * Whether conditions of the bench file are judged while instruments make a pass, and sources are
   * asked for up to a tenth of the time.
   */
  public boolean judgesPasses() {
    return compareTo(PASSES_ARE_JUDGED) >= 0;
  }

  /** Whether sources are asked, and conditions of the bench file judged, while a plan waits. */
  public boolean judgesWaits() {
    return compareTo(WAITS_ARE_JUDGED) >= 0;
  }

  /** Whether a meter looks at the clock once for all readings of a pass. */
  public boolean timesPassesOnce() {
    return compareTo(PASSES_ARE_TIMED_ONCE) >= 0;
  }

  /** Whether a pass that ends before its last level is refused in its last fifth as well. */
  public boolean judgesLastLevels() {
    return compareTo(LAST_LEVELS_ARE_JUDGED) >= 0;
  }

  /** Whether sources that answer slowly take fewer steps to rest. */
  public boolean hurriesToRest() {
    return compareTo(PASSES_ARE_JUDGED) >= 0;
  }

  /** Whether outputs that the bench does not use come to rest at the end as well. */
  public boolean everythingRests() {
    return compareTo(EVERYTHING_RESTS) >= 0;
  }

  /** Whether the messages of routine work are recorded, so that a watch can be replayed. */
  public boolean recordsRoutine() {
    return compareTo(ROUTINE_IS_RECORDED) >= 0;
  }
}
