package org.spinbench.drivers.stanford;

import java.util.Arrays;
import java.util.Collections;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * The list of states of an {@link Sg380}, of which each names the frequency alone: {@code LSTC?}
 * makes it, {@code LSTP} fills it, {@code LSTE} enables it, and each {@code *TRG} takes the next
 * (SG380 series operation manual, "Remote Programming", list commands).
 */
final class StateList {
  /** What a state leaves as it is, behind its frequency. */
  private static final String REST = "," + String.join(",", Collections.nCopies(14, "N"));

  /** States in one message. */
  private static final int PART = 4;

  private final ScpiSession session;
  private final NumberSetting frequency;
  private final SwitchSetting enabled;
  private double[] kept = {};

  StateList(
      ScpiSession session, Settings settings, NumberSetting frequency, SwitchSetting enabled) {
    this.session = session;
    this.frequency = frequency;
    this.enabled = enabled;
    AtomicBoolean judged = new AtomicBoolean();
    settings
        .sends("LSTI 0", "LSTD")
        .sends("LSTC? %n", states -> judged.set(true))
        .sends("LSTP %n,%n" + REST, state -> frequency.check(state[1]))
        .sends("*TRG", nothing -> requireJudged(judged.get()));
  }

  /** Another list may name levels, too. */
  private void requireJudged(boolean judged) {
    if (!judged) {
      throw new SettingException(
          session.name() + ": no limit has judged its stored list; make a new one first");
    }
  }

  SwitchSetting enabled() {
    return enabled;
  }

  void load(double... frequencies) {
    Arrays.stream(frequencies).forEach(frequency::check);
    enabled.ensure(false);
    if (!Arrays.equals(kept, frequencies)) {
      kept = new double[0];
      send(frequencies);
      kept = frequencies.clone();
    }
    session.command("LSTI 0");
    enabled.set(true);
  }

  private void send(double... frequencies) {
    if (session.queryNumber("LSTS?") > 0) {
      session.command("LSTD");
    }
    if (session.queryNumber("LSTC? " + frequencies.length) != 1) {
      throw new SettingException(
          session.name()
              + " has no memory for a list of "
              + frequencies.length
              + " states; take fewer points");
    }
    for (int from = 0; from < frequencies.length; from += PART) {
      StringJoiner states = new StringJoiner(";");
      for (int k = from; k < Math.min(frequencies.length, from + PART); k++) {
        states.add("LSTP " + k + "," + ScpiNumber.format(frequencies[k]) + REST);
      }
      session.command(states.toString());
    }
  }

  void step() {
    session.command("*TRG");
  }

  /** The frequency has become that of a state, so it is asked for. */
  void end() {
    if (enabled.current()) {
      enabled.set(false);
      frequency.get();
    }
  }
}
