package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.ChipTruth;

/** Calibrations of one device, which keep the others, and those in fewer readings. */
@Tag("slow")
class SelectedCalibrationTest {
  private static final BenchFile FILE = Chips.bench();
  private static final SimulatedBench SIMULATED = new SimulatedBench(FILE, 31_051);
  private static Bench bench;
  private static final List<MeasuredPoint> POINTS = new ArrayList<>();
  private static Calibration whole;

  @BeforeAll
  static void calibrateAll() {
    bench = Bench.open(FILE, SIMULATED, SIMULATED.clock());
    whole = calibrate(Selection.ALL, POINTS);
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  private static Calibration calibrate(Selection selection, List<MeasuredPoint> points) {
    return ChipCharacterization.calibrate(
        bench.ports(),
        new ChipCharacterization.Options(Duration.ofHours(24), List.of(), selection, false),
        (stage, done, total) -> assertTrue(done < total, stage),
        points::add);
  }

  private static Selection only(String name) {
    return new Selection(false, name, Optional.of(whole));
  }

  /** Two tones twice over 17 frequencies, two lines over 21, 16 biases, twice two lines, 160. */
  @Test
  void readingsAreCountedBesideFullGrids() {
    assertEquals(2 * 2 * 17 + 2 * 21 + 16 + 2 * 2 * 21 + 160, whole.evaluations());
    assertEquals(whole.evaluations(), ChipCharacterization.evaluations(FILE));
    assertEquals(6 * 17 * 21 + 3 * 16 * 21, Selection.ALL.denseGrid(FILE));
    Selection quick = new Selection(true, "", Optional.empty());
    int fewer = ChipCharacterization.evaluations(FILE, quick);
    assertEquals(2 * 2 * 11 + 2 * 13 + 10 + 2 * 2 * 13 + 72, fewer);
    assertEquals(6 * 11 * 13 + 3 * 10 * 13, quick.denseGrid(FILE));
    assertEquals(2 * 17 * 21, only("chain 3").denseGrid(FILE));
    assertEquals(16 * 21, only("neuron 1").denseGrid(FILE));
  }

  /** What the measured device is found to be is right; all others are as they were, only older. */
  @ParameterizedTest
  @CsvSource({
    "synapse 3, chain 2, 190",
    "chain 3, chain 3, 164",
    "neuron 1, neuron 1, 96",
    "neuron 3, neuron 3, 96"
  })
  void oneDeviceIsMeasuredAndTheOthersAreKept(String name, String measured, int readings) {
    List<MeasuredPoint> points = new ArrayList<>();
    Selection selection = only(name);
    assertEquals(measured, selection.measured(FILE));
    assertEquals(readings, ChipCharacterization.evaluations(FILE, selection));
    Calibration after = calibrate(selection, points);
    assertTrue(SIMULATED.atRest(), () -> SIMULATED.energised().toString());
    assertEquals(readings, after.evaluations());
    assertEquals(readings, points.size());
    Map<String, List<Value>> before = numbers(whole);
    Map<String, List<Value>> now = numbers(after);
    Map<String, List<Double>> truths = truths(SIMULATED.truth());
    Scope scope = new Scope(FILE, selection);
    now.forEach(
        (device, values) -> {
          for (int i = 0; i < truths.get(device).size(); i++) {
            Value value = values.get(i);
            double truth = truths.get(device).get(i);
            assertEquals(truth, value.value(), 5 * value.deviation(), device + " " + i);
          }
          if (!scope.fits(device)) {
            assertEquals(
                before.get(device).stream().map(Value::value).toList(),
                values.stream().map(Value::value).toList(),
                device);
            boolean older = false;
            for (int i = 0; i < values.size(); i++) {
              double growth = values.get(i).deviation() - before.get(device).get(i).deviation();
              assertTrue(growth >= 0, device);
              older |= growth > 0;
            }
            assertTrue(older, device);
          } else {
            assertTrue(!before.get(device).equals(values), device);
          }
        });
    assertEquals(whole.validUntil(), after.validUntil());
    assertTrue(after.time().isAfter(whole.time()));
    assertEquals(whole.toneFrequencies(), after.toneFrequencies());
    assertEquals(devices(whole), devices(after));
    String note = after.warnings().get(after.warnings().size() - 1);
    assertTrue(
        note.startsWith(
            measured
                + " alone was measured at this time. Kept from the calibration of "
                + whole.time()
                + ": "
                + selection.keptNames(FILE)
                + "."),
        note);
    assertEquals(after, Calibration.fromJson(after.toJson()));
    assertEquals(
        now.keySet().stream().filter(scope::fits).toList().size(),
        points(points, scope),
        "varied lines");
  }

  /** The devices whose field line or bias was varied: those measured, and those they depend on. */
  private static long points(List<MeasuredPoint> points, Scope scope) {
    long varied = 0;
    for (int s = 0; s < scope.fields.length; s++) {
      int line = s;
      boolean moved = points.stream().anyMatch(p -> p.set().fieldCurrents()[line] != 0);
      assertEquals(scope.fields[s], moved, "field line " + s);
      varied += moved && scope.chains[s / 2] ? 1 : 0;
    }
    for (int n = 0; n < scope.biases.length; n++) {
      int bias = n;
      boolean moved = points.stream().anyMatch(p -> p.set().biases()[bias] != 0);
      assertEquals(scope.biases[n], moved, "bias " + n);
      varied += moved && scope.neurons[n] ? 1 : 0;
    }
    return varied;
  }

  private static List<String> devices(Calibration calibration) {
    return calibration.curves().stream().map(Curve::device).distinct().sorted().toList();
  }

  private static Map<String, List<Value>> numbers(Calibration calibration) {
    Map<String, List<Value>> numbers = new LinkedHashMap<>();
    calibration
        .chains()
        .forEach(chain -> chain.synapses().forEach(s -> numbers.put(s.name(), s.values())));
    for (NeuronResponse n : calibration.neurons()) {
      numbers.put(
          n.name(), List.of(n.frequency(), n.threshold(), n.pulling(), n.transconductance()));
    }
    return numbers;
  }

  private static Map<String, List<Double>> truths(ChipTruth truth) {
    Map<String, List<Double>> truths = new LinkedHashMap<>();
    for (int s = 0; s < truth.synapses().size(); s++) {
      ChipTruth.SynapseTruth real = truth.synapses().get(s);
      truths.put("synapse " + (s + 1), List.of(real.resonance(), real.halfWidth()));
    }
    for (int n = 0; n < truth.neurons().size(); n++) {
      ChipTruth.NeuronTruth real = truth.neurons().get(n);
      truths.put(
          "neuron " + (n + 1),
          List.of(real.frequency(), real.threshold(), real.pulling(), real.transconductance()));
    }
    return truths;
  }

  /** Readings that no model explains, of one neuron: its chain and the other devices are fitted. */
  @Test
  void aNeuronWhoseFitFailsDoesNotEndTheCalibration() {
    List<MeasuredPoint> points = new ArrayList<>(POINTS);
    points.replaceAll(SelectedCalibrationTest::withoutSecondNeuron);
    Calibration some = ChipCharacterization.again(FILE, whole, Selection.ALL, points, List.of());
    // without the times of the readings no wander is part of the deviations
    assertEquals(
        whole.neurons().get(0).threshold().value(),
        some.neurons().get(0).threshold().value(),
        "neuron 1");
    double deviation = some.neurons().get(0).threshold().deviation();
    assertTrue(
        deviation > 0 && deviation <= whole.neurons().get(0).threshold().deviation(),
        "deviation of neuron 1: " + deviation);
    assertTrue(!some.neurons().get(1).emits());
    assertEquals(List.of(), some.dead());
    assertTrue(
        some.describe().contains("neuron 2 (junction 8): not calibrated, counted as missing"),
        some::describe);
    assertTrue(
        some.warnings()
            .get(0)
            .startsWith(
                "neuron 2 is not calibrated, and counts as missing: neuron 2: the readings"),
        some::describe);
    assertTrue(some.warnings().get(1).startsWith("chain 3 is not calibrated"), some::describe);
    Selection second = only("neuron 2");
    List<MeasuredPoint> own = new ArrayList<>();
    calibrate(second, own);
    own.replaceAll(SelectedCalibrationTest::withoutSecondNeuron);
    assertThrows(
        FitException.class, () -> ChipCharacterization.again(FILE, whole, second, own, List.of()));
  }

  private static MeasuredPoint withoutSecondNeuron(MeasuredPoint m) {
    double[] deviations = m.powerDeviations().clone();
    deviations[1] = Double.NaN;
    return new MeasuredPoint(
        m.set(),
        m.voltages(),
        m.voltageDeviations(),
        m.powers(),
        deviations,
        m.frequencies(),
        m.frequencyDeviations(),
        m.leaving());
  }

  @Test
  void whatCannotBeKeptIsRefused() {
    assertRefused(only("synapse 7"), "the bench \"nine junctions\" has no device \"synapse 7\"");
    assertRefused(
        kept(whole.from(new Provenance(Instant.EPOCH, 30, "", List.of(), Map.of()))),
        "was fitted to a training's readings");
    List<SynapseResponse> one = whole.chains().get(0).synapses().subList(0, 1);
    assertRefused(
        kept(
            whole.with(
                List.of(whole.chains().get(0).with(one), whole.chains().get(1)), whole.neurons())),
        "has other devices than the bench file");
    BenchFile other = FILE.withCoupling(BenchFile.Coupling.Mode.MEASURED);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> only("chain 1").measured(other))
            .getMessage()
            .contains("was made with another coupling"));
    assertThrows(
        IllegalArgumentException.class, () -> new Selection(false, "chain 1", Optional.empty()));
  }

  private static Selection kept(Calibration calibration) {
    return new Selection(true, "neuron 1", Optional.of(calibration));
  }

  private static void assertRefused(Selection selection, String cause) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> selection.measured(FILE));
    assertTrue(e.getMessage().contains(cause), e::getMessage);
  }
}
