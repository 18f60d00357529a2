package org.spinbench.drivers.scpi;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How one model speaks: SCPI-99, or one of the languages that are older or other. A dialect says
 * nothing about single commands.
 *
 * @param timeout one deadline for each exchange
 * @param language what its messages look like
 * @param identification how it is asked who it is
 * @param errorCheck how it says what it refused
 * @param clearOnOpen true to begin with device clear where the link has it, for instruments that
 *     keep an answer for the next client; simple instruments have been known to hang on it
 */
public record Dialect(
    Duration timeout,
    Language language,
    Identification identification,
    ErrorCheck errorCheck,
    boolean clearOnOpen) {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(2);

  /** SCPI-99: {@code HEADER value}, {@code HEADER?}, and {@code :SYST:ERR?} in the same message. */
  public static final Dialect SCPI = of(Language.SCPI, ErrorCheck.SCPI);

  /**
   * Keithley's Test Script Processor: statements in Lua, of which only {@code print} answers
   * (Keithley 2600B reference manual 2600BS-901-01). IEEE 488.2's common commands work as messages
   * of their own, {@code *IDN?} among them.
   */
  public static final Dialect TSP = of(Language.TSP, ErrorCheck.TSP);

  public Dialect {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout " + timeout + " is not longer than zero");
    }
    if (language == Language.LETTERS && identification.questions().size() < 2) {
      throw new IllegalArgumentException(
          "at least two questions must ask for the identity where nothing else shows that the"
              + " instrument is in step");
    }
  }

  /** SCPI with another error query, for sessions that open without device clear. */
  public Dialect(Duration timeout, String errorQuery, boolean checkInSameMessage) {
    this(timeout, errorQuery, checkInSameMessage, false);
  }

  /** SCPI with another error query. */
  public Dialect(
      Duration timeout, String errorQuery, boolean checkInSameMessage, boolean clearOnOpen) {
    this(
        timeout,
        Language.SCPI,
        Identification.STANDARD,
        ErrorCheck.queue(errorQuery, checkInSameMessage),
        clearOnOpen);
  }

  /**
   * A language from before SCPI with the common commands of IEEE 488.2, {@code *IDN?} and {@code
   * *ESE?} among them: {@code FREQ 1E9}, {@code FREQ?}. It answers each question in a message of
   * its own, so there is never more than one in a message. Stanford Research Systems' instruments
   * speak it.
   */
  public static Dialect mnemonics(ErrorCheck errorCheck) {
    return of(Language.MNEMONICS, errorCheck);
  }

  /**
   * A language of single letters without IEEE 488.2: {@code f1000.0}, {@code f?}. It reports no
   * errors.
   *
   * @param identification at least two questions whose answers differ: they are also what shows
   *     that the instrument is in step
   */
  public static Dialect letters(Identification identification) {
    return new Dialect(USUAL_TIMEOUT, Language.LETTERS, identification, ErrorCheck.NONE, false);
  }

  private static Dialect of(Language language, ErrorCheck errorCheck) {
    return new Dialect(USUAL_TIMEOUT, language, Identification.STANDARD, errorCheck, false);
  }

  /** The same dialect with another deadline. */
  public Dialect within(Duration newTimeout) {
    return new Dialect(newTimeout, language, identification, errorCheck, clearOnOpen);
  }

  /**
   * Whether a text is one question: nothing in it can be carried out as a command.
   *
   * @param declared whether a driver declares a setting with this header
   */
  public boolean onlyAsks(String text, Predicate<String> declared) {
    return identification.questions().contains(text) || language.onlyAsks(text, declared);
  }
}
