package org.spinbench.app.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.scpi.InstrumentErrorException;

/**
 * Sets an instrument's settings at safe values and reads them back. Outputs are off, and nothing is
 * ever switched on. Numbers are set to a few values in range and then restored, unless a limit
 * would prevent that; switches and words are set to their present values. The levels of sources
 * without an output switch are not changed, and neither is a source whose output is on.
 */
public final class RoundTrip {
  /** Positions in the range of a number; many digits, to detect a lost one. */
  private static final double[] PLACES = {0.123456789012, 0.618033988750, 0.987654321098};

  /** Wider ranges are not tried, because their ends have no meaning. */
  private static final double WIDEST = 1e15;

  /** Largest relative difference that is rounding. */
  private static final double ROUNDS = 1e-3;

  /**
   * A value that was read back with a difference.
   *
   * @param setting its name
   * @param sent value that was sent
   * @param back value that was read back
   */
  public record Loss(String setting, double sent, double back) {
    /** Difference relative to the value. */
    public double relative() {
      return Math.abs(back - sent) / Math.max(Math.abs(sent), Double.MIN_NORMAL);
    }
  }

  /**
   * The result.
   *
   * @param settings number of tried settings
   * @param values number of values sent and read back
   * @param losses the largest difference of each setting that had one
   * @param refused settings that accepted no change in their present state, and why
   * @param changed settings that could not be restored, and why
   * @param skipped why nothing was tried, or some settings were not; empty for neither
   */
  public record Result(
      int settings,
      int values,
      List<Loss> losses,
      List<String> refused,
      List<String> changed,
      String skipped) {
    /** Differences that are not rounding. */
    public List<Loss> failures() {
      return losses.stream().filter(loss -> loss.relative() > ROUNDS).toList();
    }
  }

  /** Nothing was tried. */
  static Result notTried(String why) {
    return new Result(0, 0, List.of(), List.of(), List.of(), why);
  }

  private final Instrument instrument;
  private final List<Loss> losses = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();
  private int settings;
  private int values;

  private RoundTrip(Instrument instrument) {
    this.instrument = instrument;
  }

  /** Tries one instrument. */
  public static Result of(Instrument instrument) {
    if (outputIsOn(instrument)) {
      return new Result(
          0, 0, List.of(), List.of(), List.of(), "its output is on; nothing was changed");
    }
    return new RoundTrip(instrument).run();
  }

  private static boolean outputIsOn(Instrument instrument) {
    if (instrument instanceof RfSource source) {
      return source.output().get();
    }
    return instrument instanceof BiasSource source
        && (source.output().exists() ? source.output().get() : source.level().get() != 0);
  }

  private Result run() {
    boolean live = isAlwaysOn();
    Map<Setting, Runnable> restoring = new LinkedHashMap<>();
    for (Setting setting : instrument.settings()) {
      asFound(setting).ifPresent(restore -> restoring.put(setting, restore));
    }
    for (Setting setting : instrument.settings()) {
      settings++;
      try {
        trip(setting, live);
      } catch (LimitException | SettingException | InstrumentErrorException e) {
        refused.add(e.getMessage());
      }
    }
    // Settings are coupled, so restoring one may change others. A second pass restores all.
    for (int pass = 0; pass < 2; pass++) {
      changed.clear();
      restoring.forEach(this::restore);
    }
    String skipped =
        live ? "it has no output switch; numbers were only set to their present values" : "";
    return new Result(
        settings, values, List.copyOf(losses), List.copyOf(refused), List.copyOf(changed), skipped);
  }

  /** An action that restores the present value of a setting; empty if it has none. */
  private static Optional<Runnable> asFound(Setting setting) {
    try {
      if (setting instanceof NumberSetting number) {
        double found = number.get();
        return Optional.of(() -> unless(number.get() == found, () -> number.set(found)));
      }
      if (setting instanceof ChoiceSetting choice) {
        String found = choice.get();
        return Optional.of(() -> unless(choice.get().equals(found), () -> choice.set(found)));
      }
      SwitchSetting onOff = (SwitchSetting) setting;
      boolean found = onOff.get();
      return Optional.of(() -> unless(onOff.get() == found, () -> onOff.set(found)));
    } catch (SettingException none) {
      return Optional.empty();
    }
  }

  private static void unless(boolean already, Runnable change) {
    if (!already) {
      change.run();
    }
  }

  private void restore(Setting setting, Runnable restore) {
    try {
      restore.run();
    } catch (LimitException | SettingException | InstrumentErrorException e) {
      changed.add(setting.label() + " could not be restored: " + e.getMessage());
    }
  }

  private boolean isAlwaysOn() {
    return instrument instanceof Channels<?>
        || instrument instanceof BiasSource source && !source.output().exists();
  }

  private void trip(Setting setting, boolean live) {
    if (setting instanceof NumberSetting number) {
      numbers(number, live);
    } else if (setting instanceof ChoiceSetting choice) {
      String word = choice.get();
      choice.set(word);
      count(choice.get().equals(word), setting.name());
    } else if (setting instanceof SwitchSetting onOff) {
      boolean on = onOff.get();
      onOff.set(on);
      count(onOff.get() == on, setting.name());
    }
  }

  private void count(boolean same, String name) {
    values++;
    if (!same) {
      losses.add(new Loss(name, 1, 0));
    }
  }

  private void numbers(NumberSetting number, boolean live) {
    double found = number.get();
    number.check(found);
    try {
      if (!live && number.maximum() - number.minimum() < WIDEST) {
        tryPlaces(number);
      }
    } finally {
      number.set(found);
    }
    values++;
    double back = number.get();
    if (back != found) {
      losses.add(new Loss(number.name(), found, back));
    }
  }

  /**
   * Tries values of the range: first those that raise the setting. Others follow only if one of
   * these was accepted, because a limit that refuses them would also refuse to restore what was
   * found.
   */
  private void tryPlaces(NumberSetting number) {
    List<Double> raising = new ArrayList<>();
    List<Double> lowering = new ArrayList<>();
    for (double place : PLACES) {
      double value = number.minimum() + (number.maximum() - number.minimum()) * place;
      (number.lowers(value) ? lowering : raising).add(value);
    }
    List<Loss> found = new ArrayList<>();
    boolean accepted = false;
    for (double value : raising) {
      accepted |= attempt(number, value, found);
    }
    if (accepted) {
      lowering.forEach(value -> attempt(number, value, found));
    }
    found.stream().max(Comparator.comparingDouble(Loss::relative)).ifPresent(losses::add);
  }

  /** Tries one value, and adds its difference if there is one; false if a limit refuses it. */
  private boolean attempt(NumberSetting number, double value, List<Loss> found) {
    try {
      number.set(value);
    } catch (LimitException outside) {
      return false;
    }
    double sent = number.current();
    double back = number.get();
    values++;
    if (back != sent) {
      found.add(new Loss(number.name(), sent, back));
    }
    return true;
  }
}
