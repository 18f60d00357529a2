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
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * An analog signal generator of Keysight's X-Series (EXG N5171B and N5173B, MXG N5181B and N5183B)
 * or of Agilent's PSG (E8257D).
 *
 * <p>A reset leaves the highest frequency, the lowest level and modulation switched on as a whole,
 * though none in particular. Phase is in radians. Sweeps and lists go through all their points;
 * those that go on point by point are not simulated. Amplitude, frequency and phase modulation
 * leave the mean power as it is and have no other effect.
 *
 * <p>Commands, options and level ranges are those of the models; pulses need option UNU, UNW or
 * 1E6. Unconfirmed by a manual are the error without it, the reset values of sweep and list, the
 * width of the level range with option 1E1 of the X-Series, the format of numbers other than
 * frequencies, what the connectors give out after a reset, and that a value out of range is refused
 * and not clipped.
 */
public final class SimulatedKeysightSource implements SingleRfSource {
  private static final double SETTLING_TIME = 1e-3;
  private static final int LONGEST_LIST = 3201;
  private static final int MOST_POINTS = 65535;
  private static final Choice MODULATION_SOURCES =
      Choice.of("INTernal|INT1|INT2|EXTernal|EXT1|EXT2");
  private static final NumberRange OFFSET = new NumberRange(Quantity.DECIBELS, -200, 200, 0);
  private static final NumberRange PHASE =
      new NumberRange(Quantity.RADIANS, -StrictMath.PI, StrictMath.PI, 0);
  private static final NumberRange DEPTH = new NumberRange(Quantity.PERCENT, 0, 100, 0.1);
  private static final NumberRange MODULATION_RATE =
      new NumberRange(Quantity.FREQUENCY, 0.1, 10e6, 400);
  private static final NumberRange PULSE_TIME = new NumberRange(Quantity.TIME, 20e-9, 42, 80e-6);
  private static final NumberRange LF_AMPLITUDE = new NumberRange(Quantity.PEAK_VOLTAGE, 0, 3.5, 0);

  /** The models, each with the options of the one that is simulated. */
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
  private final SweepEnds ends;

  private double offset;
  private double phase;
  private boolean levelControl;
  private boolean referenceAuto;
  private boolean modulation;
  private final boolean[] amplitudeModulation = new boolean[2];
  private final boolean[] frequencyModulation = new boolean[2];
  private final boolean[] phaseModulation = new boolean[2];
  private double depth;
  private String amplitudeSource;
  private double internalRate;
  private String internalShape;
  private boolean pulses;
  private boolean pulsesInverted;
  private String pulseSource;
  private String pulseShape;
  private double pulseRate;
  private double pulseWidth;
  private double pulsePeriod;
  private boolean lfOutput;
  private double lfAmplitude;
  private String lfSource;

  private String frequencyMode;
  private String powerMode;
  private double startLevel;
  private double stopLevel;
  private int points;
  private double dwell;
  private boolean logarithmic;
  private String generation;
  private boolean sweepControl;
  private boolean listed;
  private double[] frequencies;
  private double[] levels;
  private double[] dwells;
  private boolean dwellListed;
  private boolean downwards;
  private boolean retrace;
  private String trigger;
  private boolean continuous;
  private boolean waiting;
  private String sweepOut;
  private final String[] triggerOuts = new String[2];

  public SimulatedKeysightSource(Surroundings surroundings, Kind kind) {
    this.surroundings = surroundings;
    this.kind = kind;
    carrier =
        new Carrier(surroundings, SETTLING_TIME, kind.frequency.preset(), kind.level.preset());
    shown = new ShownFrequency(kind.frequency, carrier);
    ends = new SweepEnds(kind.frequency, () -> stepping(() -> {}));
    setPresets();
    CommandTree tree = new CommandTree(SimulatedKeysightSource::number);
    declareCarrier(tree);
    declareModulation(tree);
    declarePulses(tree);
    declareSweep(tree);
    declareList(tree);
    declareTrigger(tree);
    if (kind != Kind.E8257D) {
      declareConnectors(tree);
    }
    tree.event("SYSTem:PRESet", this::reset);
    tree.arbitraryText("*OPT", () -> kind.options);
    tree.arbitraryText(
        "DIAGnostic[:CPU]:INFOrmation:OPTions:DETail", () -> Replies.quoted(kind.options));
    panel =
        new FrontPanel(
            surroundings.identity(kind.identity()),
            Wording.SIGNED,
            30,
            surroundings.clock(),
            tree,
            this::reset);
    panel.addMemory(0, 99);
    carrier.overlapping(panel);
  }

