package org.spinbench.simulator.instrument.rfsource;

import java.util.Arrays;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * An analog signal generator of Keysight's X-Series (EXG N5171B and N5173B, MXG N5181B and N5183B)
 * or of Agilent's PSG (E8257D).
 *
 * <p>After a reset it has the highest frequency and the lowest level; modulation is enabled, but
 * each modulation is off. Phase is in radians. Sweeps and lists run through all their points; point
 * triggers are not simulated. Amplitude, frequency and phase modulation do not change the mean
 * power and have no other effect.
 *
 * <p>Commands, options and level ranges are those of the models; pulses need option UNU, UNW or
 * 1E6. No manual confirms the error without it, the reset values of sweep and list, the level range
 * with option 1E1 of the X-Series, the format of numbers other than frequencies, the signals at the
 * connectors after a reset, and that a value out of range is refused and not clipped.
 */
public final class SimulatedKeysightSource implements SingleRfSource {
  private static final double SETTLING_TIME = 1e-3;
  private static final String MODULATION_SOURCES = "INTernal|INT1|INT2|EXTernal|EXT1|EXT2";
  private static final NumberRange OFFSET = new NumberRange(Quantity.DECIBELS, -200, 200, 0);
  private static final NumberRange PHASE =
      new NumberRange(Quantity.RADIANS, -StrictMath.PI, StrictMath.PI, 0);
  private static final NumberRange DEPTH = new NumberRange(Quantity.PERCENT, 0, 100, 0.1);
  private static final NumberRange MODULATION_RATE =
      new NumberRange(Quantity.FREQUENCY, 0.1, 10e6, 400);
  private static final NumberRange PULSE_TIME = new NumberRange(Quantity.TIME, 20e-9, 42, 80e-6);
  private static final double PULSE_WIDTH = 40e-6;
  private static final NumberRange LF_AMPLITUDE = new NumberRange(Quantity.PEAK_VOLTAGE, 0, 3.5, 0);

  /** The models, each with the options of the simulated unit. */
  public enum Kind {
    N5171B("506,UNZ", 9e3, 6e9, -144, 19, 100e-6, 100),
    N5173B("520,1E1,UNZ", 9e3, 20e9, -135, 19, 100e-6, 100),
    N5181B("506,UNZ", 9e3, 6e9, -144, 19, 100e-6, 100),
    N5183B("520,1E1,UNT,UNW,UNZ", 9e3, 20e9, -135, 19, 100e-6, 100),
    E8257D("1E1,520,UNT,UNU", 100e3, 20e9, -135, 10, 1e-3, 60);

    private final String options;
    private final NumberRange frequency;
    private final NumberRange level;
    private final NumberRange dwell;

    Kind(
        String options,
        double lowestFrequency,
        double highestFrequency,
        double lowestLevel,
        double highestLevel,
        double shortestDwell,
        double longestDwell) {
      this.options = options;
      frequency =
          new NumberRange(Quantity.FREQUENCY, lowestFrequency, highestFrequency, highestFrequency);
      level = new NumberRange(Quantity.POWER_DBM, lowestLevel, highestLevel, lowestLevel);
      dwell = new NumberRange(Quantity.TIME, shortestDwell, longestDwell, 2e-3);
    }

    private boolean pulses() {
      return options.contains("UNU") || options.contains("UNW") || options.contains("1E6");
    }

    private String identity() {
      String rest = this == E8257D ? "MY45141234, C.06.16" : "MY53270001, B.01.86";
      return "Agilent Technologies, " + name() + ", " + rest;
    }
  }

  private final Surroundings surroundings;
  private final Kind kind;
  private final Carrier carrier;
  private final FrontPanel panel;
  private final ShownFrequency shown;
  private final KeysightSweep sweep;
  private final CommandTree tree = new CommandTree(KeysightSweep::number);
  private final PresetSettings settings = new PresetSettings(tree);
  private final PresetSettings pulseSettings = settings.through(this::pulsing);
  private final boolean[] amplitudeModulation = new boolean[2];
  private final boolean[] frequencyModulation = new boolean[2];
  private final boolean[] phaseModulation = new boolean[2];
  private final String[] triggerOuts = new String[2];
  private double phase;
  private boolean pulses;
  private Value<Double> offset;
  private Value<Boolean> modulation;
  private Value<String> polarity;
  private Value<String> pulseSource;
  private Value<String> pulseShape;
  private Value<Double> pulseWidth;
  private Value<Double> pulsePeriod;
  private Value<String> sweepOut;

