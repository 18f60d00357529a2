package org.spinbench.simulator.instrument.rfsource;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TriggerInput;
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
 * A Rohde &amp; Schwarz SMB100A signal generator with frequency option B112 (100 kHz to 12.75 GHz),
 * pulse modulator and pulse generator; -145 to +30 dBm (R&amp;S SMB100A operating manual, chapter
 * 6).
 *
 * <p>Sweeps and lists run through all their points, with one dwell time. Point triggers are not
 * simulated; level sweeps are simulated only free-running (sections SOURce:POWer and SOURce:SWEep).
 * A level sweep and a frequency sweep exclude each other. Amplitude, frequency and phase modulation
 * do not change the mean power and have no other effect. All adjustments together take a minute
 * (instruments can need ten). The manual does not confirm the maximum number of sweep points, the
 * error of an unusable list, and that a single sweep is an overlapped operation with bit 3 of the
 * operation condition, as in SCPI-99.
 */
public final class SimulatedSmb100a implements SingleRfSource {
  private static final String IDENTITY =
      "Rohde&Schwarz,SMB100A,1406.6000k02/101623,3.1.19.15-3.20.390.24";
  private static final String OPTIONS = "SMB-B112,SMB-K22,SMB-K23";
  private static final NumberRange FREQUENCY =
      new NumberRange(Quantity.FREQUENCY, 100e3, 12.75e9, 100e6);
  private static final RohdeSchwarzSource.Ranges RANGES =
      new RohdeSchwarzSource.Ranges(
          FREQUENCY,
          -145,
          30,
          new NumberRange(Quantity.TIME, 10e-9, 100, 2e-6),
          new NumberRange(Quantity.TIME, 20e-9, 100, 1e-5),
          "INT",
          true,
          5,
          10);
  private static final NumberRange STEP = new NumberRange(Quantity.FREQUENCY, 0.001, 12.75e9, 1e6);
  private static final long ADJUSTMENT = 60_000_000_000L;
  private static final NumberRange DWELL = new NumberRange(Quantity.TIME, 2e-3, 100, 15e-3);
  private static final NumberRange LIST_DWELL = new NumberRange(Quantity.TIME, 7e-4, 100, 15e-3);
  private static final NumberRange LEVEL_DWELL = new NumberRange(Quantity.TIME, 1e-3, 100, 10e-3);
  private static final NumberRange LEVEL_STEP = new NumberRange(Quantity.DECIBELS, 0.01, 139, 1);
  private static final int MOST_POINTS = 10_001;
  private static final int LONGEST_LIST = 4096;
  private static final int MOST_LISTS = 100;
  private static final String TRIGGER = "AUTO|IMMediate|SINGle|BUS|EXTernal|EAUTo";

  /** The columns of a list file. */
  private static final class ListFile {
    double[] frequencies = {};
    double[] levels = {};

    /** The levels; a single value applies to every point of the other column. */
    double[] levelsFor(int points) {
      double[] all = levels;
      if (levels.length == 1) {
        all = new double[points];
        Arrays.fill(all, levels[0]);
      }
      return all;
    }
  }

  private final Surroundings surroundings;
  private final RohdeSchwarzSource source;
  private final Carrier carrier;
  private final FrontPanel panel;
  private final Map<String, ListFile> lists = new TreeMap<>();
  private final SweepEnds ends = new SweepEnds(FREQUENCY, () -> resweep(() -> {}));
  private String selected = "";

  private boolean amplitudeModulation;
  private boolean frequencyModulation;
  private boolean phaseModulation;
  private String mode;
  private final PresetSettings settings;
  private Value<Integer> points;
  private Value<String> spacing;
  private Value<Boolean> retrace;
  private Value<Double> dwell;
  private Value<String> sweepTrigger;
  private Value<Double> listDwell;
  private Value<String> listTrigger;
  private String levelMode;
  private double levelStart;
  private double levelStop;
  private Value<Double> levelStep;
  private Value<Double> levelDwell;

