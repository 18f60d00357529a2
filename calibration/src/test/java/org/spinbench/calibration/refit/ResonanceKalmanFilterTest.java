package org.spinbench.calibration.refit;

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
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.drift.Anchor;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.drift.Drifted;
import org.spinbench.calibration.drift.Retuning;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;

/** A belief about a chip whose resonances are moved. */
@Tag("any-jdk")
class ResonanceKalmanFilterTest {
  private static final double LEAST = 0.02;

  private final BenchFile file = Chips.bench();
  private final Calibration calibration = Chips.drawn(file, new Random(3));
  private final Twin twin = Twin.of(calibration, file);
  private final double[] trained = {1e-3, -1e-3, 0.5e-3, 2e-3, -2e-3, 1e-3, 5e-3, 5e-3, 5e-3};
  private final Random random = new Random(5);
  private final Nodes noise = DesignPrior.noise(file);

  private ResonanceKalmanFilter filter(DriftModel drift) {
    return new ResonanceKalmanFilter(file, calibration, drift, noise);
  }

  private ChipObservation read(double[] parameters, double[] input, double[] drift) {
    Nodes exact = Twin.of(Drifted.of(calibration, drift), file).forward(parameters, input);
    double[] voltages = exact.chainVoltages().clone();
    double[] powers = exact.powers().clone();
    for (int c = 0; c < voltages.length; c++) {
      voltages[c] += noise.chainVoltages()[c] * random.nextGaussian();
    }
    Arrays.fill(powers, 0, 2, Double.NaN);
    powers[2] += noise.powers()[2] * random.nextGaussian();
    return new ChipObservation(parameters, input, new Nodes(voltages, powers));
  }

  private double[] parameters() {
    double[] p = trained.clone();
    for (int i = 0; i < 6; i++) {
      p[i] = 3e-3 * (2 * random.nextDouble() - 1);
    }
    return p;
  }

  private double[] input() {
    return new double[] {120e-6 * random.nextDouble(), 120e-6 * random.nextDouble()};
  }

