package org.spinbench.app.check;

import java.util.ArrayList;
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
 * Sets an instrument's settings and asks what came back, at values that are safe: with outputs off,
 * and nothing is ever switched on. Numbers are set to a few values in range and then to what they
 * were, unless a limit would not let them back; switches and words are set to what they are. The
 * levels of sources without an output switch are left alone, and so is a whole source whose output
 * is on.
 */
public final class RoundTrip {
  /** Where in its range a number is tried; many digits, so that a lost one is noticed. */
  private static final double[] PLACES = {0.123456789012, 0.618033988750, 0.987654321098};

  /** Ranges wider than this are not gone through: their values mean nothing. */
  private static final double WIDEST = 1e15;

  /** Relative loss up to which an instrument rounds, and beyond which it has something else. */
  private static final double ROUNDS = 1e-3;

  /**
   * One value that did not come back as it was sent.
   *
   * @param setting its name
   * @param sent what was sent
   * @param back what came back
   */
  public record Loss(String setting, double sent, double back) {
    /** Loss over the value. */
    public double relative() {
      return Math.abs(back - sent) / Math.max(Math.abs(sent), Double.MIN_NORMAL);
    }
  }

  /**
   * What came out.
   *
   * @param settings settings that were tried
   * @param values values that were sent and asked for
   * @param losses the largest loss of each setting that had one
   * @param refused settings that took no change in their present state, and why
   * @param changed settings that could not be brought back to what they were, and why
   * @param skipped why nothing was tried, or some settings were left alone; empty for neither
   */
  public record Result(
      int settings,
      int values,
      List<Loss> losses,
      List<String> refused,
      List<String> changed,
      String skipped) {
    /** Losses that are no rounding. */
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
    // Settings are coupled: one that was set may have moved others. The second time finds all
    // right.
    for (int pass = 0; pass < 2; pass++) {
      changed.clear();
      restoring.forEach(this::restore);
    }
    String skipped =
        live ? "it has no output switch; numbers were only set to their present values" : "";
    return new Result(
        settings, values, List.copyOf(losses), List.copyOf(refused), List.copyOf(changed), skipped);
  }

  /** What brings a setting back to what it is now; empty if it has no value now. */
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
        Loss worst = null;
        for (double place : PLACES) {
          Loss loss = attempt(number, between(number, place));
          worst =
              loss != null && (worst == null || loss.relative() > worst.relative()) ? loss : worst;
        }
        if (worst != null) {
          losses.add(worst);
        }
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

  private static double between(NumberSetting number, double place) {
    return number.minimum() + (number.maximum() - number.minimum()) * place;
  }

  /** The loss of one value; null if there was none, or the value is one that a limit refuses. */
  private Loss attempt(NumberSetting number, double value) {
    try {
      number.set(value);
    } catch (LimitException outside) {
      return null;
    }
    double sent = number.current();
    double back = number.get();
    values++;
    return back == sent ? null : new Loss(number.name(), sent, back);
  }
}