  public SimulatedSmb100a(Surroundings surroundings) {
    this.surroundings = surroundings;
    CommandTree tree = new CommandTree(Replies::plain);
    source = new RohdeSchwarzSource(tree, surroundings, RANGES);
    carrier = source.carrier();
    settings = new PresetSettings(tree);
    tree.query("CALibration#:ALL[:MEASure]", this::adjust);
    declareModulation(tree);
    declareSweep(tree);
    declareList(tree);
    declareLevelSweep(tree);
    settings.table("smb100a");
    setPresets();
    tree.event("SYSTem:PRESet", this::reset);
    tree.event("*TRG", this::trigger);
    tree.arbitraryText("*OPT", () -> OPTIONS);
    panel = surroundings.frontPanel(IDENTITY, Wording.STANDARD, 30, tree, this::reset);
    panel.addMemory(1, 9);
    carrier.overlapping(panel);
  }

  private void declareModulation(CommandTree tree) {
    tree.flag("[:SOURce#]:MODulation[:ALL][:STATe]", source::modulations, source::modulations);
    tree.flag(
        "[:SOURce#]:AM:STATe",
        () -> source.modulations() && amplitudeModulation,
        state -> modulate(state, () -> amplitudeModulation = state));
    tree.flag(
        "[:SOURce#]:FM:STATe",
        () -> source.modulations() && frequencyModulation,
        state -> modulate(state, () -> modulateAngle(state, false)));
    tree.flag(
        "[:SOURce#]:PM:STATe",
        () -> source.modulations() && phaseModulation,
        state -> modulate(state, () -> modulateAngle(false, state)));
  }

  private void declareSweep(CommandTree tree) {
    tree.choice(
        "[:SOURce#]:FREQuency:MODE", Choice.of("CW|FIXed|SWEep|LIST"), () -> mode, this::setMode);
    ends.declare(tree);
    PresetSettings sweeping = settings.through(this::resweep);
    String sweep = "[:SOURce#]:SWEep[:FREQuency]:";
    spacing = sweeping.choice(sweep + "SPACing", "LINear|LOGarithmic", "LIN");
    points = sweeping.integer(sweep + "POINts", 2, MOST_POINTS, 401);
    tree.number(sweep + "STEP[:LINear]", STEP, () -> span() / (points.get() - 1), this::setStep);
    dwell = sweeping.number(sweep + "DWELl", DWELL, SimulatedSmb100a::tenths);
    tree.choice(sweep + "MODE", Choice.of("AUTO"), () -> "AUTO", w -> {});
    retrace = sweeping.flag(sweep + "RETRace", false);
    tree.query(sweep + "RUNNing", () -> Replies.flag(levelMode.equals("CW") && carrier.stepping()));
    tree.query(
        "[:SOURce#]:SWEep:POWer:RUNNing",
        () -> Replies.flag(!levelMode.equals("CW") && carrier.stepping()));
    tree.event(sweep + "EXECute", () -> execute("SWE", sweepTrigger));
    sweepTrigger =
        sweeping.choice("TRIGger#:FSWeep:SOURce", TRIGGER, "AUTO", SimulatedSmb100a::own);
    tree.event("TRIGger#:FSWeep[:IMMediate]", () -> execute("SWE", sweepTrigger));
  }

