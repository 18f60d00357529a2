package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.CurrentMeter;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.VoltageMeter;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.transport.record.Manner;

/**
 * The contract of every model that reads something: whatever is changed on the bench before a
 * reading, the reading is what it would be long afterwards, within the uncertainty that it states,
 * or it says that it is not settled. The simulated bench has no noise here, so that nothing but
 * what is left of the change can part the two.
 */
@Tag("any-jdk")
final class ReadingsSettleTest {
  private static final Path FILE = Path.of("..", "experiments", "benches", "characterisation.toml");

  /**
   * What a QDAC-II's current, which states no uncertainty, may be off: a millionth of its range, A.
   */
  private static final double OF_SENSOR = 1e-8;

  /** After so long nothing that a change has begun goes on, s. */
  private static final long LONG = 200;

  /** One change before a reading. */
  private record Step(String what, Runnable change) {}

  /** A meter on a bench, what it reads, and what changes that. */
  private record Rig(Bench bench, Supplier<List<Reading>> reading, List<Step> steps)
      implements AutoCloseable {
    void rest() {
      bench.clock().sleep(Duration.ofSeconds(LONG));
    }

    @Override
    public void close() {
      bench.close();
    }
  }

  /** What each model is on the bench of this test. */
  private static final Map<String, String> ROLES = new TreeMap<>();

  static {
    for (String model : List.of("2182A", "34461A", "34465A")) {
      ROLES.put(model, "voltmeter_1");
    }
    for (String model : List.of("SR830", "SR860")) {
      ROLES.put(model, "lock_in");
    }
    for (String model : List.of("N9020B", "N9030B", "FSV", "FSW", "DSA815", "SSA3021X")) {
      ROLES.put(model, "analyzer");
    }
    for (String model : List.of("NRP", "U2040X")) {
      ROLES.put(model, "power_meter");
    }
    for (String model :
        List.of("2400", "2401", "2410", "2420", "2450", "2461", "2602B", "B2901A", "B2912A")) {
      ROLES.put(model, "bias_1");
    }
    ROLES.put("QDAC-II", "field");
  }

  private static BenchFile file(String model) {
    String name = ROLES.get(model);
    String text =
        text()
            .replaceFirst(
                "(\\[instruments\\." + name + "]\nmodel = )\"[^\"]*\"", "$1\"" + model + "\"");
    text = text.replace("[instruments.rf_1]", "[instruments.rf_1]\npulsed = " + isPulsed(name));
    if (model.equals("2602B") || model.equals("B2912A")) {
      text = text.replace("bias = \"bias_1\"", "bias = \"bias_1:1\"");
    }
    text = text.replace("fidelity = \"full\"", "fidelity = \"static\"");
    return BenchFile.parse(text, model);
  }

  private static boolean isPulsed(String name) {
    return name.equals("lock_in");
  }

  private static Rig rig(String model, Manner waits) {
    SimulatedBench simulated = new SimulatedBench(file(model), 1);
    Bench bench = Bench.open(file(model), simulated, simulated.clock(), waits);
    Instrument meter = bench.instruments().get(ROLES.get(model));
    if (meter instanceof Channels<?> channels) {
      meter = (Instrument) channels.channel(1);
    }
    ChipPorts ports = bench.ports();
    if (meter instanceof Voltmeter voltmeter) {
      return voltmeter(bench, ports, voltmeter);
    }
    if (meter instanceof LockIn lockIn) {
      return lockIn(bench, ports, lockIn);
    }
    if (meter instanceof SpectrumAnalyzer analyzer) {
      return analyzer(bench, ports, analyzer);
    }
    if (meter instanceof PowerMeter power) {
      return powerMeter(bench, ports, power);
    }
    if (meter instanceof SourceMeter sourceMeter) {
      return sourceMeter(bench, ports, sourceMeter);
    }
    return sensor(bench, ports, (CurrentMeter) meter);
  }

