package org.spinbench.experiments.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.drift.OffsetMap;
import org.spinbench.calibration.refit.Tracker;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.Workspace;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.Answers;
import org.spinbench.experiments.training.Examples;
import org.spinbench.experiments.training.Work;

/** A keeper on a twin whose resonances move, and whose devices die. */
class KeeperTest {
  private final BenchFile file = Chips.file();
  private final Calibration calibration = Chips.drawn(4);
  private final double[] trained = {1e-3, -1e-3, 0.5e-3, 2e-3, -2e-3, 1e-3, 5e-3, 5e-3, 5e-3};
  private final double decision = 1e-7;
  private final Examples samples = told();
  private Tracker belief;
  private final Changing chip = new Changing();
  private final Ledger ledger = new Ledger(Long.MAX_VALUE);
  private final List<Happening> happenings = new ArrayList<>();

  /** A twin that can be moved and broken. */
  private final class Changing implements PhysicalNetwork {
    private final OffsetMap map = OffsetMap.about(calibration, trained);
    private final double[] drift = new double[trained.length];
    private final Random random = new Random(2);
    private Workspace workspace = Twin.of(calibration, file).workspace();
    private double[] parameters;

    @Override
    public void apply(double[] applied) {
      parameters = applied.clone();
    }

    @Override
    public Nodes forward(double[] input) {
      double[] moved = new double[parameters.length];
      map.add(parameters, drift, moved);
      workspace.forward(moved, input);
      double[] voltages = workspace.voltages().clone();
      for (int c = 0; c < voltages.length; c++) {
        voltages[c] += 20e-6 * random.nextGaussian();
      }
      double power = workspace.powers()[2] * (1 + 0.02 * random.nextGaussian());
      return new Nodes(voltages, new double[] {Double.NaN, Double.NaN, power});
    }
  }

  /** Inputs that the trained chip decides with a margin, and what it decides. */
  private Examples told() {
    Workspace healthy = Twin.of(calibration, file).workspace();
    List<Sample> clear = new ArrayList<>();
    for (Sample sample : Task.named("xor").drawSet(400, Seeds.generator(1))) {
      healthy.forward(trained, Examples.of(List.of(sample), file).inputs()[0]);
      double power = healthy.powers()[2];
      if (power > 1.5 * decision || power < 0.6 * decision) {
        clear.add(new Sample(sample.x1(), sample.x2(), power > decision ? 1 : 0));
      }
    }
    return Examples.of(clear, file);
  }

  private Keeper keeper(Upkeep upkeep) {
    Nodes noise =
        new Nodes(new double[] {20e-6, 20e-6, 20e-6}, new double[] {Double.NaN, Double.NaN, 2e-9});
    belief = new Tracker(file, calibration, DriftModel.flicker(0.1), noise);
    Keeper keeper =
        new Keeper(
            belief,
            file,
            trained,
            new double[] {decision},
            new Work.Duty(
                new Answers.TwoClasses(),
                samples.range(0, samples.size() / 2),
                samples.range(samples.size() / 2, samples.size())),
            new Evaluations(chip, ledger, EvaluationLog.NONE),
            upkeep,
            3,
            happenings::add);
    keeper.begin();
    return keeper;
  }

  private void work(Keeper keeper, int evaluations) {
    for (int i = 0; i < evaluations; i++) {
      keeper.evaluate(Purpose.TEST, samples.inputs()[i % samples.size()], -1, Double.NaN);
    }
  }

