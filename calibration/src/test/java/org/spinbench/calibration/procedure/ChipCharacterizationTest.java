package org.spinbench.calibration.procedure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.Wander;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.StrayedException;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.ChipTruth;

/** Calibrates simulated chips through their SCPI instruments and compares with what they are. */
@Tag("slow")
class ChipCharacterizationTest {
  private static final long[] SEEDS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  private static final int SETTINGS = 40;

  /**
   * A chip as it was characterized.
   *
   * @param errors of the twin: rms error over rms reading of the chain voltages, then of the
   *     emitted powers
   */
  private record Characterized(Calibration calibration, ChipTruth truth, double[] errors) {}

  /** Errors of the output neuron's power at all settings of all chips, over its largest. */
  private static final List<Double> OUTPUT_ERRORS = new ArrayList<>();

  private static List<Characterized> chips;

  @BeforeAll
  static void characterize() {
    chips = Arrays.stream(SEEDS).mapToObj(ChipCharacterizationTest::characterized).toList();
  }

  @Test
  void fittedNumbersAreWithinTheirDeviationsOfTheTruth() {
    Map<String, List<Double>> pulls = new TreeMap<>();
    for (Characterized chip : chips) {
      long evaluations = chip.calibration.evaluations();
      assertTrue(evaluations <= 450, evaluations + " evaluations");
      collect(pulls, chip.calibration, chip.truth);
    }
    pulls.forEach(
        (name, values) -> {
          double[] sizes = values.stream().mapToDouble(Math::abs).sorted().toArray();
          assertTrue(sizes[sizes.length / 2] < 1.5, name + ": " + Arrays.toString(sizes));
          assertTrue(sizes[sizes.length - 1] < 6, name + ": " + Arrays.toString(sizes));
        });
  }

  /**
   * Seen in the sweeps of chain 3 at two fields alone, one of its lines seems to go down with the
   * current; fitted so, chi-square was beyond 9 per degree of freedom.
   */
  @Test
  void aLineThatLeavesItsSweepsIsNotTakenForOneThatGoesTheOtherWay() {
    SimulatedBench simulated = new SimulatedBench(Chips.bench(), 243);
    try (Bench bench = Bench.open(Chips.bench(), simulated, simulated.clock())) {
      Calibration calibration =
          ChipCharacterization.calibrate(bench.ports(), (stage, done, total) -> {});
      assertFalse(calibration.chains().get(2).fit().unexplained());
      for (SynapseResponse synapse : calibration.chains().get(2).synapses()) {
        assertTrue(synapse.tuning().value() > 0, synapse.toString());
      }
      assertTrue(
          calibration.warnings().stream().noneMatch(w -> w.contains("does not explain")),
          calibration.warnings().toString());
    }
  }

  /** Once, or for good; the program switches the tone off itself before anything is fitted. */
  @ParameterizedTest
  @CsvSource({"rf_1, 56, false", "rf_1, 79, true", "rf_2, 102, true", "bias_3, 400, true"})
  void aSourceThatGoesOffIsNamedInsteadOfTheFit(String victim, int readings, boolean forGood) {
    SimulatedBench simulated = new SimulatedBench(Chips.bench(), 5);
    try (Bench bench = Bench.open(Chips.bench(), simulated, simulated.clock())) {
      int[] left = {readings};
      bench
          .ports()
          .onReading(
              reading -> {
                left[0]--;
                if (left[0] == 0 || forGood && left[0] < 0) {
                  simulated.endpoints().get(victim).write(":OUTP 0".getBytes(US_ASCII));
                }
              });
      ChipPorts ports = bench.ports();
      StrayedException strayed =
          assertThrows(
              StrayedException.class,
              () -> ChipCharacterization.calibrate(ports, (stage, done, total) -> {}));
      assertTrue(strayed.getMessage().startsWith(victim + " output is off"), strayed::getMessage);
    }
  }

  private static void collect(
      Map<String, List<Double>> pulls, Calibration calibration, ChipTruth truth) {
    int s = 0;
    for (int c = 0; c < calibration.chains().size(); c++) {
      for (SynapseResponse fitted : calibration.chains().get(c).synapses()) {
        ChipTruth.SynapseTruth real = truth.synapses().get(s++);
        String layer = c < 2 ? "layer 1 " : "layer 2 ";
        add(pulls, layer + "resonance", fitted.resonance(), real.resonance());
        add(pulls, layer + "half width", fitted.halfWidth(), real.halfWidth());
        add(pulls, layer + "tuning", fitted.tuning(), real.tuning());
        add(pulls, layer + "quadratic", fitted.tuningQuadratic(), real.tuningQuadratic());
        add(pulls, layer + "cross-talk", fitted.crosstalk(), real.crosstalk());
        assertEquals(real.sign(), Math.signum(fitted.antisymmetric().value()), fitted.name());
      }
    }
    for (int n = 0; n < 2; n++) {
      NeuronResponse fitted = calibration.neurons().get(n);
      ChipTruth.NeuronTruth real = truth.neurons().get(n);
      add(pulls, "threshold", fitted.threshold(), real.threshold());
      add(pulls, "pulling", fitted.pulling(), real.pulling());
      add(pulls, "transconductance", fitted.transconductance(), real.transconductance());
      add(pulls, "amplifier offset", fitted.offset(), real.offset());
    }
  }