  private static List<Step> ofTones(ChipPorts ports) {
    return List.of(
        new Step("a tone comes", () -> ports.tone(0, 246e6, 100e-6)),
        new Step("a tone is weaker", () -> ports.tonePower(0, 20e-6)),
        new Step("a tone moves", () -> ports.tone(0, 252e6, 20e-6)),
        new Step("a field line changes", () -> ports.fieldCurrent(0, 3e-3)),
        new Step("a tone ends", () -> ports.tonePower(0, 0)),
        new Step("a tone comes again", () -> ports.tonePower(0, 120e-6)));
  }

  private static Rig voltmeter(Bench bench, ChipPorts ports, Voltmeter voltmeter) {
    voltmeter.prepare(10e-3, 1);
    List<Step> steps = new ArrayList<>(ofTones(ports));
    steps.add(new Step("another range", () -> voltmeter.range().set(1)));
    steps.add(new Step("a shorter integration", () -> voltmeter.integration().set(0.2)));
    steps.add(new Step("all at once", () -> tuned(ports, voltmeter.integration(), 10)));
    return new Rig(
        bench,
        () -> {
          voltmeter.initiate();
          return List.of(voltmeter.fetch());
        },
        steps);
  }

  private static void tuned(ChipPorts ports, NumberSetting own, double value) {
    own.set(value);
    ports.fieldCurrent(0, -2e-3);
    ports.tone(0, 249e6, 60e-6);
  }

  private static Rig lockIn(Bench bench, ChipPorts ports, LockIn lockIn) {
    lockIn.prepare(10e-3, 0.1);
    List<Step> steps = new ArrayList<>(ofTones(ports));
    NumberSetting slope = number(lockIn, "slope");
    for (double each : new double[] {6, 18, 24, 12}) {
      steps.add(new Step(each + " dB an octave", () -> slope.set(each)));
      steps.add(new Step("a tone, " + each + " dB", () -> ports.tonePower(0, 1e-6 * (20 + each))));
    }
    steps.add(new Step("a longer time constant", () -> lockIn.timeConstant().set(1)));
    steps.add(new Step("a tone, 1 s", () -> ports.tonePower(0, 100e-6)));
    steps.add(new Step("the phase", () -> lockIn.phase().set(30)));
    steps.add(new Step("the sensitivity", () -> lockIn.sensitivity().set(2e-3)));
    steps.add(new Step("all at once", () -> tuned(ports, lockIn.timeConstant(), 0.03)));
    return new Rig(bench, () -> components(lockIn.read()), steps);
  }

  /** Without the phase of a magnitude that is not known to be one. */
  private static List<Reading> components(LockIn.Phasor read) {
    boolean magnitude = read.r().value() > 10 * read.r().uncertainty();
    Reading theta = magnitude ? read.theta() : read.x();
    return List.of(read.x(), read.y(), read.r(), theta);
  }

  private static Rig analyzer(Bench bench, ChipPorts ports, SpectrumAnalyzer analyzer) {
    analyzer.prepare(20e6, 300e3);
    List<Step> steps =
        List.of(
            new Step("a bias comes", () -> ports.bias(2, 7e-3)),
            new Step("a bias falls", () -> ports.bias(2, 5.5e-3)),
            new Step("a neuron two layers before", () -> ports.bias(0, 7e-3)),
            new Step("a field line", () -> ports.fieldCurrent(4, 4e-3)),
            new Step("a wider span", () -> analyzer.span().set(60e6)),
            new Step("a bias rises", () -> ports.bias(2, 8e-3)));
    return new Rig(bench, () -> List.of(analyzer.bandPower(340e6, 50e6)), steps);
  }

  private static Rig powerMeter(Bench bench, ChipPorts ports, PowerMeter power) {
    power.prepare(250e6, 4);
    List<Step> steps = new ArrayList<>(ofTones(ports));
    steps.add(new Step("more averages", () -> power.averaging().set(16)));
    steps.add(new Step("a tone falls", () -> ports.tonePower(0, 1e-6)));
    return new Rig(bench, () -> List.of(power.read()), steps);
  }

