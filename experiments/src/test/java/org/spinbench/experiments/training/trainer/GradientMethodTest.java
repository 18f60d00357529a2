package org.spinbench.experiments.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.experiments.network.OutputOnly;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.Believed;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.LogisticLoss;

/**
 * Every way to a gradient against finite differences on a chip without noise that is its own twin,
 * and what the perturbative ones are off by, and scatter by, against theory.
 */
@Tag("slow")
class GradientMethodTest {
  private static final Problem PROBLEM = Believed.problem(1);
  private static final LogisticLoss LOSS = new LogisticLoss(4e-7, 4e-7, 0.3);
  private static final Examples BATCH = PROBLEM.train().range(0, 16);
  private static final double[] POINT = Believed.POINT;
  private static final int D = POINT.length;
  private static final Twin TWIN = Twin.of(PROBLEM.prior(), PROBLEM.file());
  private static final Coordinates COORDINATES = new Coordinates(PROBLEM.prior(), TWIN);

  /** The mean loss of the batch at a point, from the twin alone. */
  private static double cost(double[] point) {
    TwinWorkspace workspace = TWIN.workspace();
    double sum = 0;
    for (int i = 0; i < BATCH.size(); i++) {
      workspace.forward(COORDINATES.parameters(point), BATCH.inputs()[i]);
      sum += LOSS.value(workspace.powers()[Believed.OUTPUT], BATCH.labels()[i]);
    }
    return sum / BATCH.size();
  }

  private static double[] moved(double[] point, int coordinate, double by) {
    double[] moved = point.clone();
    moved[coordinate] += by;
    return moved;
  }

  /** Central differences of fourth order; off by less than 1e-9 here. */
  private static double[] gradientAt(double[] point) {
    double h = 1e-3;
    return IntStream.range(0, D)
        .mapToDouble(
            i ->
                (8 * (cost(moved(point, i, h)) - cost(moved(point, i, -h)))
                        - cost(moved(point, i, 2 * h))
                        + cost(moved(point, i, -2 * h)))
                    / (12 * h))
        .toArray();
  }

  private static final double[] GRADIENT = gradientAt(POINT);

  private static double secondDerivative(int i, int j) {
    double h = 1e-3;
    return (gradientAt(moved(POINT, j, h))[i] - gradientAt(moved(POINT, j, -h))[i]) / (2 * h);
  }

  private static double[] estimate(
      GradientMethod method, PhysicalNetwork chip, int step, RandomGenerator random) {
    Probe probe = Probe.of(PROBLEM, Believed.evaluations(chip, Long.MAX_VALUE));
    return method.estimate(probe, POINT, BATCH, LOSS, step, random).gradient();
  }

  private static double[] estimate(GradientMethod method) {
    return estimate(method, Believed.exact(), 0, Seeds.generator(1));
  }

  private static double norm(double[] v) {
    return Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
  }

  private static double[] minus(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }

  /** Chance that gives the bits of a number as signs. */
  private static RandomGenerator signs(int bits) {
    int[] next = {0};
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException("signs only");
      }