  private static String number(double value) {
    return Replies.scientific(value, 13, 2);
  }

  private void declareCarrier(CommandTree tree) {
    shown.declare(tree, this::tuned);
    tree.number(
        "[:SOURce#]:POWer[:LEVel][:IMMediate][:AMPLitude]",
        this::levelRange,
        () -> hundredths(carrier.level() + offset),
        dbm -> carrier.level(hundredths(dbm) - offset));
    tree.number(
        "[:SOURce#]:POWer[:LEVel][:IMMediate]:OFFSet", OFFSET, () -> offset, db -> offset = db);
    tree.flag("[:SOURce#]:POWer:ALC[:STATe]", () -> levelControl, state -> levelControl = state);
    tree.number("[:SOURce#]:PHASe[:ADJust]", PHASE, () -> phase, radians -> phase = radians);
    tree.event("[:SOURce#]:PHASe:REFerence", () -> phase = 0);
    tree.flag("OUTPut#[:STATe]", carrier::on, carrier::on);
    tree.flag(
        "[:SOURce#]:ROSCillator:SOURce:AUTO", () -> referenceAuto, state -> referenceAuto = state);
    tree.query("[:SOURce#]:ROSCillator:SOURce", () -> "INT");
  }

  private void declareModulation(CommandTree tree) {
    tree.flag(
        "OUTPut#:MODulation[:STATe]", () -> modulation, state -> pulsing(() -> modulation = state));
    declarePaths(tree, "AM", amplitudeModulation, () -> {});
    declarePaths(tree, "FM", frequencyModulation, () -> Arrays.fill(phaseModulation, false));
    declarePaths(tree, "PM", phaseModulation, () -> Arrays.fill(frequencyModulation, false));
    tree.number("[:SOURce#]:AM#:DEPTh[:LINear]", DEPTH, () -> depth, percent -> depth = percent);
    tree.choice(
        "[:SOURce#]:AM#:SOURce",
        MODULATION_SOURCES,
        () -> amplitudeSource,
        word -> amplitudeSource = first(word));
    tree.number(
        "[:SOURce#]:AM#:INTernal#:FREQuency",
        MODULATION_RATE,
        () -> internalRate,
        hertz -> internalRate = hertz);
    tree.choice(
        "[:SOURce#]:AM#:INTernal#:FUNCtion#:SHAPe",
        Choice.of("SINE|TRIangle|SQUare|RAMP|NOISe|DUALsine|SWEPtsine"),
        () -> internalShape,
        word -> internalShape = word);
    tree.number(
        "[:SOURce#]:LFOutput#:AMPLitude",
        LF_AMPLITUDE,
        () -> lfAmplitude,
        volts -> lfAmplitude = volts);
    tree.choice(
        "[:SOURce#]:LFOutput#:SOURce",
        Choice.of("INTernal|INT1|INT2|FUNCtion|FUNC1|FUNC2"),
        () -> lfSource,
        word -> lfSource = first(word));
    tree.flag("[:SOURce#]:LFOutput#:STATe", () -> lfOutput, state -> lfOutput = state);
  }