  private void declareList(CommandTree tree) {
    tree.command("[:SOURce#]:LIST:SELect", 1, 1, call -> select(call.quoted()));
    tree.query("[:SOURce#]:LIST:SELect", () -> Replies.quoted(selected));
    tree.query(
        "[:SOURce#]:LIST:CATalog",
        () -> lists.keySet().stream().map(Replies::quoted).collect(Collectors.joining(",")));
    tree.command("[:SOURce#]:LIST:DELete", 1, 1, call -> delete(call.quoted()));
    tree.event("[:SOURce#]:LIST:DELete:ALL", this::deleteAll);
    tree.command(
        "[:SOURce#]:LIST:FREQuency",
        1,
        LONGEST_LIST,
        call -> {
          double[] values = call.numbers(FREQUENCY);
          file().frequencies = values;
        });
    tree.query("[:SOURce#]:LIST:FREQuency", () -> Replies.list(file().frequencies, Replies::plain));
    tree.query(
        "[:SOURce#]:LIST:FREQuency:POINts", () -> Integer.toString(file().frequencies.length));
    tree.command(
        "[:SOURce#]:LIST:POWer",
        1,
        LONGEST_LIST,
        call -> {
          double[] values = call.numbers(source.levelRange());
          file().levels = values;
        });
    tree.query("[:SOURce#]:LIST:POWer", () -> Replies.list(file().levels, Replies::plain));
    tree.query("[:SOURce#]:LIST:POWer:POINts", () -> Integer.toString(file().levels.length));
    PresetSettings running = settings.through(this::rerun);
    listDwell = running.number("[:SOURce#]:LIST:DWELl", LIST_DWELL, SimulatedSmb100a::tenths);
    tree.choice("[:SOURce#]:LIST:MODE", Choice.of("AUTO"), () -> "AUTO", word -> {});
    listTrigger =
        running.choice("[:SOURce#]:LIST:TRIGger:SOURce", TRIGGER, "AUTO", SimulatedSmb100a::own);
    tree.event("[:SOURce#]:LIST:TRIGger:EXECute", () -> execute("LIST", listTrigger));
    tree.event("[:SOURce#]:LIST:RESet", () -> rerun(() -> {}));
    tree.event("[:SOURce#]:LIST:LEARn", this::file);
  }

  private void declareLevelSweep(CommandTree tree) {
    tree.choice(
        "[:SOURce#]:POWer:MODE", Choice.of("CW|FIXed|SWEep"), () -> levelMode, this::setLevelMode);
    tree.number(
        "[:SOURce#]:POWer:STARt",
        source.levelRange(),
        () -> levelStart,
        dbm -> resweepLevel(() -> levelStart = dbm));
    tree.number(
        "[:SOURce#]:POWer:STOP",
        source.levelRange(),
        () -> levelStop,
        dbm -> resweepLevel(() -> levelStop = dbm));
    PresetSettings leveling = settings.through(this::resweepLevel);
    levelStep = leveling.number("[:SOURce#]:SWEep:POWer:STEP[:LOGarithmic]", LEVEL_STEP);
    levelDwell =
        leveling.number("[:SOURce#]:SWEep:POWer:DWELl", LEVEL_DWELL, SimulatedSmb100a::tenths);
  }

  /** All adjustments, which succeed; the instrument answers nothing else meanwhile. */
  private String adjust() {
    panel.await(surroundings.clock().nanos() + ADJUSTMENT);
    return "0";
  }

  private void setPresets() {
    levelMode = "CW";
    levelStart = -30;
    levelStop = -10;
    settings.preset();
    amplitudeModulation = false;
    frequencyModulation = false;
    phaseModulation = false;
    mode = "CW";
    ends.preset(100e6, 500e6);
  }

  /** Resets; keeps the lists. */
  private void reset() {
    setPresets();
    carrier.step(null);
    source.reset();
  }

  /** Switches modulations. Switching one on restores the others that were on with it. */
  private void modulate(boolean state, Runnable change) {
    change.run();
    if (state) {
      source.modulations(true);
    }
  }

  /** Switches frequency or phase modulation; they exclude each other. */
  private void modulateAngle(boolean frequency, boolean phase) {
    frequencyModulation = frequency;
    phaseModulation = phase;
  }

  /** The maker's word for a trigger source in SCPI's words (section LIST:TRIGger). */
  private static String own(String word) {
    return switch (word) {
      case "IMM" -> "AUTO";
      case "BUS" -> "SING";
      default -> word;
    };
  }

  /** Rounds a dwell time to 0.1 ms. */
  private static double tenths(double seconds) {
    return StrictMath.rint(seconds * 1e4) / 1e4;
  }

  private void setMode(String word) {
    RfSweep steps =
        switch (word) {
          case "SWE" -> sweep();
          case "LIST" -> list();
          default -> null;
        };
    mode = word;
    levelMode = "CW";
    carrier.step(steps);
  }

  /** Sets the level mode: a repeating sweep of the level at the present frequency. */
  private void setLevelMode(String word) {
    boolean sweeps = word.equals("SWE");
    if (sweeps || levelMode.equals("SWE")) {
      setMode("CW");
      carrier.step(sweeps ? levels() : null);
    }
    levelMode = sweeps ? word : "CW";
  }

