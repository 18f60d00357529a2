package org.spinbench.experiments.upkeep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.drift.Drifted;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.dataset.SampleStream;
import org.spinbench.experiments.training.loss.Answers;

/** A controller on a twin whose resonances move, and whose devices die. */
@Tag("slow")
class DriftControllerTest {
  private BenchFile file = Chips.file();
  private Calibration calibration = Chips.drawn(4);
  private final double[] trained = {1e-3, -1e-3, 0.5e-3, 2e-3, -2e-3, 1e-3, 5e-3, 5e-3, 5e-3};
  private double decision = 1e-7;
  private Examples samples = told(1.5);
  private ResonanceKalmanFilter belief;
  private int worked;
  private Changing chip = new Changing();
  private final Ledger ledger = new Ledger(Long.MAX_VALUE);
  private final List<WatchEvent> happenings = new ArrayList<>();

  /** A twin that can be moved and broken. */
  private final class Changing implements PhysicalNetwork {
    private final double[] drift = new double[6];
    private final Random random = new Random(2);
    private Calibration truth = calibration;
    private double[] parameters;

    private TwinWorkspace now() {
      return Twin.of(Drifted.of(truth, drift), file).workspace();
    }

    @Override
    public void apply(double[] applied) {
      parameters = applied.clone();
    }

    @Override
    public Nodes forward(double[] input) {
      TwinWorkspace workspace = now();
      workspace.forward(parameters, input);
      double[] voltages = workspace.voltages().clone();
      for (int c = 0; c < voltages.length; c++) {
        voltages[c] += 20e-6 * random.nextGaussian();
      }
      double power = workspace.powers()[2] * (1 + 0.02 * random.nextGaussian());
      return new Nodes(voltages, new double[] {Double.NaN, Double.NaN, power});
    }
  }

  /** Inputs that the trained chip decides with a margin, a factor, and what it decides. */
  private Examples told(double margin) {
    TwinWorkspace healthy = Twin.of(calibration, file).workspace();
    List<Sample> clear = new ArrayList<>();
    for (Sample sample : Task.named("xor").drawSet(400, Seeds.generator(1))) {
      healthy.forward(trained, Examples.of(List.of(sample), file).inputs()[0]);
      double power = healthy.powers()[2];
      if (power > margin * decision || power < decision / margin) {
        clear.add(new Sample(sample.x1(), sample.x2(), power > decision ? 1 : 0));
      }
    }
    return Examples.of(clear, file);
  }

  /** A watch whose first reading fails says so, and what it knew. */
  @Test
  void beforeItBeginsNothingHasDrifted() {
    assertArrayEquals(new double[6], unbegun(DriftCompensation.standard()).offsets());
  }

  private DriftController controller(DriftCompensation upkeep) {
    DriftController controller = unbegun(upkeep);
    controller.begin();
    return controller;
  }

  private DriftController unbegun(DriftCompensation upkeep) {
    Nodes noise =
        new Nodes(new double[] {20e-6, 20e-6, 20e-6}, new double[] {Double.NaN, Double.NaN, 2e-9});
    belief = new ResonanceKalmanFilter(file, calibration, DriftModel.flicker(0.1), noise);
    return new DriftController(
        belief,
        file,
        trained,
        new double[] {decision},
        new SampleStream.Duty(
            new Answers.TwoClasses(),
            samples.range(0, samples.size() / 2),
            samples.range(samples.size() / 2, samples.size())),
        new Evaluations(chip, ledger, EvaluationLog.NONE),
        upkeep,
        3,
        happenings::add);
  }

  private void work(DriftController controller, int evaluations) {
    for (int i = 0; i < evaluations; i++) {
      double[] input = samples.inputs()[worked++ % samples.size()];
      controller.evaluate(Purpose.TEST, input, -1, Double.NaN);
    }
  }