  private static Rig sourceMeter(Bench bench, ChipPorts ports, SourceMeter meter) {
    List<Step> steps =
        List.of(
            new Step("a bias comes", () -> ports.bias(0, 5e-3)),
            new Step("a bias rises", () -> ports.bias(0, 5.2e-3)),
            new Step("a bias falls", () -> ports.bias(0, 1e-3)),
            new Step("a longer integration", () -> meter.integration().set(2)),
            new Step("a bias rises far", () -> ports.bias(0, 8e-3)));
    return new Rig(bench, () -> List.of(meter.voltage(), meter.current()), steps);
  }

  private static Rig sensor(Bench bench, ChipPorts ports, CurrentMeter meter) {
    List<Step> steps =
        List.of(
            new Step("a current comes", () -> ports.fieldCurrent(0, 4e-3)),
            new Step("a current turns round", () -> ports.fieldCurrent(0, -4e-3)),
            new Step("a slower filter", () -> choice(meter, "filter", "DC")),
            new Step("a current, slowly", () -> ports.fieldCurrent(0, 1e-3)),
            new Step("no filter", () -> choice(meter, "filter", "HIGH")),
            new Step("a slower slew", () -> number(meter, "slew").set(5)),
            new Step("a current on a slope", () -> ports.fieldCurrent(0, 4e-3)));
    return new Rig(bench, () -> List.of(meter.current()), steps);
  }

  private static NumberSetting number(Instrument instrument, String name) {
    return (NumberSetting) setting(instrument, name);
  }

  private static void choice(Instrument instrument, String name, String word) {
    ((ChoiceSetting) setting(instrument, name)).set(word);
  }

  private static Setting setting(Instrument instrument, String name) {
    for (Setting setting : instrument.settings()) {
      if (setting.name().equals(name) || setting.name().endsWith(" " + name)) {
        return setting;
      }
    }
    throw new AssertionError(instrument.name() + " has no " + name);
  }

  /** Sources of tones and of levels in the places that the bench file has for them. */
  private static Rig source(String model, boolean rf, Manner waits) {
    String text = text();
    String name = rf ? "rf_1" : "bias_1";
    text =
        text.replaceFirst(
            "(\\[instruments\\." + name + "]\nmodel = )\"[^\"]*\"", "$1\"" + model + "\"");
    if (model.equals("SynthHD")) {
      text = text.replace("source = \"rf_1\"", "source = \"rf_1:1\"");
    }
    text = text.replace("bias = \"bias_1\"", "bias = \"" + bias(model) + "\"");
    text = text.replace("fidelity = \"full\"", "fidelity = \"static\"");
    BenchFile file = BenchFile.parse(text, model);
    SimulatedBench simulated = new SimulatedBench(file, 1);
    Bench bench = Bench.open(file, simulated, simulated.clock(), waits);
    ChipPorts ports = bench.ports();
    VoltageMeter voltmeter = ports.preparedVoltmeter(rf ? 0 : 2);
    return new Rig(
        bench,
        () -> {
          voltmeter.initiate();
          return List.of(voltmeter.fetch());
        },
        rf ? ofTones(ports) : ofBiases(ports));
  }

  private static String bias(String model) {
    return model.equals("2602B") || model.equals("B2912A") ? "bias_1:1" : "bias_1";
  }

  /** The bias of a neuron in the first layer, whose emission the third chain reads. */
  private static List<Step> ofBiases(ChipPorts ports) {
    return List.of(
        new Step("a bias comes", () -> ports.bias(0, 7e-3)),
        new Step("a bias falls", () -> ports.bias(0, 5e-3)),
        new Step("a bias ends", () -> ports.bias(0, 0)),
        new Step("a bias comes again", () -> ports.bias(0, 8e-3)));
  }