  public SimulatedKeysightSource(Surroundings surroundings, Kind kind) {
    this.surroundings = surroundings;
    this.kind = kind;
    carrier =
        new Carrier(surroundings, SETTLING_TIME, kind.frequency.preset(), kind.level.preset());
    shown = new ShownFrequency(kind.frequency, carrier);
    declareCarrier();
    declareModulation();
    declarePulses();
    sweep =
        new KeysightSweep(
            tree,
            surroundings,
            carrier,
            new KeysightSweep.Ranges(kind.frequency, kind.level, kind.dwell));
    if (kind != Kind.E8257D) {
      declareConnectors();
    }
    settings.table("keysight-source");
    setPresets();
    tree.event("SYSTem:PRESet", this::reset);
    tree.arbitraryText("*OPT", () -> kind.options);
    tree.arbitraryText(
        "DIAGnostic[:CPU]:INFOrmation:OPTions:DETail", () -> Replies.quoted(kind.options));
    panel = surroundings.frontPanel(kind.identity(), Wording.SIGNED, 30, tree, this::reset);
    panel.addMemory(0, 99);
    carrier.overlapping(panel);
  }

  private void declareCarrier() {
    shown.declare(tree, this::tuned);
    tree.number(
        "[:SOURce#]:POWer[:LEVel][:IMMediate][:AMPLitude]",
        this::levelRange,
        () -> KeysightSweep.hundredths(carrier.level() + offset.get()),
        dbm -> carrier.level(KeysightSweep.hundredths(dbm) - offset.get()));
    offset = settings.number("[:SOURce#]:POWer[:LEVel][:IMMediate]:OFFSet", OFFSET);
    settings.flag("[:SOURce#]:POWer:ALC[:STATe]", true);
    tree.number("[:SOURce#]:PHASe[:ADJust]", PHASE, () -> phase, radians -> phase = radians);
    tree.event("[:SOURce#]:PHASe:REFerence", () -> phase = 0);
    tree.flag("OUTPut#[:STATe]", carrier::on, carrier::on);
    settings.flag("[:SOURce#]:ROSCillator:SOURce:AUTO", true);
    tree.query("[:SOURce#]:ROSCillator:SOURce", () -> "INT");
  }

  private void declareModulation() {
    modulation = pulseSettings.flag("OUTPut#:MODulation[:STATe]", true);
    declarePaths("AM", amplitudeModulation, () -> {});
    declarePaths("FM", frequencyModulation, () -> Arrays.fill(phaseModulation, false));
    declarePaths("PM", phaseModulation, () -> Arrays.fill(frequencyModulation, false));
    settings.number("[:SOURce#]:AM#:DEPTh[:LINear]", DEPTH);
    settings.choice(
        "[:SOURce#]:AM#:SOURce", MODULATION_SOURCES, "INT", SimulatedKeysightSource::first);
    settings.number("[:SOURce#]:AM#:INTernal#:FREQuency", MODULATION_RATE);
    settings.choice(
        "[:SOURce#]:AM#:INTernal#:FUNCtion#:SHAPe",
        "SINE|TRIangle|SQUare|RAMP|NOISe|DUALsine|SWEPtsine",
        "SINE");
    settings.number("[:SOURce#]:LFOutput#:AMPLitude", LF_AMPLITUDE);
    settings.choice(
        "[:SOURce#]:LFOutput#:SOURce",
        "INTernal|INT1|INT2|FUNCtion|FUNC1|FUNC2",
        "INT",
        SimulatedKeysightSource::first);
    settings.flag("[:SOURce#]:LFOutput#:STATe", false);
  }

  /**
   * Declares the switches of the two paths of a modulation.
   *
   * @param excludes switches off an incompatible modulation
   */
  private void declarePaths(String node, boolean[] on, Runnable excludes) {
    String header = "[:SOURce#]:" + node + "#:STATe";
    tree.command(
        header,
        1,
        1,
        call -> {
          int path = call.suffix(1, on.length) - 1;
          on[path] = call.flag();
          if (on[path]) {
            excludes.run();
          }
        });
    tree.query(header, 0, 0, call -> Replies.flag(on[call.suffix(1, on.length) - 1]));
    tree.stored(on::clone, saved -> System.arraycopy(saved, 0, on, 0, on.length));
  }

