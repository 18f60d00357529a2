package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;

/** A belief whose model lacks something that its chip has says so in what it states elsewhere. */
@Tag("slow")
class SharedErrorsTest {
  private static final BenchFile FILE = DrawnChip.FILE;
  private static final int DRAWS = 16;
  private static final int COMPARED = 100;

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Its neurons lose magnetoresistance and bend in frequency, which the believed ones do not. */
  private static DrawnChip bent(RandomGenerator random) {
    ChipModel model = new ChipModel(DrawnChip.BENT, DesignPrior.of(DrawnChip.BENT));
    double[] z = new double[model.unknowns().size()];
    for (int j = 0; j < z.length; j++) {
      z[j] = model.unknowns().get(j).kind().beyond ? 0 : random.nextGaussian();
    }
    Calibration drawn = model.calibration(z, new double[z.length], 0);
    List<NeuronResponse> neurons = new ArrayList<>();
    for (NeuronResponse neuron : drawn.neurons()) {
      List<Value> values = new ArrayList<>(neuron.values().subList(0, 8));
      values.addAll(List.of(Value.exact(Math.pow(45 / 0.4, 2)), Value.exact(-5e11)));
      neurons.add(neuron.with(values));
    }
    Calibration truth = drawn.with(drawn.chains(), neurons);
    return new DrawnChip(DrawnChip.BENT, truth, false, 0.02, random);
  }

  /** As a training reads: random settings, then 32 inputs with each of few parameter sets. */
  private static List<ChipObservation> readings(
      DrawnChip chip, int settings, int sets, RandomGenerator random) {
    List<ChipObservation> readings = new ArrayList<>(chip.read(settings));
    for (int set = 0; set < sets; set++) {
      double[] p = DrawnChip.parameters(random);
      for (int i = 0; i < 32; i++) {
        readings.add(chip.read(p, DrawnChip.input(random)));
      }
    }
    return readings;
  }

  private static Posterior fit(DrawnChip chip, RandomGenerator random) {
    PosteriorEstimator refit = new PosteriorEstimator(FILE, DesignPrior.of(FILE));
    return refit.fit(readings(chip, 24, 4, random), refit.prior(), 2, random);
  }

  private static double[] values(Nodes nodes) {
    double[] all = Arrays.copyOf(nodes.chainVoltages(), 4);
    all[3] = nodes.powers()[2];
    return all;
  }

  /** Mean square of fresh residuals over the variance that the belief states for them. */
  private static double residuals(Posterior fit, DrawnChip chip, RandomGenerator random) {
    List<Twin> twins = new ArrayList<>();
    for (int d = 0; d < DRAWS; d++) {
      twins.add(Twin.of(fit.draw(random), FILE));
    }
    Twin best = Twin.of(fit.calibration(), FILE);
    double[] noise = values(DesignPrior.noise(FILE));
    double sum = 0;
    for (int i = 0; i < COMPARED; i++) {
      double[] p = DrawnChip.parameters(random);
      double[] x = DrawnChip.input(random);
      double[] read = values(chip.read(p, x).nodes());
      double[] foretold = values(best.forward(p, x));
      double[][] drawn =
          twins.stream().map(twin -> values(twin.forward(p, x))).toArray(double[][]::new);
      for (int k = 0; k < read.length; k++) {
        double variance = fit.noise() * noise[k] * fit.noise() * noise[k];
        for (double[] one : drawn) {
          variance += (one[k] - foretold[k]) * (one[k] - foretold[k]) / DRAWS;
        }
        sum += (read[k] - foretold[k]) * (read[k] - foretold[k]) / variance;
      }
    }
    return sum / (4 * COMPARED);
  }

  /**
   * With independent errors of the readings alone the three have 2.7, 3.4 and 6.1: a fit that is
   * wrong and does not say so.
   */
  @Test
  void whatTheModelLacksIsPartOfWhatItStatesElsewhere() {
    double sum = 0;
    for (long seed : new long[] {1, 5, 6}) {
      RandomGenerator random = random(seed);
      DrawnChip chip = bent(random);
      Posterior fit = fit(chip, random);
      assertTrue(fit.reducedChiSquare() > 1.5, () -> "chi-square " + fit.reducedChiSquare());
      sum += residuals(fit, chip, random);
    }
    assertTrue(sum / 3 < 2.7, "mean square " + sum / 3);
  }