  private static void add(
      Map<String, List<Double>> pulls, String name, Value fitted, double truth) {
    assertTrue(fitted.deviation() > 0, name);
    pulls
        .computeIfAbsent(name, k -> new ArrayList<>())
        .add((fitted.value() - truth) / fitted.deviation());
  }

  @Test
  void theTwinPredictsVoltagesAndPowersWithinTheirNoise() {
    double[][] errors = new double[6][SEEDS.length];
    for (int i = 0; i < SEEDS.length; i++) {
      for (int q = 0; q < errors.length; q++) {
        errors[q][i] = chips.get(i).errors[q];
      }
    }
    double[] median = {0.015, 0.015, 0.03, 0.04, 0.04, 0.045};
    double[] worst = {0.025, 0.025, 0.045, 0.05, 0.05, 0.06};
    for (int q = 0; q < errors.length; q++) {
      Arrays.sort(errors[q]);
      String all = "quantity " + q + ": " + Arrays.toString(errors[q]);
      assertTrue(errors[q][SEEDS.length / 2] < median[q], all);
      assertTrue(errors[q][SEEDS.length - 1] < worst[q], all);
    }
  }

  @Test
  void theTwinForetellsTheOutputToTwoPerCentOfFullScale() {
    double[] errors = OUTPUT_ERRORS.stream().mapToDouble(e -> e).sorted().toArray();
    assertEquals(SEEDS.length * SETTINGS, errors.length);
    double median = errors[errors.length / 2];
    double nineteen = errors[errors.length * 95 / 100];
    System.out.printf(
        Locale.ROOT,
        "output of the twin: median error %.4f, 95 %% within %.4f%n",
        median,
        nineteen);
    assertTrue(median < 0.02, "median " + median);
    assertTrue(nineteen < 0.06, "95 % within " + nineteen);
  }

