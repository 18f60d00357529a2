package org.spinbench.drivers.stanford;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.kHz;
import static org.spinbench.drivers.instrument.Units.ms;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.SteppedRfSource;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ErrorCheck;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Stanford Research Systems SG382, SG384 or SG386, an RF source of up to 2.025, 4.05 or 6.075 GHz
 * and -110 to +16.5 dBm; the source is its type-N connector (SG380 series operation manual, chapter
 * "Remote Programming"). That this connector begins at 950 kHz, and the resolutions, are
 * unconfirmed.
 *
 * <p>The other outputs and what modulates are settings too, and no part of the role. While it
 * modulates IQ, it refuses more than +10 dBm. It steps through a list only by triggers, and has no
 * output that could trigger a voltmeter.
 */
public record Sg380(
    ScpiSession session,
    Settings settings,
    NumberSetting frequency,
    NumberSetting power,
    SwitchSetting output,
    List<SwitchSetting> modulations,
    ChoiceSetting modulationType,
    NumberSetting otherPower,
    SwitchSetting other,
    List<NumberSetting> offsets,
    StateList list)
    implements SteppedRfSource {
  /** Four-letter mnemonics, and errors as numbers. */
  public static final Dialect DIALECT =
      Dialect.mnemonics(ErrorCheck.codes("LERR?", Sg380::meaning));

  /** A driver on this session; sends nothing. */
  public static Sg380 on(ScpiSession session) {
    Settings t = new Settings(session);
    double highest =
        switch (session.identity().model()) {
          case "SG382" -> 2.025 * GHz;
          case "SG384" -> 4.05 * GHz;
          default -> 6.075 * GHz;
        };
    t.number("phase", "PHAS", Unit.DEGREE, -360, 360).resolution(0.1);
    NumberSetting otherPower = t.number("bnc_power", "AMPL", Unit.DBM, -47, 13).resolution(0.01);
    SwitchSetting other = t.onOff("bnc_output", "ENBL");
    List<NumberSetting> offsets =
        List.of(
            t.number("bnc_offset", "OFSL", Unit.VOLT, -1.5, 1.5).resolution(0.01),
            t.number("rear_offset", "OFSD", Unit.VOLT, -10, 10).resolution(0.01));
    t.choice("noise_mode", "NOIS", "PHASE", "SPUR").numbered();
    ChoiceSetting type =
        t.choice("modulation_type", "TYPE", "AM", "FM", "PM", "SWEEP", "PULSE", "BLANK", "IQ")
            .numbered();
    t.onOff("modulation_dc", "COUP");
    NumberSetting frequency =
        t.number("frequency", "FREQ", Unit.HERTZ, 950 * kHz, highest).resolution(1e-6);
    return new Sg380(
        session,
        t,
        frequency,
        t.number("power", "AMPR", Unit.DBM, -110, 16.5).resolution(0.01),
        t.onOff("output", "ENBR"),
        List.of(t.onOff("modulation", "MODL")),
        type,
        otherPower,
        other,
        offsets,
        new StateList(session, t, frequency, t.onOff("list", "LSTE")));
  }

  /** {@inheritDoc} Its specifications say 8 ms for a frequency, which is unconfirmed. */
  @Override
  public double settling() {
    return 8 * ms;
  }

  /** {@inheritDoc} It is the output of the IQ modulator; without that option there is none. */
  @Override
  public void readOptions() {
    boolean quadrature = session.queryNumber("OPTN? 3") != 0;
    modulationType.only(type -> quadrature || !type.equals("IQ"));
  }

  @Override
  public void inspect() {
    readOptions();
    SteppedRfSource.super.inspect();
    if (list.enabled().get() && output.current()) {
      throw new SettingException(
          list.enabled().label()
              + " is on and so is the output; the bench needs a plain tone and will not change a live"
              + " output. Switch either off at the instrument, then open the bench again");
    }
  }

  @Override
  public void load(double... frequencies) {
    list.load(frequencies);
  }

  @Override
  public void step() {
    list.step();
    settings.changed();
  }

  @Override
  public void endList() {
    list.end();
  }

  /** {@inheritDoc} That of the role; then those of its BNC connectors. */
  @Override
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>(SteppedRfSource.super.outputs());
    outputs.add(Output.of(otherName(), otherPower, other));
    offsets.forEach(offset -> outputs.add(Output.of(this, offset)));
    return outputs;
  }

  private String otherName() {
    return name() + "." + other.name();
  }

  @Override
  public void safe() {
    safe(Rest.OF_WHAT_IS_USED);
  }

  @Override
  public void safe(Rest rest) {
    Steps steps = new Steps();
    if (rest.concerns(this, name(), true)) {
      steps.run(SteppedRfSource.super::safe);
    }
    if (rest.concerns(this, otherName(), other.wasSet())) {
      steps.run(() -> other.set(false)).verify(other.label() + " off", () -> !other.get());
    }
    for (NumberSetting offset : offsets) {
      if (rest.concerns(this, Output.of(this, offset).name(), offset.wasSet())) {
        steps.run(() -> offset.set(0)).verify(offset.label() + " zero", () -> offset.get() == 0);
      }
    }
    steps.finish(name());
  }

  /** The manual's list of errors. */
  private static String meaning(int number) {
    return switch (number) {
      case 10 -> "Illegal value";
      case 11 -> "Illegal mode";
      case 12 -> "Not allowed";
      case 13 -> "Recall failed";
      case 14 -> "Clock option missing";
      case 15 -> "Doubler option missing";
      case 16 -> "IQ option missing";
      case 17 -> "Self-test failed";
      case 30 -> "Lost data";
      case 32 -> "No listener";
      case 110 -> "Illegal command";
      case 111 -> "Undefined command";
      case 112 -> "Illegal query";
      case 113 -> "Illegal set";
      case 114 -> "Null parameter";
      case 115 -> "Extra parameters";
      case 116 -> "Missing parameters";
      case 117 -> "Parameter overflow";
      case 118 -> "Bad floating point";
      case 120, 121 -> "Bad integer";
      case 122 -> "Bad hexadecimal";
      case 126 -> "Syntax error";
      case 127 -> "Illegal units";
      case 128 -> "Missing units";
      case 170 -> "Communication error";
      case 171 -> "Overrun";
      case 254 -> "Too many errors";
      default -> number >= 40 && number <= 53 ? "Hardware failure" : "";
    };
  }
}