  /** Part of the samples that the chip decides right as it is now, without noise. */
  private double part(double[] parameters, double power) {
    double[] moved = new double[parameters.length];
    chip.map.add(parameters, chip.drift, moved);
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      chip.workspace.forward(moved, samples.inputs()[i]);
      right += (chip.workspace.powers()[2] > power ? 1 : 0) == samples.labels()[i] ? 1 : 0;
    }
    return (double) right / samples.size();
  }

  @Test
  void slowDriftIsFollowedWithinTheOverhead() {
    Keeper keeper = keeper(Upkeep.standard());
    long first = keeper.upkeepEvaluations();
    for (int i = 0; i < 1500; i++) {
      chip.drift[0] += 0.2 / 1500;
      chip.drift[4] -= 0.15 / 1500;
      work(keeper, 1);
    }
    assertEquals(0.2, keeper.offsets()[0], 0.1);
    assertEquals(-0.15, keeper.offsets()[4], 0.1);
    assertTrue(part(keeper.parameters(), keeper.decision()[0]) >= 0.95, happenings.toString());
    assertEquals(
        ledger.count(Purpose.ANCHOR) + ledger.count(Purpose.ACCEPT), keeper.upkeepEvaluations());
    long most = first + Math.round(0.045 * keeper.evaluations()) + 1;
    assertTrue(
        keeper.upkeepEvaluations() <= most,
        keeper.upkeepEvaluations() + " of " + keeper.evaluations());
    assertEquals(keeper.evaluations(), ledger.total());
  }

  /** Offsets are shrunk towards the belief that a resonance wanders by no more than 0.1. */
  @ParameterizedTest
  @CsvSource({"1, 0.3", "1, -0.3", "2, 0.3", "3, -0.3", "4, 0.3", "4, -0.3"})
  void theDriftOfEachSynapseIsFoundWithItsSign(int synapse, double drift) {
    Keeper keeper = keeper(Upkeep.standard());
    for (int i = 0; i < 1500; i++) {
      chip.drift[synapse] += drift / 1500;
      work(keeper, 1);
    }
    double[] offsets = keeper.offsets();
    assertEquals(drift, offsets[synapse], 0.12);
    for (int other = 0; other < offsets.length; other++) {
      assertTrue(other == synapse || Math.abs(offsets[other]) < 0.15, Arrays.toString(offsets));
    }
  }

  @Test
  void aChipThatStandsStillIsReadLessAndLess() {
    Keeper keeper = keeper(Upkeep.standard());
    double before = keeper.interval();
    work(keeper, 4500);
    assertTrue(keeper.interval() > 3 * before, before + ", then " + keeper.interval());
    assertTrue(happenings.stream().anyMatch(h -> h.kind() == Happening.Kind.DRIFT));
    assertTrue(keeper.dead().isEmpty());
    assertTrue(keeper.allanDeviation().size() > 5);
  }

  @Test
  void aJumpIsToldAndItsReferenceTakenAnew() {
    Keeper keeper = keeper(Upkeep.standard());
    work(keeper, 300);
    chip.drift[5] = 0.5;
    work(keeper, 700);
    assertTrue(
        happenings.stream()
            .anyMatch(h -> h.kind() == Happening.Kind.ALARM && h.text().contains("synapse 6")),
        happenings.toString());
    assertEquals(0.5, keeper.offsets()[5], 0.15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"synapse 1", "synapse 5", "neuron 2"})
  void aDeviceThatDiesAtWorkIsNamedWithinAHundredReadings(String device) {
    Keeper keeper = keeper(Upkeep.standard());
    work(keeper, 200);
    chip.workspace = Twin.of(Dead.without(calibration, device), file).workspace();
    long before = ledger.total();
    while (keeper.dead().isEmpty() && ledger.total() - before < 100) {
      work(keeper, 1);
    }
    assertEquals(
        device,
        keeper.dead().orElseThrow(() -> new AssertionError(happenings.toString())).device());
    assertTrue(
        happenings.stream()
            .anyMatch(h -> h.kind() == Happening.Kind.DAMAGE && h.text().contains(device)));
  }

  @Test
  void aLimitThatACorrectionReachesIsTold() {
    double most = file.chip().limits().fieldLineCurrent();
    trained[0] = most;
    chip.drift[0] = 0;
    Keeper keeper = keeper(Upkeep.standard());
    for (int i = 0; i < 600; i++) {
      chip.drift[0] -= 0.3 / 600;
      work(keeper, 1);
    }
    assertTrue(
        happenings.stream()
            .anyMatch(h -> h.kind() == Happening.Kind.LIMIT && h.text().contains("synapse 1")),
        happenings.toString());
    assertTrue(Arrays.stream(keeper.parameters()).limit(6).allMatch(i -> Math.abs(i) <= most));
  }

  @Test
  void aChipIsNotAskedForMoreThanItEverHad() {
    assertEquals(0.8, Upkeep.standard().atMost(0.8).target());
    assertEquals(0.95, Upkeep.standard().atMost(0.99).target());
  }

  @Test
  void anOverheadOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Upkeep.standard().withOverhead(0));
    assertThrows(IllegalArgumentException.class, () -> Upkeep.standard().withOverhead(1));
  }
}
