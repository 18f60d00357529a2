package org.spinbench.simulator.instrument.sourcemeter;

import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The trigger model of a 2400: an arm layer and a trigger layer (2400 Series user's manual
 * 2400S-900-01, section 11). INITiate starts it; it then measures at once, or waits for its event.
 * Only the event from the bus ever comes.
 */
final class ArmTriggerModel {
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 999.9999, 0);
  private static final NumberRange TIMER = new NumberRange(Quantity.TIME, 1e-3, 99_999.99, 0.1);
  private static final String IMMEDIATE = "IMM";

  private final int mostReadings;
  private final Runnable acquire;
  private final Runnable cancel;
  private final PresetSettings settings;
  private final Value<String> armSource;
  private final Value<String> triggerSource;
  private final Value<Integer> armCount;
  private final Value<Integer> triggerCount;
  private final Value<Double> delay;
  private boolean armed;

  /**
   * An idle model whose settings are in this tree.
   *
   * @param mostReadings per run
   * @param acquire takes all readings of a run
   * @param cancel ends a run in progress
   */
  ArmTriggerModel(CommandTree tree, int mostReadings, Runnable acquire, Runnable cancel) {
    this.cancel = cancel;
    this.mostReadings = mostReadings;
    this.acquire = acquire;
    settings = new PresetSettings(tree);
    String arm = "ARM#[:SEQuence#][:LAYer#]";
    String trigger = "TRIGger[:SEQuence#]";
    armSource =
        settings.choice(
            arm + ":SOURce", "IMMediate|BUS|TIMer|MANual|TLINk|NSTest|PSTest|BSTest", IMMEDIATE);
    triggerSource = settings.choice(trigger + ":SOURce", "IMMediate|TLINk", IMMEDIATE);
    armCount = settings.integer(arm + ":COUNt", 1, mostReadings, 1);
    triggerCount = settings.integer(trigger + ":COUNt", 1, mostReadings, 1);
    delay = settings.number(trigger + ":DELay", DELAY);
    settings.number(arm + ":TIMer", TIMER);
    tree.event("TRIGger:CLEar", this::disarm);
    tree.event("ABORt", this::abort);
    tree.event("*TRG", this::trigger);
  }

  /** Idle, with one immediate reading for each {@code INITiate}. */
  void preset() {
    settings.preset();
    disarm();
  }

  /** Like {@link #preset}, for the settings of {@code CONFigure}. */
  void configure() {
    disarm();
    armCount.set(1);
    triggerCount.set(1);
    armSource.set(IMMEDIATE);
    triggerSource.set(IMMEDIATE);
  }

  void disarm() {
    armed = false;
  }

  /** Whether it waits for its event. */
  boolean armed() {
    return armed;
  }

  /** Readings per run. */
  int readings() {
    return armCount.get() * triggerCount.get();
  }

  /** Time from a trigger to its reading, s. */
  double delay() {
    return delay.get();
  }

  /** Refuses an immediate measurement while there is an event to wait for. */
  void requireImmediate() {
    if (!immediate()) {
      throw new CommandException(StandardError.TRIGGER_DEADLOCK);
    }
  }

  private boolean immediate() {
    return armSource.is(IMMEDIATE) && triggerSource.is(IMMEDIATE);
  }

  /** Becomes idle. */
  void abort() {
    disarm();
    cancel.run();
  }

  /** Leaves idle: measures, or waits for the event. */
  void initiate() {
    initiate(acquire);
  }

  /** The same, with another way to take the readings. */
  void initiate(Runnable acquire) {
    if (armed) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    if (readings() > mostReadings) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    if (immediate()) {
      acquire.run();
    } else {
      armed = true;
    }
  }

  private void trigger() {
    if (!armed || !armSource.is("BUS")) {
      throw new CommandException(StandardError.TRIGGER_IGNORED);
    }
    disarm();
    acquire.run();
  }
}
