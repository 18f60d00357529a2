package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.CubatureLinearization.Expected;

/** What is expected of a chip's nodes while its resonances are uncertain. */
@Tag("any-jdk")
class CubatureLinearizationTest {
  private final Calibration prior = DesignPrior.of(DrawnChip.FILE);
  private final ChipModel model = new ChipModel(DrawnChip.FILE, prior);
  private final Resonances resonances = new Resonances(model, prior);
  private final CubatureLinearization linearization = new CubatureLinearization(model, resonances);
  private final double[] z = new double[model.unknowns().size()];
  private final double[] parameters = {0, 0, 0, 0, 0, 0, 5e-3, 5e-3, 5e-3};
  private final double[] input = {100e-6, 60e-6};

  private double[][] spreads(double deviation) {
    double[][] spreads = new double[6][6];
    for (int s = 0; s < 6; s++) {
      for (int t = 0; t < 6; t++) {
        spreads[s][t] = deviation * deviation * (s == t ? 1 : 0.3);
      }
    }
    return spreads;
  }

  /** Puts the first resonance so many half widths above the tone that its synapse weighs. */
  private void firstAbove(double halfWidths) {
    double tone = prior.toneFrequencies().get(0);
    double resonance = prior.chains().get(0).synapses().get(0).resonance().value();
    double halfWidth = prior.chains().get(0).synapses().get(0).halfWidth().value();
    double deviation = prior.chains().get(0).synapses().get(0).resonance().deviation();
    z[resonances.place[0]] = (tone + halfWidths * halfWidth - resonance) / deviation;
  }

  private double[] moved(double[] offsets) {
    double[] moved = z.clone();
    for (int s = 0; s < 6; s++) {
      moved[resonances.place[s]] += offsets[s] * resonances.width[s];
    }
    return moved;
  }

  private double[] nodes(double[] offsets) {
    return linearization.tangent(moved(offsets), parameters, input).values();
  }

  @Test
  void theTangentIsTheDifferenceOfNeighbours() {
    firstAbove(0.4);
    Expected tangent = linearization.tangent(z, parameters, input);
    double step = 1e-5;
    for (int s = 0; s < 6; s++) {
      double[] offsets = new double[6];
      offsets[s] = step;
      double[] above = nodes(offsets);
      offsets[s] = -step;
      double[] below = nodes(offsets);
      for (int node = 0; node < 6; node++) {
        double scale = Math.abs(tangent.values()[node]);
        double slope = (above[node] - below[node]) / (2 * step);
        assertEquals(slope, tangent.byOffset()[node][s], 1e-6 * scale, node + " by " + s);
        assertEquals(0, tangent.left()[node], 0);
      }
    }
  }

  /** Where resonances are well known, the average is the tangent. */
  @Test
  void aSmallSpreadGivesTheTangent() {
    firstAbove(0.4);
    Expected tangent = linearization.tangent(z, parameters, input);
    Expected averaged = linearization.averaged(z, spreads(1e-4), parameters, input);
    for (int node = 0; node < 3; node++) {
      double scale = Math.abs(tangent.values()[node]);
      assertEquals(tangent.values()[node], averaged.values()[node], 1e-5 * scale);
      for (int s = 0; s < 6; s++) {
        assertEquals(tangent.byOffset()[node][s], averaged.byOffset()[node][s], 1e-4 * scale);
      }
    }
  }

  /** Mean and variance of a voltage are those of very many chips that are drawn. */
  @Test
  void meanAndVarianceAreThoseOfDrawnChips() {
    firstAbove(0.1);
    double deviation = 0.1;
    Random random = new Random(6);
    int draws = 40_000;
    double sum = 0;
    double squares = 0;
    for (int d = 0; d < draws; d++) {
      double shared = Math.sqrt(0.3) * random.nextGaussian();
      double[] offsets = new double[6];
      for (int s = 0; s < 6; s++) {
        offsets[s] = deviation * (shared + Math.sqrt(0.7) * random.nextGaussian());
      }
      double voltage = nodes(offsets)[0];
      sum += voltage;
      squares += voltage * voltage;
    }
    double mean = sum / draws;
    double variance = squares / draws - mean * mean;
    Expected averaged = linearization.averaged(z, spreads(deviation), parameters, input);
    double explained = averaged.left()[0];
    for (int s = 0; s < 6; s++) {
      for (int t = 0; t < 6; t++) {
        explained +=
            averaged.byOffset()[0][s] * spreads(deviation)[s][t] * averaged.byOffset()[0][t];
      }
    }
    assertEquals(mean, averaged.values()[0], 0.05 * Math.sqrt(variance));
    assertEquals(1, explained / variance, 0.1);
  }

  /** One half width from the tone a line is at its extremum: its slope has no sure sign. */
  @Test
  void aSlopeThatMayHaveTheOtherSignIsNoSlope() {
    firstAbove(1);
    Expected averaged = linearization.averaged(z, spreads(0.2), parameters, input);
    assertEquals(0, averaged.byOffset()[0][0], 0);
    assertTrue(averaged.left()[0] > 0, "what is not followed is noise");
    firstAbove(0);
    assertTrue(
        Math.abs(linearization.averaged(z, spreads(0.2), parameters, input).byOffset()[0][0]) > 0);
  }
}
