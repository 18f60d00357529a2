package org.spinbench.drivers.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** A setting that is on or off. */
public final class SwitchSetting extends Setting {
  private final boolean fixed;
  private volatile Boolean known;

  /**
   * During an unconfirmed change: whether the old or the new state is on; null if one is unknown.
   */
  private volatile Boolean changing;

  private final List<NumberSetting> dependents = new ArrayList<>();

  SwitchSetting(Command command, boolean alwaysOn) {
    super(command);
    this.fixed = alwaysOn;
    this.known = alwaysOn ? Boolean.TRUE : null;
  }

  /** Refuses a change, with this reason, while the condition is false. */
  public SwitchSetting only(BooleanSupplier condition, String otherwise) {
    command.only(condition, otherwise);
    return this;
  }

  /**
   * Declares that a change also changes these settings of the instrument, which then become
   * unknown.
   */
  public SwitchSetting changes(NumberSetting... others) {
    dependents.addAll(List.of(others));
    return this;
  }

  /** Copies the known state of another setting. */
  void startFrom(SwitchSetting other) {
    changing = null;
    known = other.known;
  }

  private void begin(boolean change) {
    Boolean before = known == null ? changing : known;
    changing = before == null ? null : Boolean.valueOf(before || change);
    known = null;
    dependents.forEach(NumberSetting::forget);
  }

  /** False for an output that has no switch and is always on. */
  public boolean exists() {
    return !fixed;
  }

  /**
   * Sets the switch after the guard has judged the resulting state.
   *
   * @throws LimitException if the chip would exceed a limit; then nothing was sent
   * @throws SettingException if there is no such switch and {@code on} is false
   */
  public void set(boolean on) {
    if (!fixed) {
      command.send(this, on ? 1 : 0, on ? "1" : "0", () -> begin(on), () -> confirm(on));
    } else if (!on) {
      throw new SettingException(
          command.label() + ": it has no switch and is always on; set its level to zero");
    }
  }

  private void confirm(boolean on) {
    if (!command.reportsErrors() && get() != on) {
      known = null;
      throw command.notTaken(on ? "on" : "off", on ? "off" : "on");
    }
    known = on;
  }

  /**
   * Sets the switch, unless the instrument is known to have it there.
   *
   * @return true if something was sent
   */
  public boolean ensure(boolean on) {
    if (known != null && known == on) {
      return false;
    }
    set(on);
    return true;
  }

  /** Queries the instrument. */
  public boolean get() {
    if (fixed) {
      return true;
    }
    boolean on = parse(ask());
    known = on;
    return on;
  }

  @Override
  public Optional<String> lastKnownText() {
    return Optional.ofNullable(known).map(on -> on ? "on" : "off");
  }

  private boolean parse(String text) {
    String answer = text.trim();
    boolean on = answer.equalsIgnoreCase("ON") || isNumber(answer, 1);
    if (!on && !answer.equalsIgnoreCase("OFF") && !isNumber(answer, 0)) {
      throw command.unexpected(answer, "0 or 1");
    }
    return on;
  }

  @Override
  public Optional<String> strayed() {
    Boolean left = known;
    if (fixed || left == null || get() == left) {
      return Optional.empty();
    }
    return Optional.of(left ? "off, and was left on" : "on, and was left off");
  }

  /** Whether an answer is this number; some instruments write 1 as 1.00000e+00. */
  private static boolean isNumber(String answer, double number) {
    try {
      return ScpiNumber.parse(answer) == number;
    } catch (IllegalArgumentException word) {
      return false;
    }
  }

  /** The state last set or read; queried if it is unknown. */
  public boolean current() {
    if (known == null) {
      command.confirmSent();
    }
    Boolean state = known;
    return state == null ? get() : state;
  }

  /**
   * Whether it can be on now: {@link #current}; during an unconfirmed change of a batch, without
   * waiting, whether the old or the new state is on.
   */
  public boolean perhapsOn() {
    Boolean either = changing;
    return known == null && either != null ? either : current();
  }

  @Override
  public String ask() {
    return fixed ? "1" : command.ask();
  }

  @Override
  public Runnable relay(String sent, Consumer<String> pass) {
    boolean on = command.judged(sent, this::parse);
    command.relay(this, on ? 1 : 0, on ? "1" : "0", () -> begin(on), pass);
    return () -> known = on;
  }

  @Override
  public void learn(String answer) {
    known = parse(answer);
  }
}