  private void declarePulses() {
    tree.flag("[:SOURce#]:PULM:STATe", () -> pulses, this::setPulses);
    polarity = pulseSettings.choice("[:SOURce#]:PULM:EXTernal:POLarity", "NORMal|INVerted", "NORM");
    pulseSource = pulseSettings.choice("[:SOURce#]:PULM:SOURce", "INTernal|EXTernal|SCALar", "INT");
    pulseShape =
        pulseSettings.choice(
            "[:SOURce#]:PULM:SOURce:INTernal", "SQUare|FRUN|TRIGgered|DOUBlet|GATEd", "FRUN");
    settings.number("[:SOURce#]:PULM:INTernal#:FREQuency", MODULATION_RATE);
    pulseWidth = pulseSettings.number("[:SOURce#]:PULM:INTernal#:PWIDth", PULSE_TIME);
    pulsePeriod = pulseSettings.number("[:SOURce#]:PULM:INTernal#:PERiod", PULSE_TIME);
  }

  /** Declares the signals at the connectors; the bench's cable is at SWEEP OUT. */
  private void declareConnectors() {
    String route = "ROUTe:CONNectors:";
    sweepOut =
        settings.choice(route + "SOUT", "SWEep|SETTled|PVIDeo|PSYNc|SW8757|SRUN|SFDone", "SWE");
    String trigger = route + "TRIGger#:OUTPut";
    tree.command(trigger, 1, 1, this::setTriggerOut);
    tree.query(trigger, 0, 0, call -> triggerOuts[call.suffix(0, triggerOuts.length) - 1]);
  }

  private void setTriggerOut(Call call) {
    int connector = call.suffix(0, triggerOuts.length);
    String other = "TRIG" + (triggerOuts.length + 1 - connector);
    triggerOuts[connector - 1] =
        call.choice(Choice.of("SWEep|SETTled|PVIDeo|PSYNc|LXI|PULSe|SFDone|NONE|" + other));
  }

  private void tuned() {
    sweep.tuned();
  }

  private void setPresets() {
    settings.preset();
    pulseWidth.set(PULSE_WIDTH);
    Arrays.fill(triggerOuts, "NONE");
    shown.preset();
    phase = 0;
    Arrays.fill(amplitudeModulation, false);
    Arrays.fill(frequencyModulation, false);
    Arrays.fill(phaseModulation, false);
    pulses = false;
    sweep.preset();
  }

  private void reset() {
    setPresets();
    carrier.step(null);
    carrier.preset(kind.frequency.preset(), kind.level.preset());
  }

  private NumberRange levelRange() {
    return new NumberRange(
        Quantity.POWER_DBM,
        kind.level.min() + offset.get(),
        kind.level.max() + offset.get(),
        kind.level.preset() + offset.get());
  }

  /** Removes the number of the first of two sources. */
  private static String first(String word) {
    return word.endsWith("1") ? word.substring(0, word.length() - 1) : word;
  }

  private void pulsing(Runnable change) {
    change.run();
    boolean acting = modulation.get() && pulses;
    boolean inverted = polarity.is("INV");
    boolean external = pulseSource.is("EXT");
    double own = pulseSource.is("SCAL") ? 0.5 : inside();
    double low = external ? inverted ? 1 : 0 : own;
    double high = external ? inverted ? 0 : 1 : own;
    carrier.pulses(acting ? low : 1, acting ? high : 1);
  }

  private void setPulses(boolean state) {
    if (state && !kind.pulses()) {
      throw new CommandException(StandardError.HARDWARE_MISSING);
    }
    pulsing(() -> pulses = state);
  }

  /** Duty cycle of internal pulses; triggered ones have no trigger. */
  private double inside() {
    return switch (pulseShape.get()) {
      case "SQU" -> 0.5;
      case "FRUN" -> Math.min(1, pulseWidth.get() / pulsePeriod.get());
      default -> 0;
    };
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public Carrier carrier() {
    return carrier;
  }

  @Override
  public boolean triggers(TriggerInput input) {
    carrier.triggers(
        new TriggerInput() {
          @Override
          public void pulses(long... moments) {
            if (kind == Kind.E8257D || sweepOut.is("SETT")) {
              input.pulses(moments);
            }
          }

          @Override
          public void noneAfter(long moment) {
            input.noneAfter(moment);
          }
        });
    return true;
  }
}