  /** Before any reading: what is not known of the resonance, and the drift in equilibrium. */
  @Test
  void beforeAnyReadingDeviationsAreThoseOfPriorAndDrift() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    double[] expected = prior(0.01);
    assertArrayEquals(expected, filter.deviations(), 1e-6);
    filter.advance(17);
    assertArrayEquals(expected, filter.deviations(), 1e-6);
    assertArrayEquals(new double[6], filter.offsets());
  }

  /** Deviations of resonances before any reading, half widths, with a variance of drift. */
  private double[] prior(double drift) {
    return calibration.chains().stream()
        .flatMap(chain -> chain.synapses().stream())
        .mapToDouble(s -> s.resonance().deviation() / s.halfWidth().value())
        .map(deviation -> Math.max(LEAST, deviation))
        .map(deviation -> Math.sqrt(deviation * deviation + drift))
        .toArray();
  }

  /** What nobody watched may have moved: the variances of what was known and of that add. */
  @Test
  void doubtAddsToTheVarianceOfEachResonance() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    double[] before = filter.deviations().clone();
    double[] doubt = {0, 0.1, 0.2, 0.3, 0.4, 0.5};
    filter.doubt(doubt);
    for (int s = 0; s < doubt.length; s++) {
      assertEquals(Math.hypot(before[s], doubt[s]), filter.deviations()[s], 1e-9);
    }
  }

  @Test
  void timePassesTheSameInOneStepAndInMany() {
    ResonanceKalmanFilter one = filter(DriftModel.flicker(0.1));
    ResonanceKalmanFilter many = filter(DriftModel.flicker(0.1));
    for (int i = 0; i < 20; i++) {
      ChipObservation reading = read(parameters(), input(), new double[] {0.1, 0, 0, 0, -0.1, 0});
      one.observe(reading);
      many.observe(reading);
    }
    one.advance(50);
    for (int i = 0; i < 50; i++) {
      many.advance();
    }
    assertArrayEquals(many.offsets(), one.offsets(), 1e-12);
    assertArrayEquals(many.deviations(), one.deviations(), 1e-12);
  }

  /** An endless pause forgets the drift: its mean is zero, its deviation that of equilibrium. */
  @Test
  void afterAnEndlessPauseNothingIsLeftOfTheDrift() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    for (int i = 0; i < 100; i++) {
      filter.advance();
      filter.observe(read(parameters(), input(), new double[] {0.1, 0, 0, 0, -0.1, 0}));
    }
    assertTrue(filter.offsets()[0] > 0.04, Arrays.toString(filter.offsets()));
    filter.advance(Double.POSITIVE_INFINITY);
    assertArrayEquals(new double[6], filter.offsets(), 1e-15);
    double[] most = prior(0.01);
    for (int k = 0; k < 6; k++) {
      double deviation = filter.deviations()[k];
      assertTrue(deviation > 0.1 - 1e-6 && deviation < most[k] + 1e-6, k + ": " + deviation);
    }
  }

  /** With noise taken for 1.2 times what it is, squares are 1/1.44 on average. */
  @Test
  void readingsOfTheChipThatIsBelievedInSurpriseAsMuchAsTheirNoise() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0));
    double sum = 0;
    int count = 600;
    for (int i = 0; i < count; i++) {
      filter.advance();
      sum += filter.observe(read(parameters(), input(), new double[6]));
    }
    assertEquals(1 / 1.44, sum / count, 0.07);
  }

  @Test
  void driftIsFollowedWithinItsStatedDeviation() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    double[] end = {0.15, -0.1, 0.08, 0.12, -0.15, 0.1};
    double[] drift = new double[6];
    for (int i = 0; i < 400; i++) {
      for (int k = 0; k < 6; k++) {
        drift[k] = end[k] * i / 400;
      }
      filter.advance();
      filter.observe(read(parameters(), input(), drift));
    }
    double[] found = resonances(filter.calibration(), calibration);
    double[] before = resonances(calibration, calibration);
    double[] deviations = filter.deviations();
    for (int k = 0; k < 6; k++) {
      assertEquals(drift[k], found[k] - before[k], 4 * deviations[k], "synapse " + (k + 1));
      assertTrue(deviations[k] < 0.06, "deviation " + deviations[k]);
    }
  }

  /** Resonances in half widths of a chip. */
  private static double[] resonances(Calibration of, Calibration unit) {
    double[] resonances = new double[6];
    for (int k = 0; k < 6; k++) {
      double width = unit.chains().get(k / 2).synapses().get(k % 2).halfWidth().value();
      resonances[k] = of.chains().get(k / 2).synapses().get(k % 2).resonance().value() / width;
    }
    return resonances;
  }

  /** A line that stands at its extremum looks the same from both sides; it is left to anchors. */
  @Test
  void aWeightAtItsExtremumDoesNotWalkAway() {
    double[] parameters = trained.clone();
    SynapseResponse first = calibration.chains().get(0).synapses().get(0);
    double tone = calibration.toneFrequencies().get(0);
    double below = tone - first.resonance().value() - 1.03 * first.halfWidth().value();
    parameters[0] = below / first.tuning().value();
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    double[] drift = new double[6];
    for (int i = 0; i < 1500; i++) {
      drift[0] = -0.2 * i / 1500;
      filter.advance();
      Retuning followed =
          Retuning.of(calibration, parameters, filter.offsets(), twin.lower(), twin.upper());
      filter.observe(read(followed.parameters(), input(), drift));
    }
    assertEquals(-0.1, filter.offsets()[0], 0.25, "within what a drift of 0.1 may be");
  }

  /** A static fit takes drift for noise; the filter has room for it. */
  @Test
  void aTrainingOnADriftingChipIsUnderstood() {
    BenchFile wide = DrawnChip.FILE;
    Calibration prior = DesignPrior.of(wide);
    ChipModel model = new ChipModel(wide, prior);
    double[] z = new double[model.unknowns().size()];
    for (int j = 0; j < z.length; j++) {
      z[j] = model.unknowns().get(j).kind().beyond ? 0 : 0.7 * random.nextGaussian();
    }
    Calibration truth = model.calibration(z, new double[z.length], 0);
    Nodes fluctuation = DesignPrior.noise(wide);
    List<ChipObservation> readings = new ArrayList<>();
    double[] drift = new double[6];
    for (int i = 0; i < 150; i++) {
      for (int k = 0; k < 6; k++) {
        drift[k] += -drift[k] / 30 + 0.1 * Math.sqrt(2.0 / 30) * random.nextGaussian();
      }
      double[] parameters = DrawnChip.parameters(new Random(i));
      double[] input = DrawnChip.input(new Random(1000 + i));
      Nodes nodes = Twin.of(Drifted.of(truth, drift), wide).forward(parameters, input);
      double[] voltages = nodes.chainVoltages().clone();
      for (int c = 0; c < 3; c++) {
        voltages[c] += fluctuation.chainVoltages()[c] * random.nextGaussian();
      }
      double power = nodes.powers()[2] + fluctuation.powers()[2] * random.nextGaussian();
      double[] powers = {Double.NaN, Double.NaN, power};
      readings.add(new ChipObservation(parameters, input, new Nodes(voltages, powers)));
    }
    PosteriorEstimator refit = new PosteriorEstimator(wide, prior);
    Posterior fit = refit.fit(readings, refit.prior(), 3, new Random(1));
    ResonanceKalmanFilter filter =
        ResonanceKalmanFilter.of(
            wide,
            prior,
            new DriftModel(DriftModel.flicker(1).times(), List.of(0.1, 0.01, 0.01, 0.01)),
            readings,
            new Random(1));
    double[] expected = resonances(truth, truth);
    double[] found = resonances(filter.calibration(), truth);
    double error = 0;
    for (int k = 0; k < 6; k++) {
      error += Math.pow(expected[k] + drift[k] - found[k], 2) / 6;
    }
    assertTrue(fit.reducedChiSquare() > 2, "a static fit misses " + fit.reducedChiSquare());
    assertTrue(Math.sqrt(error) < 0.25, "mean square error of resonances: " + error);
    double surprise = 0;
    Twin chip = Twin.of(Drifted.of(truth, drift), wide);
    for (int i = 0; i < 40; i++) {
      Nodes nodes = chip.forward(readings.get(i).parameters(), readings.get(i).input());
      double[] powers = {Double.NaN, Double.NaN, nodes.powers()[2]};
      Nodes seen = new Nodes(nodes.chainVoltages().clone(), powers);
      surprise +=
          filter.observe(
              new ChipObservation(readings.get(i).parameters(), readings.get(i).input(), seen));
    }
    assertTrue(surprise / 40 < 1.5, "mean square surprise " + surprise / 40);
  }

  /** Resonances four times as far from their design as it states: the first readings show it. */
  @Test
  void aChipFarFromItsDesignIsKnownAfterItsTraining() {
    BenchFile stated = DrawnChip.FILE;
    ChipDesign design = stated.design().orElseThrow();
    BenchFile far = stated.withDesign(design.withSpread(new ChipDesign.Spread(0.2, 10e6, 0, 0)));
    ChipModel model = new ChipModel(far, DesignPrior.of(far));
    for (long seed = 1; seed <= 3; seed++) {
      Random chance = new Random(seed);
      double[] z = new double[model.unknowns().size()];
      for (int j = 0; j < z.length; j++) {
        z[j] = model.unknowns().get(j).kind().beyond ? 0 : chance.nextGaussian();
      }
      Calibration truth = model.calibration(z, new double[z.length], 0);
      DrawnChip chip = new DrawnChip(stated, truth, false, 0.02, chance);
      List<ChipObservation> readings = new ArrayList<>();
      for (int i = 0; i < 104; i++) {
        readings.add(chip.read(DrawnChip.parameters(chance), DrawnChip.input(chance)));
      }
      ResonanceKalmanFilter filter =
          ResonanceKalmanFilter.of(
              stated, DesignPrior.of(stated), DriftModel.flicker(0.02), readings, chance);
      double[] expected = resonances(truth, truth);
      double[] found = resonances(filter.calibration(), truth);
      double squares = 0;
      for (int k = 0; k < 6; k++) {
        squares += Math.pow(found[k] - expected[k], 2) / 6;
      }
      double error = Math.sqrt(squares);
      assertTrue(error < 0.3, "half widths rms on chip " + seed + ": " + error);
    }
  }

  /** Drawn chips scatter as is believed, and by the drift of the time ahead. */
  @Test
  void drawnChipsScatterAsIsBelieved() {
    DriftModel drift = DriftModel.flicker(0.1);
    ResonanceKalmanFilter filter = filter(drift);
    List<Calibration> drawn = filter.draw(600, 300, random);
    double[] centre = resonances(calibration, calibration);
    double[] believed = prior(0.01 + drift.meanSquareChange(300));
    for (int k = 0; k < 6; k++) {
      double sum = 0;
      for (Calibration chip : drawn) {
        sum += Math.pow(resonances(chip, calibration)[k] - centre[k], 2) / drawn.size();
      }
      assertEquals(1, Math.sqrt(sum) / believed[k], 0.12, "synapse " + (k + 1));
    }
  }

  private List<Anchor> anchors() {
    return Anchor.of(twin, calibration, file, trained);
  }

  private ChipObservation read(Anchor anchor, double[] drift) {
    return read(anchor.parameters(), anchor.input(), drift);
  }

  @Test
  void theFirstReadingOfAnAnchorTellsNothingSinceTheModelMayBeWrong() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    filter.anchors(anchors());
    ChipObservation reading = read(anchors().get(0), new double[6]);
    double[] off = Arrays.stream(reading.nodes().chainVoltages()).map(v -> v + 0.3e-3).toArray();
    Nodes nodes = new Nodes(off, reading.nodes().powers());
    filter.advance();
    filter.observe(0, new ChipObservation(reading.parameters(), reading.input(), nodes));
    assertArrayEquals(new double[6], filter.offsets(), 0.01);
  }

  /**
   * After a short training resonances are hardly known. An anchor that always gives the same
   * reading shows nothing of where they are, and no drift.
   */
  @Test
  void anAnchorThatAlwaysReadsTheSameIsNoDriftHoweverLittleIsKnown() {
    double[] away = {0.4, -0.4, 0.4, -0.4, 0.4, -0.4};
    Calibration vague = vague(0.6);
    for (int a = 0; a < anchors().size(); a++) {
      ResonanceKalmanFilter filter =
          new ResonanceKalmanFilter(file, vague, DriftModel.flicker(0.1), noise);
      filter.anchors(anchors());
      double[] before = filter.deviations();
      for (int i = 0; i < 30; i++) {
        filter.advance();
        for (ResonanceKalmanFilter.Finding finding :
            filter.observe(a, read(anchors().get(a), away))) {
          assertTrue(i == 0 || finding.surprise() < 4, i + ": " + finding);
        }
      }
      for (int k = 0; k < 6; k++) {
        assertEquals(before[k], filter.deviations()[k], 0.1, "synapse " + (k + 1));
        assertEquals(0, filter.offsets()[k], 0.1, "synapse " + (k + 1));
      }
    }
  }

  /** The belief with other deviations of the resonances, half widths. */
  private Calibration vague(double deviation) {
    List<ChainResponse> chains = new ArrayList<>();
    for (ChainResponse chain : calibration.chains()) {
      List<SynapseResponse> synapses = new ArrayList<>();
      for (SynapseResponse s : chain.synapses()) {
        double hertz = deviation * s.halfWidth().value();
        synapses.add(s.withResonance(new Value(s.resonance().value(), hertz)));
      }
      chains.add(chain.with(synapses));
    }
    return calibration.with(chains, calibration.neurons());
  }

  /** One half width from its resonance a line is flat: the reading says nothing of where it is. */
  @Test
  void anAnchorOfALineAtItsExtremumIsNoFindingAndDoesNotSpoilTheBelief() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    filter.anchors(anchors());
    Anchor anchor = anchors().get(0);
    int flat = anchor.synapses()[0];
    SynapseResponse synapse = calibration.chains().get(0).synapses().get(flat);
    double[] parameters = anchor.parameters().clone();
    parameters[flat] += synapse.halfWidth().value() / synapse.tuning().value();
    for (int i = 0; i < 20; i++) {
      filter.advance();
      ChipObservation reading = read(parameters, anchor.input(), new double[6]);
      List<ResonanceKalmanFilter.Finding> findings = filter.observe(0, reading);
      assertEquals(
          List.of(anchor.synapses()[1]),
          findings.stream().map(ResonanceKalmanFilter.Finding::synapse).toList());
      assertTrue(Math.abs(findings.get(0).shift()) < 0.4, findings.toString());
      assertTrue(findings.get(0).deviation() < 0.1, findings.toString());
    }
    assertEquals(0, filter.offsets()[flat], 0.02);
    assertEquals(0, filter.gain(0, parameters, new double[] {1, 0, 0, 0, 0, 0}), 1e-3);
  }

  @Test
  void anAnchorIsWorthMoreTheLongerItWasNotRead() {
    double[] weights = {1, 1, 1, 1, 1, 1};
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    List<Anchor> anchors = anchors();
    filter.anchors(anchors);
    for (int r = 0; r < 3; r++) {
      for (int a = 0; a < anchors.size(); a++) {
        filter.advance();
        filter.observe(a, read(anchors.get(a), new double[6]));
      }
    }
    double at = filter.gain(0, anchors.get(0).parameters(), weights);
    filter.advance(300);
    double later = filter.gain(0, anchors.get(0).parameters(), weights);
    assertTrue(later > 2 * at, at + ", then " + later);
    filter.observe(0, read(anchors.get(0), new double[6]));
    assertTrue(filter.gain(0, anchors.get(0).parameters(), weights) < later);
  }

  @Test
  void aJumpIsFollowedOnceItsResonanceIsDoubted() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    List<Anchor> anchors = anchors();
    filter.anchors(anchors);
    for (int r = 0; r < 6; r++) {
      filter.advance();
      filter.observe(0, read(anchors.get(0), new double[6]));
      filter.observe(read(parameters(), input(), new double[6]));
    }
    double[] jumped = {0.4, 0, 0, 0, 0, 0};
    ResonanceKalmanFilter.Finding finding = filter.observe(0, read(anchors.get(0), jumped)).get(0);
    assertEquals(0, finding.synapse());
    assertTrue(finding.shift() > 0.2 && finding.surprise() > 2.5, finding.toString());
    filter.doubt(0);
    for (int i = 0; i < 6; i++) {
      filter.advance();
      filter.observe(0, read(anchors.get(0), jumped));
    }
    assertEquals(0.4, filter.offsets()[0], 0.15);
  }

  @Test
  void whatCannotBeIsRefused() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.1));
    DriftModel other = new DriftModel(List.of(10.0), List.of(0.1));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> filter.drift(other))
            .getMessage()
            .contains("[10.0]"));
    filter.anchors(anchors());
    assertThrows(IllegalStateException.class, () -> filter.anchors(anchors()));
  }

  /** What a drift is taken for decides how far a belief spreads in the time ahead. */
  @Test
  void aReplacedDriftModelIsUsedFromThenOn() {
    ResonanceKalmanFilter filter = filter(DriftModel.flicker(0.02));
    double before = filter.deviations()[0];
    filter.drift(DriftModel.flicker(0.2));
    filter.advance(Double.POSITIVE_INFINITY);
    assertEquals(prior(4e-4)[0], before, 1e-6);
    assertEquals(prior(4e-2)[0], filter.deviations()[0], 1e-6);
  }
}