  /**
   * The switches of the two paths of a modulation.
   *
   * @param excludes switches off what does not go with it
   */
  private static void declarePaths(CommandTree tree, String node, boolean[] on, Runnable excludes) {
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

  private void declarePulses(CommandTree tree) {
    tree.flag("[:SOURce#]:PULM:STATe", () -> pulses, this::setPulses);
    tree.choice(
        "[:SOURce#]:PULM:EXTernal:POLarity",
        Choice.of("NORMal|INVerted"),
        () -> pulsesInverted ? "INV" : "NORM",
        word -> pulsing(() -> pulsesInverted = word.equals("INV")));
    tree.choice(
        "[:SOURce#]:PULM:SOURce",
        Choice.of("INTernal|EXTernal|SCALar"),
        () -> pulseSource,
        word -> pulsing(() -> pulseSource = word));
    tree.choice(
        "[:SOURce#]:PULM:SOURce:INTernal",
        Choice.of("SQUare|FRUN|TRIGgered|DOUBlet|GATEd"),
        () -> pulseShape,
        word -> pulsing(() -> pulseShape = word));
    tree.number(
        "[:SOURce#]:PULM:INTernal#:FREQuency",
        MODULATION_RATE,
        () -> pulseRate,
        hertz -> pulseRate = hertz);
    tree.number(
        "[:SOURce#]:PULM:INTernal#:PWIDth",
        PULSE_TIME,
        () -> pulseWidth,
        seconds -> pulsing(() -> pulseWidth = seconds));
    tree.number(
        "[:SOURce#]:PULM:INTernal#:PERiod",
        PULSE_TIME,
        () -> pulsePeriod,
        seconds -> pulsing(() -> pulsePeriod = seconds));
  }

  private void declareSweep(CommandTree tree) {
    tree.choice(
        "[:SOURce#]:FREQuency:MODE",
        Choice.of("CW|FIXed|SWEep|LIST"),
        () -> frequencyMode,
        word -> stepping(() -> frequencyMode = word));
    tree.choice(
        "[:SOURce#]:POWer:MODE",
        Choice.of("FIXed|SWEep|LIST"),
        () -> powerMode,
        word -> stepping(() -> powerMode = word));
    ends.declare(tree);
    tree.number(
        "[:SOURce#]:POWer:STARt",
        kind.level,
        () -> startLevel,
        dbm -> stepping(() -> startLevel = hundredths(dbm)));
    tree.number(
        "[:SOURce#]:POWer:STOP",
        kind.level,
        () -> stopLevel,
        dbm -> stepping(() -> stopLevel = hundredths(dbm)));
    tree.integer(
        "[:SOURce#]:SWEep:POINts",
        2,
        MOST_POINTS,
        () -> points,
        count -> stepping(() -> points = (int) count));
    tree.number(
        "[:SOURce#]:SWEep:DWELl#",
        kind.dwell,
        () -> dwell,
        seconds -> stepping(() -> dwell = micros(seconds)));
    tree.choice(
        "[:SOURce#]:SWEep:SPACing",
        Choice.of("LINear|LOGarithmic"),
        () -> logarithmic ? "LOG" : "LIN",
        word -> stepping(() -> logarithmic = word.equals("LOG")));
    tree.choice(
        "[:SOURce#]:SWEep:GENeration",
        Choice.of("ANALog|STEPped"),
        () -> generation,
        word -> generation = word);
    tree.choice("[:SOURce#]:SWEep:MODE", Choice.of("AUTO"), () -> "AUTO", word -> {});
    tree.flag("[:SOURce#]:SWEep:CONTrol:STATe", () -> sweepControl, state -> sweepControl = state);
  }

  private void declareList(CommandTree tree) {
    tree.choice(
        "[:SOURce#]:LIST:TYPE",
        Choice.of("LIST|STEP"),
        () -> listed ? "LIST" : "STEP",
        word -> stepping(() -> listed = word.equals("LIST")));
    tree.command(
        "[:SOURce#]:LIST:FREQuency", 1, LONGEST_LIST, c -> list(c.numbers(kind.frequency)));
    tree.query("[:SOURce#]:LIST:FREQuency", () -> joined(frequencies));
    tree.query("[:SOURce#]:LIST:FREQuency:POINts", () -> Integer.toString(frequencies.length));
    tree.command(
        "[:SOURce#]:LIST:POWer",
        1,
        LONGEST_LIST,
        call -> {
          double[] values = call.numbers(kind.level);
          stepping(() -> levels = values);
        });
    tree.query("[:SOURce#]:LIST:POWer", () -> joined(levels));
    tree.query("[:SOURce#]:LIST:POWer:POINts", () -> Integer.toString(levels.length));
    tree.command(
        "[:SOURce#]:LIST:DWELl",
        1,
        LONGEST_LIST,
        call -> {
          double[] values = call.numbers(kind.dwell);
          stepping(() -> dwells = values);
        });
    tree.query("[:SOURce#]:LIST:DWELl", () -> joined(dwells));
    tree.query("[:SOURce#]:LIST:DWELl:POINts", () -> Integer.toString(dwells.length));
    tree.choice(
        "[:SOURce#]:LIST:DWELl:TYPE",
        Choice.of("LIST|STEP"),
        () -> dwellListed ? "LIST" : "STEP",
        word -> stepping(() -> dwellListed = word.equals("LIST")));
    tree.choice(
        "[:SOURce#]:LIST:DIRection",
        Choice.of("UP|DOWN"),
        () -> downwards ? "DOWN" : "UP",
        word -> stepping(() -> downwards = word.equals("DOWN")));
    tree.choice("[:SOURce#]:LIST:MODE", Choice.of("AUTO"), () -> "AUTO", word -> {});
    tree.flag("[:SOURce#]:LIST:RETRace", () -> retrace, state -> stepping(() -> retrace = state));
    tree.choice("[:SOURce#]:LIST:TRIGger:SOURce", Choice.of("IMMediate"), () -> "IMM", word -> {});
  }

  /** What the connectors give out; the bench's cable is joined to SWEEP OUT. */
  private void declareConnectors(CommandTree tree) {
    String route = "ROUTe:CONNectors:";
    tree.choice(
        route + "SOUT",
        Choice.of("SWEep|SETTled|PVIDeo|PSYNc|SW8757|SRUN|SFDone"),
        () -> sweepOut,
        word -> sweepOut = word);
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

  private void declareTrigger(CommandTree tree) {
    tree.choice(
        "TRIGger[:SEQuence]:SOURce",
        Choice.of("IMMediate|BUS|EXTernal|KEY"),
        () -> trigger,
        word -> stepping(() -> trigger = word));
    tree.event("TRIGger[:SEQuence][:IMMediate]", this::start);
    tree.event("*TRG", this::trigger);
    tree.flag(
        "INITiate:CONTinuous[:ALL]", () -> continuous, state -> stepping(() -> continuous = state));
    tree.event("INITiate[:IMMediate][:ALL]", this::initiate);
    tree.event("[:SOURce#]:TSWeep", this::initiate);
    tree.event("ABORt", () -> stepping(() -> {}));
  }

  private void setPresets() {
    sweepOut = "SWE";
    Arrays.fill(triggerOuts, "NONE");
    shown.preset();
    offset = 0;
    phase = 0;
    levelControl = true;
    referenceAuto = true;
    modulation = true;
    Arrays.fill(amplitudeModulation, false);
    Arrays.fill(frequencyModulation, false);
    Arrays.fill(phaseModulation, false);
    depth = DEPTH.preset();
    amplitudeSource = "INT";
    internalRate = MODULATION_RATE.preset();
    internalShape = "SINE";
    pulses = false;
    pulsesInverted = false;
    pulseSource = "INT";
    pulseShape = "FRUN";
    pulseRate = MODULATION_RATE.preset();
    pulseWidth = 40e-6;
    pulsePeriod = PULSE_TIME.preset();
    lfOutput = false;
    lfAmplitude = LF_AMPLITUDE.preset();
    lfSource = "INT";
    presetSteps();
  }

  private void presetSteps() {
    frequencyMode = "CW";
    powerMode = "FIX";
    ends.preset(kind.frequency.preset(), kind.frequency.preset());
    startLevel = kind.level.preset();
    stopLevel = kind.level.preset();
    points = 2;
    dwell = kind.dwell.preset();
    logarithmic = false;
    generation = "STEP";
    sweepControl = false;
    listed = false;
    frequencies = new double[] {kind.frequency.preset()};
    levels = new double[] {kind.level.preset()};
    dwells = new double[] {kind.dwell.preset()};
    dwellListed = true;
    downwards = false;
    retrace = true;
    trigger = "IMM";
    continuous = false;
    waiting = false;
  }

  private void reset() {
    setPresets();
    carrier.step(null);
    carrier.preset(kind.frequency.preset(), kind.level.preset());
  }

  private NumberRange levelRange() {
    return new NumberRange(
        Quantity.POWER_DBM,
        kind.level.min() + offset,
        kind.level.max() + offset,
        kind.level.preset() + offset);
  }

  private static double hundredths(double value) {
    return StrictMath.rint(value * 100) / 100;
  }

  private static double micros(double seconds) {
    return StrictMath.rint(seconds * 1e6) / 1e6;
  }

  private static String joined(double[] values) {
    return Replies.list(values, SimulatedKeysightSource::number);
  }

  /** Of two sources the first may go without its number. */
  private static String first(String word) {
    return word.endsWith("1") ? word.substring(0, word.length() - 1) : word;
  }

  /** Steps of the level alone are at the frequency that is set. */
  private void tuned() {
    if (!stepsFrequency()) {
      stepping(() -> {});
    }
  }

  private void pulsing(Runnable change) {
    change.run();
    boolean acting = modulation && pulses;
    boolean external = pulseSource.equals("EXT");
    double own = pulseSource.equals("SCAL") ? 0.5 : inside();
    double low = external ? pulsesInverted ? 1 : 0 : own;
    double high = external ? pulsesInverted ? 0 : 1 : own;
    carrier.pulses(acting ? low : 1, acting ? high : 1);
  }

  private void setPulses(boolean state) {
    if (state && !kind.pulses()) {
      throw new CommandException(StandardError.HARDWARE_MISSING);
    }
    pulsing(() -> pulses = state);
  }

  /** Part of the time in which internal pulses let it through; triggered ones have no trigger. */
  private double inside() {
    return switch (pulseShape) {
      case "SQU" -> 0.5;
      case "FRUN" -> Math.min(1, pulseWidth / pulsePeriod);
      default -> 0;
    };
  }

  private void list(double[] values) {
    stepping(() -> frequencies = values);
  }

  private boolean stepsFrequency() {
    return frequencyMode.equals("SWE") || frequencyMode.equals("LIST");
  }

  private boolean stepsLevel() {
    return !powerMode.equals("FIX");
  }

  /** A change of what is stepped through ends a pass; a continuous one begins again. */
  private void stepping(Runnable change) {
    change.run();
    waiting = false;
    if (!stepsFrequency() && !stepsLevel()) {
      if (carrier.steps() != null) {
        carrier.step(null);
      }
      return;
    }
    RfSweep waits = pass();
    boolean free = continuous && trigger.equals("IMM") && waits != null;
    carrier.step(free ? waits.startedAt(surroundings.clock().nanos()) : waits);
  }

  /** The steps as they are set; null while the columns of the list do not fit each other. */
  private RfSweep pass() {
    boolean list = listed && !frequencyMode.equals("SWE");
    int count = list ? listLength() : points;
    double[] where =
        !stepsFrequency()
            ? filled(carrier.frequency(), count)
            : list
                ? column(frequencies, count)
                : RfSweep.spaced(ends.start(), ends.stop(), count, logarithmic);
    double[] what =
        !stepsLevel()
            ? new double[0]
            : list ? column(levels, count) : RfSweep.spaced(startLevel, stopLevel, count, false);
    double[] times = list && dwellListed ? column(dwells, count) : new double[] {dwell};
    if (where == null || what == null || times == null) {
      return null;
    }
    if (downwards) {
      reverse(where);
      reverse(what);
      reverse(times);
    }
    long now = surroundings.clock().nanos();
    return RfSweep.of(where, what, now, continuous, retrace, times);
  }

  private int listLength() {
    int length = stepsFrequency() ? frequencies.length : 1;
    return stepsLevel() ? Math.max(length, levels.length) : length;
  }

  private static double[] filled(double value, int count) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  /** A column of a list; one value stands for all. */
  private static double[] column(double[] values, int count) {
    if (values.length == 1) {
      return filled(values[0], count);
    }
    return values.length == count ? values.clone() : null;
  }

  private static void reverse(double[] values) {
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      double value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /** Ends the pass under way; the next begins at once, or at its trigger. */
  private void initiate() {
    if (!stepsFrequency() && !stepsLevel()) {
      return;
    }
    if (pass() == null) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    stepping(() -> {});
    waiting = true;
    if (trigger.equals("IMM")) {
      start();
    }
  }

  private void trigger() {
    if (trigger.equals("BUS")) {
      start();
    }
  }

  private void start() {
    if (!waiting || carrier.steps() == null) {
      return;
    }
    waiting = false;
    carrier.setOut();
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
            if (kind == Kind.E8257D || sweepOut.equals("SETT")) {
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