  private RfSweep levels() {
    double span = levelStop - levelStart;
    int count = (int) StrictMath.floor(Math.abs(span) / levelStep.get() + 1e-9) + 1;
    double[] dbm = new double[count];
    double[] hertz = new double[count];
    for (int k = 0; k < count; k++) {
      dbm[k] = levelStart + Math.copySign(k * levelStep.get(), span);
      hertz[k] = carrier.frequency();
    }
    return pass(hertz, dbm, levelDwell.get(), true, false);
  }

  private void resweepLevel(Runnable change) {
    change.run();
    if (levelMode.equals("SWE")) {
      setLevelMode(levelMode);
    }
  }

  private double span() {
    return Math.abs(ends.stop() - ends.start());
  }

  private void setStep(double hertz) {
    double steps = StrictMath.floor(span() / hertz + 1e-9);
    if (!(steps >= 1 && steps < MOST_POINTS)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    resweep(() -> points.set((int) steps + 1));
  }

  /** Changes the settings of the sweep, and restarts it. */
  private void resweep(Runnable change) {
    change.run();
    if (mode.equals("SWE")) {
      setMode(mode);
    }
  }

  /** Changes how a list is run, and restarts a list in use. */
  private void rerun(Runnable change) {
    change.run();
    if (mode.equals("LIST")) {
      RfSweep present = carrier.steps();
      carrier.step(
          pass(
              present.frequencies(),
              present.levels(),
              listDwell.get(),
              isFree(listTrigger),
              false));
    }
  }

  private RfSweep sweep() {
    double[] frequencies =
        RfSweep.spaced(ends.start(), ends.stop(), points.get(), spacing.is("LOG"));
    return pass(frequencies, new double[0], dwell.get(), isFree(sweepTrigger), retrace.get());
  }

  private RfSweep list() {
    ListFile file = file();
    double[] levels = file.levelsFor(file.frequencies.length);
    if (file.frequencies.length == 0 || levels.length != file.frequencies.length) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    return pass(file.frequencies, levels, listDwell.get(), isFree(listTrigger), false);
  }

  private static boolean isFree(Value<String> trigger) {
    return trigger.is("AUTO");
  }

  private RfSweep pass(
      double[] frequencies, double[] levels, double seconds, boolean free, boolean back) {
    long now = surroundings.clock().nanos();
    long begin = free ? now : Long.MAX_VALUE;
    return RfSweep.of(frequencies, levels, now, free, back, seconds).startedAt(begin);
  }

  /** Triggers a sweep or list that waits for a single trigger. */
  private void execute(String triggered, Value<String> trigger) {
    if (!mode.equals(triggered) || !trigger.is("SING")) {
      return;
    }
    carrier.startPass();
  }

  private void trigger() {
    execute("SWE", sweepTrigger);
    execute("LIST", listTrigger);
  }

  private void select(String name) {
    if (name.isEmpty() || !lists.containsKey(name) && lists.size() == MOST_LISTS) {
      throw new CommandException(StandardError.FILE_NAME_ERROR);
    }
    lists.computeIfAbsent(name, unknown -> new ListFile());
    selected = name;
  }

  private ListFile file() {
    ListFile file = lists.get(selected);
    if (file == null) {
      throw new CommandException(StandardError.FILE_NAME_NOT_FOUND);
    }
    return file;
  }

  private void delete(String name) {
    if (!lists.containsKey(name)) {
      throw new CommandException(StandardError.FILE_NAME_NOT_FOUND);
    }
    requireNoList();
    lists.remove(name);
  }

  private void deleteAll() {
    requireNoList();
    lists.clear();
  }

  private void requireNoList() {
    if (mode.equals("LIST")) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public Carrier carrier() {
    return carrier;
  }

  /** The signal at SIGNAL VALID falls when a point has settled (section 4.5.4). */
  @Override
  public boolean triggers(TriggerInput input) {
    carrier.triggers(input.later(RohdeSchwarzSource.SETTLING_TIME));
    return true;
  }
}