  /**
   * Devices spread half as far again as designed, and so do readings, so that no model explains
   * them with the declared noise. Twelve of their settings are too few to tell the wider spread
   * from the designed one; the belief then holds the wider one.
   */
  @Test
  void aDoubtfulDesignIsNotTakenForSure() {
    double designed = 0;
    double widened = 0;
    for (long seed : new long[] {2, 4, 6}) {
      RandomGenerator random = random(seed);
      ChipModel model = new ChipModel(FILE, DesignPrior.of(FILE));
      double[] z = new double[model.unknowns().size()];
      Arrays.setAll(z, j -> 1.5 * random.nextGaussian());
      Calibration truth = model.calibration(z, new double[z.length], 0);
      DrawnChip chip = new DrawnChip(FILE, truth, false, 0.03, random);
      List<ChipObservation> readings = readings(chip, 12, 2, random);
      PosteriorEstimator refit = new PosteriorEstimator(FILE, DesignPrior.of(FILE));
      Posterior narrow = refit.fit(readings, refit.prior(), 5, random);
      PosteriorEstimator.Believed wide = refit.cautious(readings, narrow, 8, random);
      double gain = wide.fit().evidence() - narrow.evidence();
      assertTrue(wide.estimator().isWidened() && Math.abs(gain) < 5, seed + ": " + gain);
      designed += residuals(narrow, chip, random);
      widened += residuals(wide.fit(), chip, random);
    }
    assertTrue(widened < 0.85 * designed, widened + " instead of " + designed);
  }

  /** What it states for a number is how far drawn chips scatter. */
  @Test
  void drawnChipsScatterAsStated() {
    RandomGenerator random = random(5);
    Posterior fit = fit(bent(random), random);
    List<SynapseResponse> stated = synapses(fit.calibration());
    double[] squares = new double[stated.size()];
    int draws = 2000;
    for (int d = 0; d < draws; d++) {
      List<SynapseResponse> drawn = synapses(fit.draw(random));
      for (int s = 0; s < squares.length; s++) {
        double off = drawn.get(s).resonance().value() - stated.get(s).resonance().value();
        squares[s] += off * off / draws;
      }
    }
    for (int s = 0; s < squares.length; s++) {
      double deviation = stated.get(s).resonance().deviation();
      // the root of 2000 squares is uncertain by 1.6 %
      assertEquals(deviation, Math.sqrt(squares[s]), 0.08 * deviation, stated.get(s).name());
    }
  }

  private static List<SynapseResponse> synapses(Calibration chip) {
    return chip.chains().stream().flatMap(chain -> chain.synapses().stream()).toList();
  }

  @Test
  void readingsWithTheSameParametersBelongTogether() {
    double[] p = {1e-3, 2e-3};
    double[] other = {1e-3, 3e-3};
    Nodes nodes = new Nodes(new double[1], new double[1]);
    ChipObservation first = new ChipObservation(p, new double[] {1e-6}, nodes);
    ChipObservation second = new ChipObservation(other, new double[] {2e-6}, nodes);
    ChipObservation third = new ChipObservation(p.clone(), new double[] {3e-6}, nodes);
    Iterator<List<ChipObservation>> groups =
        ChipObservation.byParameters(List.of(first, second, third)).iterator();
    assertEquals(List.of(first, third), groups.next());
    assertEquals(List.of(second), groups.next());
    assertTrue(!groups.hasNext());
    NormalEquations normal = new NormalEquations(new int[] {1});
    normal.add(new double[] {5, 2}, 3, 0.5);
    assertEquals(3, normal.addPrior(new double[] {9, Math.sqrt(3)}), 1e-12);
    assertArrayEquals(new double[] {3}, normal.withoutPrior(new double[] {9, Math.sqrt(3)}), 1e-12);
  }
}