  /** Whatever feeds the chip has settled when a voltmeter reads it, with the bench file's times. */
  @ParameterizedTest
  @CsvSource({
    "SGS100A, true",
    "SMB100A, true",
    "N5171B, true",
    "N5173B, true",
    "N5181B, true",
    "N5183B, true",
    "E8257D, true",
    "SG382, true",
    "SG384, true",
    "SG386, true",
    "SynthHD, true",
    "MG3692C, true",
    "GS200, false",
    "6221, false",
    "2400, false",
    "2450, false",
    "2602B, false",
    "B2901A, false",
    "B2912A, false"
  })
  void aReadingWaitsForTheSource(String model, boolean rf) {
    try (Rig rig = source(model, rf, Manner.PRESENT)) {
      double moved = 0;
      double before = rig.reading().get().get(0).value();
      for (Step step : rig.steps()) {
        Pair pair = after(rig, step);
        Reading at = pair.at().get(0);
        double later = pair.later().get(0).value();
        assertEquals(later, at.value(), at.uncertainty(), model + ", " + step.what());
        moved = Math.max(moved, Math.abs(later - before) / at.uncertainty());
        before = later;
      }
      assertTrue(moved > 100, "no step of " + model + " could be seen");
    }
  }

  static Stream<String> models() {
    return ROLES.keySet().stream();
  }

  @Test
  void everyModelThatReadsIsHere() {
    StringBuilder text = new StringBuilder(text());
    for (String model : SimulatedModel.names()) {
      String name = "a_" + model.replace('-', '_');
      text.append("\n[instruments." + name + "]\nmodel = \"" + model + "\"");
      text.append("\nresource = \"INPROC::" + name + "::INSTR\"\n");
    }
    BenchFile all = BenchFile.parse(text.toString(), "every model");
    SimulatedBench simulated = new SimulatedBench(all, 1);
    TreeSet<String> meters = new TreeSet<>();
    try (Bench bench = Bench.open(all, simulated, simulated.clock())) {
      for (String model : SimulatedModel.names()) {
        Object one = bench.instruments().get("a_" + model.replace('-', '_'));
        Object player = one instanceof Channels<?> channels ? channels.channel(1) : one;
        // A gauge reads the surroundings, which no change here moves: see GaugesInPlansTest.
        if (player instanceof Meter && !(player instanceof Gauge)) {
          meters.add(model);
        }
      }
    }
    assertEquals(meters, new TreeSet<>(ROLES.keySet()));
  }

  private static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double uncertainty(Reading reading) {
    return reading.uncertainty() == 0 ? OF_SENSOR : reading.uncertainty();
  }

  /** The readings right after a change, and long afterwards. */
  private record Pair(List<Reading> at, List<Reading> later) {
    double largest() {
      double largest = 0;
      for (int k = 0; k < at.size(); k++) {
        double off = Math.abs(at.get(k).value() - later.get(k).value());
        largest = Math.max(largest, off / uncertainty(at.get(k)));
      }
      return largest;
    }
  }

  private static Pair after(Rig rig, Step step) {
    step.change().run();
    List<Reading> at = rig.reading().get();
    rig.rest();
    return new Pair(at, rig.reading().get());
  }

  @ParameterizedTest
  @MethodSource("models")
  void aReadingAfterAnyChangeIsWhatItIsLongAfterwards(String model) {
    try (Rig rig = rig(model, Manner.PRESENT)) {
      rig.steps().get(0).change().run();
      rig.rest();
      List<Reading> before = rig.reading().get();
      double moved = 0;
      for (Step step : rig.steps()) {
        Pair pair = after(rig, step);
        for (int k = 0; k < before.size(); k++) {
          Reading at = pair.at().get(k);
          Reading later = pair.later().get(k);
          assertTrue(at.settled() && later.settled(), step.what());
          double off = Math.abs(at.value() - later.value());
          assertTrue(
              off <= uncertainty(at),
              () -> step.what() + ": " + at + " differs by " + off + " from " + later);
          moved =
              Math.max(moved, Math.abs(later.value() - before.get(k).value()) / uncertainty(at));
        }
        before = pair.later();
      }
      assertTrue(moved > 10, "no step of " + model + " could be seen");
    }
  }

