package org.spinbench.drivers.safety;

import java.util.List;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * A list that a SCPI instrument keeps: {@code HEADER 1,2,3} replaces it, {@code HEADER:APP 4,5}
 * adds to it, and {@code HEADER:POIN?} gives its length. A list that it already has is not sent
 * again; only its length is checked.
 */
public final class LevelList {
  /** Largest number of values; {@code POIN?} shows whether a model accepts as many. */
  public static final int MOST = 2500;

  /** Values in one message. */
  private static final int PART = 100;

  private final ScpiSession session;
  private final String header;
  private List<String> kept = List.of();

  /** The list with this header; sends nothing. */
  public LevelList(ScpiSession session, String header) {
    this.session = session;
    this.header = header;
  }

  /** Declares its messages, with which another program may send levels. */
  public void declare(Settings settings, ListedLevels levels) {
    settings.sends(header + " %l", levels::begin).sends(header + ":APP %l", levels::append);
  }

  /** Number of stored values. */
  public int size() {
    return kept.size();
  }

  /**
   * Stores values.
   *
   * @param values as they are sent
   * @throws SettingException if it reports another number of values
   */
  public void load(List<String> values) {
    if (!values.equals(kept)) {
      kept = List.of();
      send(values);
    }
    long has = Math.round(session.queryNumber(header + ":POIN?"));
    if (has != values.size()) {
      kept = List.of();
      throw new SettingException(
          session.name()
              + " has kept "
              + has
              + " of "
              + values.size()
              + " values of a list ("
              + header
              + "); take fewer points");
    }
    kept = List.copyOf(values);
  }

  private void send(List<String> values) {
    for (int from = 0; from < values.size(); from += PART) {
      List<String> part = values.subList(from, Math.min(values.size(), from + PART));
      session.command(header + (from == 0 ? " " : ":APP ") + String.join(",", part));
    }
  }
}