  private static Characterized characterized(long seed) {
    BenchFile file = Chips.bench();
    SimulatedBench simulated = new SimulatedBench(file, seed);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      ChipPorts ports = bench.ports();
      Calibration calibration = ChipCharacterization.calibrate(ports, (stage, done, total) -> {});
      ChipTruth truth = simulated.truth();
      return new Characterized(calibration, truth, errors(ports, calibration, file, seed));
    }
  }

  private static double[] errors(
      ChipPorts ports, Calibration calibration, BenchFile file, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] squares = new double[6];
    double[] norms = new double[6];
    double[] output = new double[SETTINGS];
    double fullScale = 0;
    Twin twin = Twin.of(calibration, file);
    for (int i = 0; i < SETTINGS; i++) {
      double[] p = draw(twin.lower(), twin.upper(), random);
      double[] x = {120e-6 * (0.01 + 0.99 * random.nextDouble()), 120e-6 * random.nextDouble()};
      apply(ports, calibration, p, x);
      Reading[] voltages = ports.chainVoltages();
      Nodes nodes = twin.forward(p, x);
      for (int k = 0; k < 3; k++) {
        assertFalse(voltages[k].overload());
        double power = ports.emittedPower(k).value();
        squares[k] += square(nodes.chainVoltages()[k] - voltages[k].value());
        norms[k] += square(voltages[k].value());
        squares[3 + k] += square(nodes.powers()[k] - power);
        norms[3 + k] += square(power);
        fullScale = k == 2 ? Math.max(fullScale, power) : fullScale;
        output[i] = k == 2 ? Math.abs(nodes.powers()[k] - power) : output[i];
      }
    }
    for (double error : output) {
      OUTPUT_ERRORS.add(error / fullScale);
    }
    double[] errors = new double[6];
    Arrays.setAll(errors, q -> Math.sqrt(squares[q] / norms[q]));
    return errors;
  }

  private static double[] draw(double[] lower, double[] upper, RandomGenerator random) {
    double[] p = new double[lower.length];
    for (int j = 0; j < p.length; j++) {
      double from = lower[j] < 0 ? lower[j] : 0.6 * upper[j];
      p[j] = from + (upper[j] - from) * random.nextDouble();
    }
    return p;
  }

  private static void apply(ChipPorts ports, Calibration calibration, double[] p, double[] x) {
    for (int s = 0; s < 6; s++) {
      ports.fieldCurrent(s, p[s]);
    }
    for (int n = 0; n < 3; n++) {
      ports.bias(n, p[6 + n]);
    }
    for (int i = 0; i < 2; i++) {
      ports.tone(i, calibration.toneFrequencies().get(i), x[i]);
    }
  }

  private static double square(double x) {
    return x * x;
  }

  @ParameterizedTest
  @ValueSource(strings = {"neuron 2", "synapse 3", "synapse 5", "neuron 3"})
  void aDeadDeviceIsNamedAndTheOthersAreMeasured(String device) {
    BenchFile file = Chips.bench("dead = []", "dead = [\"" + device + "\"]");
    SimulatedBench simulated = new SimulatedBench(file, 3);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      Calibration calibration =
          ChipCharacterization.calibrate(bench.ports(), (stage, done, total) -> {});
      assertEquals(List.of(device), Dead.named(calibration), calibration.dead().toString());
      assertTrue(Dead.devices(calibration).contains(device), calibration.describe());
      assertTrue(simulated.atRest(), () -> simulated.energised().toString());
      double truth = simulated.truth().synapses().get(0).resonance();
      double fitted = calibration.chains().get(0).synapses().get(0).resonance().value();
      assertEquals(truth, fitted, 0.3e6);
      assertEquals(calibration, Calibration.fromJson(calibration.toJson()));
      String table = calibration.describe();
      assertTrue(table.contains("DEAD: " + device + " (junction "), table);
      assertTrue(table.contains(", counted as missing"), table);
      assertTwinIsRight(bench.ports(), calibration, file);
    }
  }

  /** The twin without the dead device says what the chip without it does. */
  private static void assertTwinIsRight(ChipPorts ports, Calibration calibration, BenchFile file) {
    Twin twin = Twin.of(calibration, file);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    double[] squares = new double[6];
    double[] norms = new double[6];
    for (int i = 0; i < 40; i++) {
      double[] p = draw(twin.lower(), twin.upper(), random);
      double[] x = {120e-6 * (0.01 + 0.99 * random.nextDouble()), 120e-6 * random.nextDouble()};
      apply(ports, calibration, p, x);
      Reading[] voltages = ports.chainVoltages();
      Nodes nodes = twin.forward(p, x);
      for (int k = 0; k < 3; k++) {
        double power = ports.emittedPower(k).value();
        squares[k] += square(nodes.chainVoltages()[k] - voltages[k].value());
        norms[k] += square(voltages[k].value());
        squares[3 + k] += square(nodes.powers()[k] - power);
        norms[3 + k] += square(power);
      }
    }
    double brightest = Math.max(norms[3], Math.max(norms[4], norms[5]));
    for (int k = 0; k < 3; k++) {
      assertEquals(0, Math.sqrt(squares[k] / norms[k]), 0.06, "chain " + (k + 1));
      assertEquals(0, Math.sqrt(squares[3 + k] / brightest), 0.06, "neuron " + (k + 1));
    }
    ports.rest();
  }

  @Test
  void theSameChipGivesTheSameCalibrationAndEndsAtRest() {
    List<Calibration> twice = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      SimulatedBench simulated = new SimulatedBench(Chips.bench(), 5);
      List<MeasuredPoint> evaluations = new ArrayList<>();
      List<Instant> times = new ArrayList<>();
      try (Bench bench = Bench.open(Chips.bench(), simulated, simulated.clock())) {
        bench.ports().onReading(reading -> noteTime(reading, times));
        twice.add(
            ChipCharacterization.calibrate(
                bench.ports(),
                new ChipCharacterization.Options(Duration.ofHours(8), List.of("rf_1: a source")),
                (stage, done, total) -> assertTrue(done < total, stage),
                evaluations::add));
        assertEquals(
            twice.get(i),
            ChipCharacterization.again(
                Chips.bench(), twice.get(i), Selection.ALL, evaluations, times),
            "computed anew");
        assertEquals(
            Provenance.UNKNOWN,
            ChipCharacterization.again(
                    Chips.bench(), twice.get(i), Selection.ALL, evaluations, List.of())
                .provenance());
        List<MeasuredPoint> fewer = evaluations.subList(0, evaluations.size() - 1);
        IllegalStateException e =
            assertThrows(
                IllegalStateException.class,
                () ->
                    ChipCharacterization.again(
                        Chips.bench(), twice.get(0), Selection.ALL, fewer, times));
        assertTrue(e.getMessage().startsWith("the record ends after "), e.getMessage());
        List<MeasuredPoint> others = evaluations.subList(1, evaluations.size());
        e =
            assertThrows(
                IllegalStateException.class,
                () ->
                    ChipCharacterization.again(
                        Chips.bench(), twice.get(0), Selection.ALL, others, times));
        assertTrue(e.getMessage().startsWith("evaluation 17 of the record was"), e.getMessage());
        assertTrue(simulated.atRest(), () -> simulated.energised().toString());
        assertEquals(List.of(), simulated.queuedErrors());
      }
    }
    Calibration calibration = twice.get(0);
    assertEquals(calibration, twice.get(1));
    assertEquals(calibration, Calibration.fromJson(calibration.toJson()));
    assertEquals(calibration.time().plusSeconds(8 * 3600), calibration.validUntil());
    for (Curve.Kind kind : Curve.Kind.values()) {
      assertTrue(
          calibration.curves().stream().anyMatch(c -> c.kind() == kind && c.points().size() >= 10),
          kind + " has no curve");
    }
  }

  private static void noteTime(Reading reading, List<Instant> times) {
    if (reading.source().equals("voltmeter_1")) {
      times.add(reading.time());
    }
  }

  /**
   * The simulated resonances walk by a tenth of their full width in an hour. Each chain's readings
   * over 26 s show it; those of the second layer hardly.
   */
  @Test
  void howFastResonancesWanderIsMeasured() {
    double squares = 0;
    int number = 0;
    for (long seed = 21; seed < 27; seed++) {
      SimulatedBench simulated = new SimulatedBench(Chips.bench(), seed);
      try (Bench bench = Bench.open(Chips.bench(), simulated, simulated.clock())) {
        Calibration calibration =
            ChipCharacterization.calibrate(bench.ports(), (stage, done, total) -> {});
        for (int c = 0; c < 2; c++) {
          double width = 0;
          for (int k = 0; k < 2; k++) {
            width += simulated.truth().synapses().get(2 * c + k).halfWidth() / 2;
          }
          double truth = 0.1 * 2 * width / 60;
          Wander wander = calibration.wander(calibration.chains().get(c));
          assertTrue(wander.measured(), wander.toString());
          assertEquals(truth, wander.rate(), 4 * wander.deviation(), wander.toString());
          assertTrue(wander.deviation() < 0.2 * truth, wander.toString());
          squares += Math.pow((wander.rate() - truth) / wander.deviation(), 2);
          number++;
        }
        Wander second = calibration.wander(calibration.chains().get(2));
        assertTrue(second.measured() && second.after(3600) < 5e6, second.toString());
        for (NeuronResponse neuron : calibration.neurons()) {
          double linewidth = 0.3e6;
          Wander wander = calibration.wander(neuron);
          double truth = 0.1 * linewidth / 60;
          assertTrue(Math.sqrt(wander.meanSquare()) > truth, wander.toString());
        }
      }
    }
    // Mean square pull: 1 ± 4 √(2/12) if the deviations are right.
    assertEquals(1, squares / number, 4 * Math.sqrt(2.0 / number));
  }

  @Test
  void withMeasuredCouplingTheAmplifierIsTheBenchFilesNumber() {
    BenchFile file = Chips.bench().withCoupling(BenchFile.Coupling.Mode.MEASURED);
    SimulatedBench simulated = new SimulatedBench(file, 3);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      Calibration calibration =
          ChipCharacterization.calibrate(bench.ports(), (stage, done, total) -> {});
      NeuronResponse neuron = calibration.neurons().get(0);
      assertEquals(
          Value.exact(file.neurons().get(0).transconductance()), neuron.transconductance());
      assertEquals(Value.exact(0), neuron.offset());
      double truth = simulated.truth().neurons().get(0).threshold();
      assertEquals(truth, neuron.threshold().value(), 5 * neuron.threshold().deviation());
    }
  }

  @Test
  void afterAFailureTheChipIsAtRest() {
    SimulatedBench simulated = new SimulatedBench(Chips.bench(), 3);
    try (Bench bench = Bench.open(Chips.bench(), simulated, simulated.clock())) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  ChipCharacterization.calibrate(
                      bench.ports(),
                      (stage, done, total) -> {
                        if (done == 150) {
                          throw new IllegalStateException("stopped");
                        }
                      }));
      assertEquals("stopped", e.getMessage());
      assertTrue(simulated.atRest(), () -> simulated.energised().toString());
    }
  }
}