      @Override
      public boolean nextBoolean() {
        return (bits >> next[0]++ & 1) == 1;
      }
    };
  }

  /** What SPSA gives for each of the 2^d sign vectors: the whole distribution. */
  private static double[][] allOfSpsa(double reach) {
    GradientMethod method = new SimultaneousPerturbation(reach);
    return IntStream.range(0, 1 << D)
        .mapToObj(bits -> estimate(method, Believed.exact(), 0, signs(bits)))
        .toArray(double[][]::new);
  }

  private static double mean(double[][] estimates, int i) {
    return Arrays.stream(estimates).mapToDouble(e -> e[i]).average().orElseThrow();
  }

  private static double variance(double[][] estimates, int i) {
    double mean = mean(estimates, i);
    return Arrays.stream(estimates)
        .mapToDouble(e -> (e[i] - mean) * (e[i] - mean))
        .average()
        .orElseThrow();
  }

  private static double[] means(double[][] estimates) {
    return IntStream.range(0, D).mapToDouble(i -> mean(estimates, i)).toArray();
  }

  @Test
  void everyCoordinateMattersHere() {
    for (double slope : GRADIENT) {
      assertTrue(Math.abs(slope) > 1e-3, Arrays.toString(GRADIENT));
    }
  }

  @Test
  void physicsAwareGradientsAreExactOnAChipThatIsItsTwin() {
    for (boolean injected : new boolean[] {true, false}) {
      GradientMethod method = new PhysicsAware(PROBLEM, injected, 0);
      assertArrayEquals(GRADIENT, estimate(method), 1e-7);
      double[] outputAlone =
          estimate(method, new OutputOnly(Believed.exact()), 0, Seeds.generator(1));
      assertArrayEquals(GRADIENT, outputAlone, 1e-7);
    }
  }

  /** On other chips slopes at measured states are the better ones: mean cosine over 40 chips. */
  @Test
  void injectedNodesBringTheGradientNearerToTheChips() {
    double injected = 0;
    double endToEnd = 0;
    for (int chip = 0; chip < 40; chip++) {
      var truth = Belief.draw(PROBLEM.prior(), Seeds.generator(chip, 5));
      PhysicalNetwork network = Believed.network(truth, 0);
      double[] measured = estimate(new FiniteDifference(1e-4), network, 0, Seeds.generator(1));
      injected += cosine(measured, estimate(new PhysicsAware(PROBLEM, true, 0), network, 0, null));
      endToEnd += cosine(measured, estimate(new PhysicsAware(PROBLEM, false, 0), network, 0, null));
    }
    assertTrue(injected > endToEnd, injected / 40 + " and " + endToEnd / 40);
    assertTrue(injected / 40 > 0.3, "mean cosine " + injected / 40);
  }

  private static double cosine(double[] a, double[] b) {
    double product = IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    double norms = norm(a) * norm(b);
    return norms == 0 ? 0 : product / norms;
  }

  /** Slopes of a softer threshold: an approximation that points the same way. */
  @Test
  void aSofterThresholdKeepsTheDirection() {
    double[] soft = estimate(new PhysicsAware(PROBLEM, true, 0.03));
    assertTrue(cosine(GRADIENT, soft) > 0.95, "cosine " + cosine(GRADIENT, soft));
    assertTrue(norm(minus(soft, GRADIENT)) > 1e-4 * norm(GRADIENT));
  }

  /** (ĝ − g)/c → Cᵢᵢ/2. */
  @Test
  void finiteDifferencesAreOffByHalfTheCurvature() {
    double reach = 1e-4;
    double[] off = minus(estimate(new FiniteDifference(reach)), GRADIENT);
    for (int i = 0; i < D; i++) {
      double curvature = secondDerivative(i, i);
      assertEquals(curvature / 2, off[i] / reach, 0.01 * Math.abs(curvature) + 1e-3);
    }
  }

  /** Two hidden neurons, the output, two synapses of each layer: 7 steps instead of 9. */
  @Test
  void devicesMakeTheGradientInFewerReadings() {
    assertEquals(8 * 16, new DeviceGradients(PROBLEM, 0.1).evaluations(16, D));
    assertEquals(10 * 16, new FiniteDifference(0.1).evaluations(16, D));
    double reach = 3e-4;
    double[] off = minus(estimate(new DeviceGradients(PROBLEM, reach)), GRADIENT);
    double[] half = minus(estimate(new DeviceGradients(PROBLEM, reach / 2)), GRADIENT);
    assertTrue(norm(off) < 3e-3 * norm(GRADIENT), norm(off) + " of " + norm(GRADIENT));
    // the twin rounds the limit of its amplifier, which leaves some millionths
    assertEquals(2, norm(off) / norm(half), 0.1, "first order of the step");
  }

  /** On chips of other transconductances and slopes, too: the devices know their own. */
  @Test
  void devicesMakeTheGradientOfTheirOwnChip() {
    double sum = 0;
    for (int chip = 0; chip < 40; chip++) {
      PhysicalNetwork network =
          Believed.network(Belief.draw(PROBLEM.prior(), Seeds.generator(chip, 5)), 0);
      double[] measured = estimate(new FiniteDifference(1e-4), network, 0, Seeds.generator(1));
      double[] made = estimate(new DeviceGradients(PROBLEM, 1e-4), network, 0, null);
      sum += norm(measured) == 0 ? 1 : cosine(measured, made);
    }
    assertTrue(sum / 40 > 0.95, "mean cosine " + sum / 40);
  }

  /** An amplifier at its limit passes no step of a voltage, but every step of a bias. */
  @Test
  void anAmplifierAtItsLimitPassesNoSlope() {
    double limit = PROBLEM.file().coupling().amplifierLimit();
    double gain = PROBLEM.prior().neurons().get(0).transconductance().value();
    PhysicalNetwork exact = Believed.exact();
    PhysicalNetwork limited =
        new PhysicalNetwork() {
          @Override
          public void apply(double[] parameters) {
            exact.apply(parameters);
          }

          @Override
          public Nodes forward(double[] input) {
            Nodes nodes = exact.forward(input);
            double[] voltages = nodes.chainVoltages().clone();
            voltages[0] += 2 * limit / gain;
            return new Nodes(voltages, nodes.powers());
          }
        };
    double[] free = estimate(new DeviceGradients(PROBLEM, 1e-4));
    double[] held = estimate(new DeviceGradients(PROBLEM, 1e-4), limited, 0, null);
    assertArrayEquals(new double[] {0, 0}, Arrays.copyOf(held, 2));
    assertArrayEquals(
        Arrays.copyOfRange(free, 2, D), Arrays.copyOfRange(held, 2, D), 1e-6 * norm(free));
  }

  @Test
  void withoutVoltagesDevicesMakeNoGradient() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    estimate(
                        new DeviceGradients(PROBLEM, 0.1),
                        new OutputOnly(Believed.exact()),
                        0,
                        null))
            .getMessage();
    assertTrue(message.contains("that of chain 1 is not visible; take 'finite-diff"), message);
  }

  /**
   * E ĝᵢ − gᵢ = c²/6 [Cᵢᵢᵢ + 3 Σⱼ≠ᵢ Cᵢⱼⱼ] + O(c⁴), from the expansion of both sides with E δᵢδⱼδₖδₗ
   * (Spall 1992, doi:10.1109/9.119632).
   */
  @Test
  void spsaIsOffByThirdDerivatives() {
    double reach = 0.01;
    double[] off = minus(means(allOfSpsa(reach)), GRADIENT);
    double h = 0.01;
    double[] expected = new double[D];
    for (int j = 0; j < D; j++) {
      double[] up = gradientAt(moved(POINT, j, h));
      double[] down = gradientAt(moved(POINT, j, -h));
      for (int i = 0; i < D; i++) {
        double third = (up[i] - 2 * GRADIENT[i] + down[i]) / (h * h);
        expected[i] += reach * reach / 6 * (i == j ? 1 : 3) * third;
      }
    }
    assertArrayEquals(expected, off, 0.02 * norm(expected));
    assertEquals(4, norm(off) / norm(minus(means(allOfSpsa(reach / 2)), GRADIENT)), 0.1);
  }

  /** Var ĝᵢ = Σⱼ≠ᵢ gⱼ², which adds up to (d − 1) |g|². */
  @Test
  void spsaScattersByAllOtherSlopes() {
    double[][] estimates = allOfSpsa(1e-3);
    double all = norm(GRADIENT) * norm(GRADIENT);
    double total = 0;
    for (int i = 0; i < D; i++) {
      double expected = all - GRADIENT[i] * GRADIENT[i];
      assertEquals(expected, variance(estimates, i), 1e-3 * expected);
      total += variance(estimates, i);
    }
    assertEquals((D - 1) * all, total, 1e-3 * total);
  }

  /** One round through the code leaves (c/N) Σⱼ<ₖ Cⱼₖ Σₜ sₜᵢsₜⱼsₜₖ, of a size ∝ c. */
  @Test
  void aWholeRoundOfOrthogonalCodesIsOffInFirstOrderOfTheReach() {
    double reach = 1e-3;
    double[] off = minus(estimate(new Multiplexed(reach, 0, 5)), GRADIENT);
    double[] half = minus(estimate(new Multiplexed(reach / 2, 0, 5)), GRADIENT);
    assertEquals(2, norm(off) / norm(half), 0.02);
    double mixed = 0;
    for (int j = 0; j < D; j++) {
      for (int k = 0; k < j; k++) {
        mixed += Math.abs(secondDerivative(j, k));
      }
    }
    // Σₜ of a product of three columns of a Hadamard matrix of order 12 is ±4.
    for (double each : off) {
      assertTrue(Math.abs(each) <= reach * mixed * 4 / 12 * 1.01, each + " of " + mixed);
    }
  }

  /** Signs are drawn anew in each round: the mean over rounds is off in second order alone. */
  @Test
  void roundsWithOtherSignsAverageTheMixedDerivativesOut() {
    double reach = 0.02;
    int rounds = 200;
    GradientMethod method = new Multiplexed(reach, 0, 5);
    double[][] estimates =
        IntStream.range(0, rounds)
            .mapToObj(step -> estimate(method, Believed.exact(), step, null))
            .toArray(double[][]::new);
    double[] off = minus(means(estimates), GRADIENT);
    double scatter = IntStream.range(0, D).mapToDouble(i -> variance(estimates, i)).sum() / rounds;
    double second = 20 * reach * reach * norm(GRADIENT);
    assertTrue(norm(off) < 3 * Math.sqrt(scatter) + second, norm(off) + " of " + scatter);
    double single = norm(minus(estimates[0], GRADIENT));
    assertTrue(norm(off) < single / 4, norm(off) + " of " + single);
  }

  /** Three windows of four steps are one round of twelve. */
  @Test
  void shortWindowsAddUpToARound() {
    double reach = 1e-5;
    double[][] parts =
        IntStream.range(0, 3)
            .mapToObj(step -> estimate(new Multiplexed(reach, 4, 5), Believed.exact(), step, null))
            .toArray(double[][]::new);
    assertArrayEquals(GRADIENT, means(parts), 1e-3 * norm(GRADIENT));
    assertTrue(norm(minus(parts[0], GRADIENT)) > 0.3 * norm(GRADIENT));
  }

  /** The chip with a noise of the output power, rms over power. */
  private static PhysicalNetwork noisy(double sigma) {
    PhysicalNetwork exact = Believed.exact();
    RandomGenerator random = Seeds.generator(11);
    return new PhysicalNetwork() {
      @Override
      public void apply(double[] parameters) {
        exact.apply(parameters);
      }

      @Override
      public Nodes forward(double[] input) {
        Nodes nodes = exact.forward(input);
        double[] powers = nodes.powers().clone();
        powers[Believed.OUTPUT] *= 1 + sigma * Normal.draw(random);
        return new Nodes(nodes.chainVoltages(), powers);
      }
    };
  }

  /** σ² of the batch's cost for a small noise of the power: Σ (∂loss/∂P σ_P)²/B². */
  private static double costVariance(double sigma) {
    TwinWorkspace workspace = TWIN.workspace();
    double sum = 0;
    for (int i = 0; i < BATCH.size(); i++) {
      workspace.forward(COORDINATES.parameters(POINT), BATCH.inputs()[i]);
      double power = workspace.powers()[Believed.OUTPUT];
      double scatter = LOSS.slope(power, BATCH.labels()[i]) * sigma * power;
      sum += scatter * scatter;
    }
    return sum / (BATCH.size() * BATCH.size());
  }

  /**
   * Noise of readings enters by σ²/(2c²) in SPSA, 2σ²/c² in finite differences and σ²/(Nc²) in
   * multiplexing: there the cost without perturbation, read once, drops out since codes sum to 0.
   */
  @Test
  void noiseEntersAsTheorySays() {
    double reach = 0.01;
    double sigma = 1e-3;
    double one = costVariance(sigma) / (reach * reach);
    assertNoise(one / 2, new SimultaneousPerturbation(reach), sigma, step -> signs(0));
    assertNoise(2 * one, new FiniteDifference(reach), sigma, step -> null);
    assertNoise(one / 12, new Multiplexed(reach, 0, 5), sigma, step -> null);
  }

  private static void assertNoise(
      double expected, GradientMethod method, double sigma, IntFunction<RandomGenerator> chance) {
    PhysicalNetwork chip = noisy(sigma);
    int draws = 400;
    double[][] estimates =
        IntStream.range(0, draws)
            .mapToObj(n -> estimate(method, chip, 0, chance.apply(n)))
            .toArray(double[][]::new);
    double mean =
        IntStream.range(0, D).mapToDouble(i -> variance(estimates, i)).average().orElseThrow();
    assertEquals(expected, mean, 0.15 * expected, method.getClass().getSimpleName());
  }

  @Test
  void eachTellsWhatItCosts() {
    PhysicalNetwork chip = Believed.exact();
    for (GradientMethod method :
        new GradientMethod[] {
          new SimultaneousPerturbation(0.1),
          new FiniteDifference(0.1),
          new Multiplexed(0.1, 4, 1),
          new Multiplexed(0.1, 0, 1),
          new DeviceGradients(PROBLEM, 0.1),
          new PhysicsAware(PROBLEM, true, 0.03)
        }) {
      var evaluations = Believed.evaluations(chip, Long.MAX_VALUE);
      var estimate =
          method.estimate(
              Probe.of(PROBLEM, evaluations), POINT, BATCH, LOSS, 0, Seeds.generator(1));
      long told = method.evaluations(BATCH.size(), D);
      assertEquals(told, evaluations.ledger().total());
      assertEquals(told, estimate.readings().size());
    }
  }
}