  /**
   * Without the wait the same readings are wrong, so that the test above can fail. Not here are
   * source meters, which delay a measurement by themselves until their source has settled, and two
   * analyzers that sweep so slowly that nothing of it is seen within the accuracy of their levels.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2182A", "34461A", "34465A", "SR830", "SR860", "N9020B", "N9030B", "FSV", "FSW", "NRP",
        "U2040X", "QDAC-II"
      })
  void aReadingThatDoesNotWaitHoldsWhatWasThereBefore(String model) {
    try (Rig rig = rig(model, Manner.SETTERS_WAIT)) {
      double largest = 0;
      for (Step step : rig.steps()) {
        largest = Math.max(largest, after(rig, step).largest());
      }
      assertTrue(largest > 1, model + " loses " + largest + " deviations only");
    }
  }

  /** Switches a filter on that averages with what was measured before. */
  private static void average(Rig rig, String model) {
    Map<String, List<String>> commands =
        Map.of(
            "2182A",
            List.of(":SENS:VOLT:CHAN1:DFIL:COUN 5;TCON MOV;WIND 0"),
            "NRP",
            List.of(),
            "2400",
            List.of(":SENS:AVER:COUN 5;TCON MOV"),
            "2450",
            List.of(":SENS:VOLT:AVER:COUN 5;TCON MOV"),
            "2602B",
            List.of("smua.measure.filter.count = 5", "smua.measure.filter.type = 0"));
    Instrument meter = rig.bench().instruments().get(ROLES.get(model));
    commands.get(model).forEach(meter.session()::command);
    if (model.equals("NRP")) {
      number(meter, "averages").set(5);
      choice(meter, "averaging_end", "MOV");
    } else {
      ((SwitchSetting) setting(meter, model.equals("2182A") ? "digital_filter" : "averaging"))
          .set(true);
    }
  }

  /** What is averaged with older conversions is not settled until there are none of these. */
  @ParameterizedTest
  @ValueSource(strings = {"2182A", "NRP", "2400", "2450", "2602B"})
  void aMovingAverageSaysWhenItHoldsWhatWasThereBefore(String model) {
    try (Rig rig = rig(model, Manner.PRESENT)) {
      rig.steps().get(0).change().run();
      rig.reading().get();
      average(rig, model);
      for (int k = 0; k < 10; k++) {
        rig.reading().get();
      }
      rig.steps().get(1).change().run();
      List<List<Reading>> readings = new ArrayList<>();
      for (int k = 0; k < 10; k++) {
        readings.add(rig.reading().get());
      }
      rig.rest();
      int unsettled = 0;
      int wrong = 0;
      for (List<Reading> each : readings) {
        for (int k = 0; k < each.size(); k++) {
          Reading at = each.get(k);
          double off = Math.abs(at.value() - readings.get(9).get(k).value());
          unsettled += at.settled() ? 0 : 1;
          wrong += off > at.uncertainty() ? 1 : 0;
          assertTrue(!at.settled() || off <= at.uncertainty(), () -> model + ": " + at);
        }
      }
      assertEquals(4, unsettled, "of the five that are averaged all but the last are old ones");
      assertTrue(wrong > 0, "the filter of " + model + " holds nothing from before");
    }
  }

  /** A filter of this model moves on too, and is told to be waited for at every reading. */
  @Test
  void aFilterThatTheSensorWaitsForIsNewAtOnce() {
    try (Rig rig = rig("U2040X", Manner.PRESENT)) {
      PowerMeter meter = (PowerMeter) rig.bench().instruments().get("power_meter");
      rig.steps().get(0).change().run();
      meter.session().command(":TRIG:DEL:AUTO OFF");
      double before = rig.reading().get().get(0).value();
      meter.session().command(":TRIG:DEL:AUTO OFF");
      rig.steps().get(1).change().run();
      Reading at = rig.reading().get().get(0);
      rig.rest();
      double later = rig.reading().get().get(0).value();
      assertEquals(later, at.value(), at.uncertainty());
      assertTrue(before - later > 1e-6 && at.settled());
    }
  }
}