  /** Part of the samples that the chip decides right as it is now, without noise. */
  private double part(double[] parameters, double power) {
    TwinWorkspace workspace = chip.now();
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      workspace.forward(parameters, samples.inputs()[i]);
      right += (workspace.powers()[2] > power ? 1 : 0) == samples.labels()[i] ? 1 : 0;
    }
    return (double) right / samples.size();
  }

  @Test
  void slowDriftIsFollowedWithinTheOverhead() {
    DriftController controller = controller(DriftCompensation.standard());
    long first = controller.upkeepEvaluations();
    for (int i = 0; i < 1500; i++) {
      chip.drift[0] += 0.2 / 1500;
      chip.drift[4] -= 0.15 / 1500;
      work(controller, 1);
    }
    assertEquals(0.2, controller.offsets()[0], 0.1);
    assertEquals(-0.15, controller.offsets()[4], 0.1);
    assertTrue(
        part(controller.parameters(), controller.decision()[0]) >= 0.95, happenings.toString());
    assertEquals(
        ledger.count(Purpose.ANCHOR) + ledger.count(Purpose.ACCEPT),
        controller.upkeepEvaluations());
    long most = first + Math.round(0.045 * controller.evaluations()) + 1;
    assertTrue(
        controller.upkeepEvaluations() <= most,
        controller.upkeepEvaluations() + " of " + controller.evaluations());
    assertEquals(controller.evaluations(), ledger.total());
  }

  /** Offsets are shrunk towards the belief that a resonance wanders by no more than 0.1. */
  @ParameterizedTest
  @CsvSource({"1, 0.3", "1, -0.3", "2, 0.3", "3, -0.3", "4, 0.3", "4, -0.3"})
  void theDriftOfEachSynapseIsFoundWithItsSign(int synapse, double drift) {
    DriftController controller = controller(DriftCompensation.standard());
    for (int i = 0; i < 1500; i++) {
      chip.drift[synapse] += drift / 1500;
      work(controller, 1);
    }
    double[] offsets = controller.offsets();
    assertEquals(drift, offsets[synapse], 0.12);
    for (int other = 0; other < offsets.length; other++) {
      assertTrue(other == synapse || Math.abs(offsets[other]) < 0.15, Arrays.toString(offsets));
    }
  }

  @Test
  void aChipThatStandsStillIsReadLessAndLess() {
    DriftController controller = controller(DriftCompensation.standard());
    double before = controller.interval();
    work(controller, 4500);
    assertTrue(controller.interval() > 3 * before, before + ", then " + controller.interval());
    assertTrue(happenings.stream().anyMatch(h -> h.kind() == WatchEvent.Kind.DRIFT));
    assertTrue(controller.dead().isEmpty());
    assertTrue(controller.allanDeviation().size() > 5);
  }

  @Test
  void aJumpIsReportedAndItsReferenceMeasuredAgain() {
    DriftController controller = controller(DriftCompensation.standard());
    work(controller, 300);
    chip.drift[5] = -0.5;
    work(controller, 700);
    assertTrue(
        happenings.stream()
            .anyMatch(h -> h.kind() == WatchEvent.Kind.ALARM && h.text().contains("synapse 6")),
        happenings.toString());
    assertEquals(-0.5, controller.offsets()[5], 0.15);
  }

  /** The other way it is plain to see in what the chip does at work, before an anchor is read. */
  @Test
  void aJumpThatWorkShowsIsFollowed() {
    DriftController controller = controller(DriftCompensation.standard());
    work(controller, 300);
    chip.drift[5] = 0.5;
    work(controller, 100);
    assertEquals(0.5, controller.offsets()[5], 0.15);
    assertTrue(
        part(controller.parameters(), controller.decision()[0]) >= 0.95, happenings.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"synapse 1", "synapse 5", "neuron 2"})
  void aDeviceThatDiesAtWorkIsNamedWithinAHundredReadings(String device) {
    DriftController controller = controller(DriftCompensation.standard());
    work(controller, 200);
    chip.truth = Dead.without(calibration, device);
    long before = ledger.total();
    while (controller.dead().isEmpty() && ledger.total() - before < 100) {
      work(controller, 1);
    }
    assertEquals(
        device,
        controller.dead().orElseThrow(() -> new AssertionError(happenings.toString())).device());
    assertTrue(
        happenings.stream()
            .anyMatch(h -> h.kind() == WatchEvent.Kind.DAMAGE && h.text().contains(device)));
  }

  @Test
  void aLimitThatACorrectionReachesIsReported() {
    double most = file.chip().limits().fieldLineCurrent();
    trained[0] = most;
    chip.drift[0] = 0;
    DriftController controller = controller(DriftCompensation.standard());
    for (int i = 0; i < 600; i++) {
      chip.drift[0] -= 0.3 / 600;
      work(controller, 1);
    }
    assertTrue(
        happenings.stream()
            .anyMatch(h -> h.kind() == WatchEvent.Kind.LIMIT && h.text().contains("synapse 1")),
        happenings.toString());
    assertTrue(Arrays.stream(controller.parameters()).limit(6).allMatch(i -> Math.abs(i) <= most));
  }

  /**
   * Tuning as a parabola whose vertex is near the trained current: a straight line through the
   * slope there would ask for currents of any size and sign. Parameters with which every decision
   * is sure are not replaced, so that the line has to stay there.
   */
  @ParameterizedTest
  @CsvSource({"3, 1.05", "3, 0.95", "3, 1.15", "4, 1.02", "1, 1.1", "3, 1.5"})
  void aLineNearTheVertexOfItsTuningIsNotDrivenAway(int synapse, double vertex) {
    decision = 1e-8;
    calibration = bent(calibration, synapse, vertex * trained[synapse]);
    samples = told(1.5);
    chip = new Changing();
    DriftController controller = controller(DriftCompensation.standard());
    double most = 0;
    for (int i = 0; i < 1200; i++) {
      chip.drift[synapse] = 0.1 * Math.sin(i / 100.0);
      work(controller, 1);
      most = Math.max(most, Math.abs(controller.parameters()[synapse] - trained[synapse]));
    }
    assertTrue(most < 1e-3, "by " + most + " A for a tenth of a half width");
    assertTrue(controller.dead().isEmpty(), happenings.toString());
  }

  /** A drift that lines cannot make up for is known from the readings; nobody tells a label. */
  @Test
  void parametersThatAreBelievedToBeBadAreReplaced() {
    file = Chips.file("field_line_current = 10e-3", "field_line_current = 2.05e-3");
    decision = 1.25e-6;
    samples = told(1.1);
    chip = new Changing();
    DriftController controller = controller(DriftCompensation.standard());
    double[] begun = controller.parameters();
    double begunDecision = controller.decision()[0];
    double kept = 0;
    double left = 0;
    for (int i = 0; i < 2000; i++) {
      Arrays.fill(chip.drift, 0.7 * Math.min(1, i / 1000.0));
      chip.drift[0] *= -1;
      work(controller, 1);
      if (i >= 1000 && i % 50 == 0) {
        kept += part(controller.parameters(), controller.decision()[0]) / 20;
        left += part(begun, begunDecision) / 20;
      }
    }
    assertTrue(kept > left + 0.2, kept + ", " + left + " with the first: " + happenings);
    assertTrue(
        happenings.stream()
            .anyMatch(
                h -> h.kind() == WatchEvent.Kind.ALARM && h.text().contains("is expected of")),
        happenings.toString());
  }

  /** The same chip with a line whose tuning has its vertex at a current, A. */
  private static Calibration bent(Calibration chip, int synapse, double vertex) {
    List<ChainResponse> chains = new ArrayList<>(chip.chains());
    ChainResponse was = chains.get(synapse / 2);
    List<SynapseResponse> synapses = new ArrayList<>(was.synapses());
    SynapseResponse s = synapses.get(synapse % 2);
    double quadratic = -s.tuning().value() / (2 * vertex);
    synapses.set(
        synapse % 2,
        new SynapseResponse(
            s.name(),
            s.junction(),
            s.resonance(),
            s.halfWidth(),
            s.antisymmetric(),
            s.symmetric(),
            s.tuning(),
            Value.exact(quadratic),
            s.crosstalk(),
            s.powerShift()));
    chains.set(
        synapse / 2,
        new ChainResponse(
            was.name(),
            was.offset(),
            was.saturation(),
            was.toneGains(),
            synapses,
            was.resonanceNoise(),
            was.fit()));
    return chip.with(chains, chip.neurons());
  }

  @Test
  void aChipIsNotAskedForMoreThanItEverHad() {
    assertEquals(0.8, DriftCompensation.standard().atMost(0.8).target());
    assertEquals(0.95, DriftCompensation.standard().atMost(0.99).target());
  }

  @Test
  void anOverheadOfNothingIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> DriftCompensation.standard().withOverhead(0));
    assertThrows(
        IllegalArgumentException.class, () -> DriftCompensation.standard().withOverhead(1));
  }
}
