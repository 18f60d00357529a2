package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.refit.FaultSearch.Suspicion;
import org.spinbench.calibration.twin.Nodes;

/**
 * Chips with faults, drawn from what is believed beforehand, of which nothing but readings is
 * known.
 */
@Tag("slow")
class FaultSearchTest {
  private static final Calibration DESIGN = DesignPrior.of(DrawnChip.FILE);
  private static final int READINGS = 32;

  private final PosteriorEstimator refit = new PosteriorEstimator(DrawnChip.FILE, DESIGN);

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(1000003 * seed);
  }

  private static Fault fault(String device, Fault.Kind kind) {
    return Fault.all(DESIGN).stream()
        .filter(f -> f.device().equals(device) && f.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  /** A chip drawn from the belief, with faults. */
  private DrawnChip chip(RandomGenerator random, boolean hidden, Fault... faults) {
    Calibration truth = refit.prior().draw(random);
    for (Fault fault : faults) {
      truth = fault.of(truth);
    }
    return new DrawnChip(truth, hidden, 0.02, random);
  }

  private Optional<Suspicion> searched(DrawnChip chip, int readings, RandomGenerator random) {
    List<ChipObservation> read = chip.read(readings);
    return FaultSearch.search(refit, read, refit.fit(read, refit.prior(), 2, random));
  }

  @ParameterizedTest
  @CsvSource({
    "synapse 2, RECTIFIES_NOT, 1",
    "synapse 5, RECTIFIES_NOT, 2",
    "neuron 1, EMITS_NOT, 3",
    "neuron 3, EMITS_NOT, 4",
    "synapse 3, REVERSED, 5",
    "synapse 4, PINNED, 6",
    "neuron 2, UNDRIVEN, 7"
  })
  void findsTheDeviceThatFailsAndWhatItFailsToDo(String device, Fault.Kind kind, long seed) {
    RandomGenerator random = random(seed);
    Fault fault = fault(device, kind);
    Suspicion found = searched(chip(random, false, fault), 48, random).orElseThrow();
    assertEquals(fault, found.fault(), found.text());
    assertTrue(found.certain(), found.text());
    assertTrue(found.gain() > 6.9, found.text());
    assertTrue(found.text().startsWith(fault.text() + "; the readings are e^"), found.text());
  }

  @Test
  void ofASoundChipNothingIsSuspected() {
    for (long seed = 20; seed < 28; seed++) {
      RandomGenerator random = random(seed);
      Optional<Suspicion> found = searched(chip(random, false), READINGS, random);
      assertTrue(found.isEmpty(), () -> found.get().text());
    }
  }

  @Test
  void aDeviceOfHalfItsStrengthIsNotDead() {
    RandomGenerator random = random(30);
    ChipModel model = new ChipModel(DrawnChip.FILE, DESIGN);
    double[] z = new double[model.unknowns().size()];
    for (int j = 0; j < z.length; j++) {
      Unknown unknown = model.unknowns().get(j);
      boolean half =
          unknown.device().equals("synapse 1") && unknown.kind() == Unknown.Kind.ANTISYMMETRIC;
      z[j] = half ? -2.5 : 0;
    }
    Calibration truth = model.calibration(z, new double[z.length], 0);
    double weak = truth.chains().get(0).synapses().get(0).antisymmetric().value();
    assertEquals(
        0.5, weak / DESIGN.chains().get(0).synapses().get(0).antisymmetric().value(), 1e-9);
    Optional<Suspicion> found =
        searched(new DrawnChip(truth, false, 0.02, random), READINGS, random);
    assertTrue(found.isEmpty(), () -> found.get().text());
  }

  /**
   * A neuron that is silent but for two of 48 readings. Those are outliers to a model, but show
   * that the neuron is alive.
   */
  @Test
  void aNeuronThatIsSeenToEmitIsNotDead() {
    RandomGenerator random = random(45);
    Fault dead = fault("neuron 3", Fault.Kind.EMITS_NOT);
    List<ChipObservation> read = new ArrayList<>(chip(random, false, dead).read(48));
    assertTrue(isCertain(dead, read, random));
    for (int number : new int[] {5, 17}) {
      ChipObservation silent = read.get(number);
      double[] powers = silent.nodes().powers().clone();
      powers[2] = 6 * DesignPrior.noise(DrawnChip.FILE).powers()[2];
      read.set(
          number,
          new ChipObservation(
              silent.parameters(),
              silent.input(),
              new Nodes(silent.nodes().chainVoltages(), powers)));
    }
    assertFalse(isCertain(dead, read, random));
  }

  private boolean isCertain(Fault fault, List<ChipObservation> read, RandomGenerator random) {
    return FaultSearch.search(refit, read, refit.fit(read, refit.prior(), 2, random))
        .filter(found -> found.certain() && found.fault().equals(fault))
        .isPresent();
  }

  /** Chips whose every parameter lies three times as far off as the design states. */
  @Test
  void aWiderPriorExplainsWhatAFaultWouldHaveTo() {
    int widened = 0;
    for (long seed = 70; seed < 78; seed++) {
      RandomGenerator random = random(seed);
      ChipModel model = new ChipModel(DrawnChip.FILE, DESIGN);
      double[] z = new double[model.unknowns().size()];
      for (int j = 0; j < z.length; j++) {
        z[j] = model.unknowns().get(j).kind().beyond ? 0 : 3 * random.nextGaussian();
      }
      Calibration truth = model.calibration(z, new double[z.length], 0);
      List<ChipObservation> read = new DrawnChip(truth, false, 0.02, random).read(48);
      Posterior narrow = refit.fit(read, refit.prior(), 5, random);
      PosteriorEstimator.Believed wide = refit.widened(read, narrow, 12, random);
      widened += wide.estimator().isWidened() ? 1 : 0;
      Optional<Suspicion> found = FaultSearch.search(wide.estimator(), read, wide.fit());
      assertFalse(found.filter(Suspicion::certain).isPresent(), () -> found.get().text());
      assertTrue(wide.fit().evidence() >= narrow.evidence());
    }
    assertEquals(8, widened);
  }

  /** The evidence charges a wider prior where the design holds. */
  @Test
  void ofAChipAsDesignedTheSpreadIsKept() {
    for (long seed = 20; seed < 28; seed++) {
      RandomGenerator random = random(seed);
      List<ChipObservation> read = chip(random, false).read(READINGS);
      Posterior fit = refit.fit(read, refit.prior(), 2, random);
      assertFalse(refit.widened(read, fit, 2, random).estimator().isWidened());
    }
  }

  @Test
  void whereTheOutputAloneIsSeenADeadNeuronIsFoundInMoreReadings() {
    RandomGenerator random = random(40);
    Fault fault = fault("neuron 1", Fault.Kind.EMITS_NOT);
    Suspicion found = searched(chip(random, true, fault), 100, random).orElseThrow();
    assertTrue(
        List.of("neuron 1", "synapse 5").contains(found.fault().device()),
        () -> "what neuron 1 emits is seen through synapse 5 alone, but " + found.text());
  }

  /** One after the other: the first is believed while the second is looked for. */
  @Test
  void twoFaultsAreFoundOneByOneAndAreNoRivals() {
    RandomGenerator random = random(50);
    Fault first = fault("synapse 1", Fault.Kind.RECTIFIES_NOT);
    Fault second = fault("neuron 2", Fault.Kind.EMITS_NOT);
    List<ChipObservation> read = chip(random, false, first, second).read(48);
    Suspicion one =
        FaultSearch.search(refit, read, refit.fit(read, refit.prior(), 2, random)).orElseThrow();
    assertTrue(one.certain(), one.text());
    Suspicion other = FaultSearch.search(one.refit(), read, one.fit()).orElseThrow();
    List<String> devices = new ArrayList<>(List.of(one.fault().device(), other.fault().device()));
    devices.sort(null);
    assertEquals(List.of("neuron 2", "synapse 1"), devices);
    assertTrue(FaultSearch.search(other.refit(), read, other.fit()).isEmpty());
    assertEquals(
        List.of("synapse 1", "neuron 2"), Dead.devices(other.fit().calibration()), "no weight");
  }

  @Test
  void whatIsBelievedOfADeadDeviceIsExactAndNoted() {
    Fault fault = fault("synapse 6", Fault.Kind.RECTIFIES_NOT);
    PosteriorEstimator believing =
        refit.believing(fault).noting("synapse 6 (junction 6) is no more");
    Calibration drawn = believing.prior().draw(random(60));
    assertEquals(0, drawn.chains().get(2).synapses().get(1).antisymmetric().value());
    assertEquals(List.of("synapse 6 (junction 6) is no more"), drawn.dead());
    assertEquals(List.of("synapse 6"), Dead.named(drawn));
    assertTrue(believing.possibleFaults().stream().noneMatch(f -> f.device().equals("synapse 6")));
    assertEquals(3 * 5 + 2 * 3, believing.possibleFaults().size());
  }

  @Test
  void evidenceIsHigherForTheChipThatWasReadThanForAnother() {
    RandomGenerator random = random(70);
    List<ChipObservation> read = chip(random, false).read(READINGS);
    Posterior right = refit.fit(read, refit.prior(), 2, random);
    for (Fault fault : Fault.all(DESIGN)) {
      PosteriorEstimator wrong = refit.believing(fault);
      assertTrue(wrong.fit(read, right).evidence() < right.evidence(), fault.text());
    }
  }

  /**
   * Settings that tell two beliefs apart differ more between them than settings drawn by chance.
   */
  @Test
  void settingsThatTellApartShowTheDifference() {
    RandomGenerator random = random(80);
    List<OperatingPoint> drawn = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      drawn.add(new OperatingPoint(DrawnChip.parameters(random), DrawnChip.input(random)));
    }
    Posterior sound = refit.prior();
    Posterior dead = refit.believing(fault("synapse 3", Fault.Kind.RECTIFIES_NOT)).prior();
    List<OperatingPoint> chosen =
        new OptimalDesign(DrawnChip.FILE).tellingApart(sound, dead, drawn, 4, false);
    assertEquals(4, chosen.size());
    double least = chosen.stream().mapToDouble(s -> difference(sound, dead, s)).min().orElseThrow();
    for (OperatingPoint setting : drawn) {
      assertTrue(chosen.contains(setting) || difference(sound, dead, setting) <= least);
    }
  }

  /** Of the second chain's voltage and the output's power, over the declared noise, squared. */
  private static double difference(Posterior one, Posterior other, OperatingPoint setting) {
    ChipModel first = one.at(setting);
    double[] voltages = first.voltages.clone();
    double power = first.powers[2];
    ChipModel second = other.at(setting);
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      double full = 0.02 * DesignPrior.fullScale(DrawnChip.FILE).chainVoltages()[c];
      sum += Math.pow((voltages[c] - second.voltages[c]) / full, 2);
    }
    return sum
        + Math.pow(
            (power - second.powers[2]) / (0.02 * DesignPrior.fullScale(DrawnChip.FILE).powers()[2]),
            2);
  }

  @Test
  void asDesignedOnlyOneDeviceIsPutBack() {
    RandomGenerator random = random(90);
    List<ChipObservation> read = chip(random, false).read(READINGS);
    Posterior fit = refit.fit(read, refit.prior(), 1, random);
    double[] z = fit.asDesigned("neuron 2").z();
    List<Unknown> unknowns = new ChipModel(DrawnChip.FILE, DESIGN).unknowns();
    for (int j = 0; j < z.length; j++) {
      boolean back = unknowns.get(j).device().equals("neuron 2");
      assertEquals(back ? 0 : fit.z()[j], z[j], unknowns.get(j).toString());
    }
  }

  @Test
  void devicesBeyondAreThoseWithANumberFarFromItsDesign() {
    ChipModel model = new ChipModel(DrawnChip.FILE, DESIGN);
    assertTrue(refit.prior().devicesBeyond(2).isEmpty());
    RandomGenerator random = random(2);
    Fault dead = fault("synapse 5", Fault.Kind.RECTIFIES_NOT);
    Posterior fit = refit.fit(chip(random, false, dead).read(48), refit.prior(), 2, random);
    assertTrue(fit.devicesBeyond(4).contains("synapse 5"), fit.devicesBeyond(2).toString());
    assertFalse(fit.devicesBeyond(4).contains("synapse 1"));
    assertEquals(model.unknowns().size(), fit.z().length);
  }

  @Test
  void aFaultNeedsItsDevice() {
    Fault nobody = new Fault("synapse 9", 9, Fault.Kind.PINNED);
    assertThrows(IllegalArgumentException.class, () -> refit.believing(nobody));
    assertTrue(
        Arrays.stream(Fault.Kind.values())
            .allMatch(kind -> new Fault("x", 1, kind).text().startsWith("x (junction 1) ")));
  }
}
