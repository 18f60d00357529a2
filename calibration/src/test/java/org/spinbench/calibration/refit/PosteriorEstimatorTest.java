package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.twin.Nodes;

@Tag("slow")
class PosteriorEstimatorTest {
  private static final int CHIPS = 6;

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(1000003 * seed);
  }

  private static PosteriorEstimator refit() {
    return new PosteriorEstimator(DrawnChip.FILE, DesignPrior.of(DrawnChip.FILE));
  }

  /** A truth with the given z, in the order of the model's unknowns. */
  private static Calibration truth(double[] z) {
    ChipModel model = new ChipModel(DrawnChip.FILE, DesignPrior.of(DrawnChip.FILE));
    return model.calibration(z, new double[z.length], 0);
  }

  private static List<Unknown> unknowns() {
    return new ChipModel(DrawnChip.FILE, DesignPrior.of(DrawnChip.FILE)).unknowns();
  }

  private static double[] drawn(boolean beyond, RandomGenerator random) {
    double[] z = new double[unknowns().size()];
    for (int j = 0; j < z.length; j++) {
      double normal = random.nextGaussian();
      z[j] = beyond || !unknowns().get(j).kind().beyond ? normal : 0;
    }
    return z;
  }

  private static int index(String device, Unknown.Kind kind) {
    for (int j = 0; j < unknowns().size(); j++) {
      Unknown unknown = unknowns().get(j);
      if (unknown.device().equals(device) && unknown.kind() == kind) {
        return j;
      }
    }
    throw new IllegalArgumentException(device + " has no unknown " + kind);
  }

  /** Over all numbers of many drawn chips: errors over stated deviations are standard normal. */
  @ParameterizedTest
  @CsvSource({"false, false, 70", "true, false, 70", "false, true, 120"})
  void findsDrawnChipsWithinTheStatedUncertainty(boolean beyond, boolean hidden, int readings) {
    double squares = 0;
    int numbers = 0;
    double chi = 0;
    for (long seed = 1; seed <= CHIPS; seed++) {
      RandomGenerator random = random(seed);
      double[] z = drawn(beyond, random);
      DrawnChip chip = new DrawnChip(truth(z), hidden, 0.02, random);
      PosteriorEstimator refit = refit();
      Posterior fit = refit.fit(chip.read(readings), refit.prior(), 2, random);
      chi += fit.reducedChiSquare() / CHIPS;
      for (int j = 0; j < z.length; j++) {
        double deviation = Math.sqrt(fit.covariance()[j][j]);
        if (beyond || !unknowns().get(j).kind().beyond) {
          double score = (fit.z()[j] - z[j]) / deviation;
          squares += Math.min(9, score * score);
          numbers++;
        }
      }
    }
    assertEquals(1, Math.sqrt(squares / numbers), 0.2);
    assertEquals(1, chi, 0.12);
  }

  /**
   * Readings fluctuate with the emission frequencies. A design that says so has honest deviations;
   * one that does not finds its readings unexplained.
   */
  @Test
  void readingsAreWeighedByTheFrequencyNoise() {
    double squares = 0;
    int numbers = 0;
    double chi = 0;
    double unaware = 0;
    for (long seed = 1; seed <= CHIPS; seed++) {
      RandomGenerator random = random(40 + seed);
      ChipModel model = new ChipModel(DrawnChip.NOISY, DesignPrior.of(DrawnChip.NOISY));
      double[] z = new double[model.unknowns().size()];
      for (int j = 0; j < z.length; j++) {
        z[j] = model.unknowns().get(j).kind().beyond ? 0 : random.nextGaussian();
      }
      Calibration truth = model.calibration(z, new double[z.length], 0);
      List<ChipObservation> readings =
          new DrawnChip(DrawnChip.NOISY, truth, false, 0.02, random).read(100);
      PosteriorEstimator aware =
          new PosteriorEstimator(DrawnChip.NOISY, DesignPrior.of(DrawnChip.NOISY));
      Posterior fit = aware.fit(readings, aware.prior(), 2, random);
      chi += fit.reducedChiSquare() / CHIPS;
      for (int j = 0; j < z.length; j++) {
        if (!model.unknowns().get(j).kind().beyond) {
          double off = fit.z()[j] - z[j];
          squares += off * off / fit.covariance()[j][j];
          numbers++;
        }
      }
      PosteriorEstimator other =
          new PosteriorEstimator(DrawnChip.STEADY, DesignPrior.of(DrawnChip.STEADY));
      unaware += other.fit(readings, other.prior(), 2, random).reducedChiSquare() / CHIPS;
    }
    assertEquals(1, chi, 0.15, "chi-square");
    assertEquals(1, squares / numbers, 0.3, "squared errors over stated variances");
    assertTrue(unaware > 1.2, "chi-square without the frequency noise: " + unaware);
  }

  /**
   * A neuron of 45 Ω that keeps half of its magnetoresistance at 0.4 V, and whose frequency bends,
   * explains its readings only to a belief with both: power falls as 1/(1 + (I R/V_h)²)².
   */
  @Test
  void findsALossOfMagnetoresistanceAndABentFrequency() {
    RandomGenerator random = random(7);
    ChipModel model = new ChipModel(DrawnChip.BENT, DesignPrior.of(DrawnChip.BENT));
    double[] z = new double[model.unknowns().size()];
    Calibration design = model.calibration(z, new double[z.length], 0);
    double loss = Math.pow(45 / 0.4, 2);
    Calibration truth =
        design.with(
            design.chains(),
            design.neurons().stream()
                .map(
                    n -> {
                      List<Value> bent = new ArrayList<>(n.values().subList(0, 8));
                      bent.addAll(List.of(Value.exact(loss), Value.exact(-5e11)));
                      return n.with(bent);
                    })
                .toList());
    List<ChipObservation> readings =
        new DrawnChip(DrawnChip.BENT, truth, false, 0.02, random).read(150);
    PosteriorEstimator refit =
        new PosteriorEstimator(DrawnChip.BENT, DesignPrior.of(DrawnChip.BENT));
    Posterior fit = refit.fit(readings, refit.prior(), 2, random);
    assertTrue(fit.reducedChiSquare() < 1.2, () -> "chi-square " + fit.reducedChiSquare());
    for (NeuronResponse found : fit.calibration().neurons().subList(0, 2)) {
      Value r = found.biasLoss();
      assertEquals(loss, r.value(), 3 * r.deviation());
      Value d = found.curvature();
      assertEquals(-5e11, d.value(), 3 * d.deviation());
      assertTrue(d.deviation() < 1e11, () -> "curvature " + d);
    }
    Posterior without = refit().fit(readings, refit().prior(), 2, random);
    assertTrue(without.reducedChiSquare() > 1.5, () -> "" + without.reducedChiSquare());
  }

  @Test
  void takesInWhatAPlainModelLeavesOutOnlyWhenItMust() {
    RandomGenerator random = random(5);
    PosteriorEstimator refit = refit();
    double[] plain = drawn(false, random);
    DrawnChip chip = new DrawnChip(truth(plain), false, 0.02, random);
    assertFalse(refit.fit(chip.read(60), refit.prior(), 0, random).beyond());
    double[] rich = drawn(true, random);
    DrawnChip other = new DrawnChip(truth(rich), false, 0.02, random);
    Posterior fit = refit.fit(other.read(60), refit.prior(), 0, random);
    assertTrue(fit.beyond());
    assertTrue(fit.reducedChiSquare() < 1.3, () -> "chi-square " + fit.reducedChiSquare());
  }

  @Test
  void noiseLargerThanDeclaredIsFoundAndWidensTheBelief() {
    RandomGenerator random = random(6);
    Calibration truth = truth(drawn(false, random));
    PosteriorEstimator refit = refit();
    Posterior quiet =
        refit.fit(new DrawnChip(truth, false, 0.02, random).read(80), refit.prior(), 0, random);
    Posterior noisy =
        refit.fit(new DrawnChip(truth, false, 0.06, random).read(80), refit.prior(), 0, random);
    assertEquals(1, quiet.noise(), 0.12);
    assertEquals(3, noisy.noise(), 0.45);
    int width = index("synapse 1", Unknown.Kind.HALF_WIDTH);
    assertTrue(noisy.covariance()[width][width] > 2 * quiet.covariance()[width][width]);
  }

  @Test
  void aFewWrongReadingsDoNotSpoilIt() {
    RandomGenerator random = random(7);
    double[] z = drawn(false, random);
    DrawnChip chip = new DrawnChip(truth(z), false, 0.02, random);
    List<ChipObservation> readings = new ArrayList<>(chip.read(80));
    for (int i = 0; i < 3; i++) {
      ChipObservation right = readings.get(i);
      double[] voltages = right.nodes().chainVoltages().clone();
      voltages[i] = -3e-3;
      readings.set(
          i,
          new ChipObservation(
              right.parameters(), right.input(), new Nodes(voltages, right.nodes().powers())));
    }
    PosteriorEstimator refit = refit();
    Posterior fit = refit.fit(readings, refit.prior(), 0, random);
    int resonance = index("synapse 2", Unknown.Kind.RESONANCE);
    assertEquals(z[resonance], fit.z()[resonance], 0.25);
  }

  /** Chosen settings leave the numbers better known than random ones. */
  @Test
  void chosenSettingsTellMoreThanRandomOnes() {
    double chosen = 0;
    double drawn = 0;
    for (long seed = 1; seed <= 4; seed++) {
      RandomGenerator random = random(seed);
      DrawnChip chip = new DrawnChip(truth(drawn(false, random)), false, 0.02, random);
      PosteriorEstimator refit = refit();
      List<OperatingPoint> settings = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        settings.add(new OperatingPoint(DrawnChip.parameters(random), DrawnChip.input(random)));
      }
      List<ChipObservation> best =
          new OptimalDesign(DrawnChip.FILE)
              .choose(refit.prior(), settings, 30, false).stream()
                  .map(s -> chip.read(s.parameters(), s.input()))
                  .toList();
      chosen += entropy(refit.fit(best, refit.prior(), 2, random));
      drawn += entropy(refit.fit(chip.read(30), refit.prior(), 2, random));
    }
    assertTrue(chosen < drawn - 4, "entropies " + chosen + " and " + drawn);
  }

  private static double entropy(Posterior fit) {
    return Arrays.stream(
                new EigenDecomposition(new Array2DRowRealMatrix(fit.covariance()))
                    .getRealEigenvalues())
            .map(StrictMath::log)
            .sum()
        / 2;
  }
}
