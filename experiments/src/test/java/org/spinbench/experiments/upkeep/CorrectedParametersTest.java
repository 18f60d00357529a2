package org.spinbench.experiments.upkeep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.training.Believed;

/** Parameters in the middle of the range of the chip as designed. */
class CorrectedParametersTest {
  private static final double[] NONE = new double[6];

  private final List<String> limits = new ArrayList<>();
  private final CorrectedParameters work =
      new CorrectedParameters(
          Believed.FILE,
          0.03,
          (format, all) -> limits.add(String.format(Locale.ROOT, format, all)));
  private final Twin twin = Twin.of(Believed.DESIGN, Believed.FILE);
  private final double[] trained = new double[9];

  CorrectedParametersTest() {
    for (int i = 0; i < trained.length; i++) {
      trained[i] = (twin.lower()[i] + twin.upper()[i]) / 2;
    }
    work.take(trained, new double[] {1e-7}, Believed.DESIGN, NONE);
  }

  private static double[] drift(double offset) {
    double[] drift = new double[6];
    drift[1] = offset;
    return drift;
  }

  @Test
  void driftWithinTheDeadbandIsLeftAlone() {
    work.correct(drift(0.02));
    assertArrayEquals(trained, work.applied());
  }

  /** The field line brings a resonance back: voltages are those before the drift. */
  @Test
  void driftIsMadeUpForByTheFieldLine() {
    double[] input = {5e-5, 5e-5};
    double before = twin.forward(trained, input).chainVoltages()[0];
    double[] drift = drift(0.2);
    Twin drifted = Twin.of(work.drifted(drift), Believed.FILE);
    double off = drifted.forward(trained, input).chainVoltages()[0] - before;
    work.correct(drift);
    double left = drifted.forward(work.applied(), input).chainVoltages()[0] - before;
    assertTrue(Math.abs(left) < 0.1 * Math.abs(off), left + " V of " + off + " V");
    assertEquals(List.of(), limits);
  }

  @Test
  void aLimitIsReportedOnce() {
    work.correct(drift(200));
    work.correct(drift(300));
    assertEquals(1, limits.size());
    assertTrue(limits.get(0).startsWith("synapse 2"), limits.get(0));
    double applied = work.applied()[1];
    assertTrue(applied >= twin.lower()[1] && applied <= twin.upper()[1]);
  }

  /** Drift counts from the moment at which the parameters were found. */
  @Test
  void newParametersSuitTheChipAsItIsThen() {
    work.correct(drift(0.2));
    work.take(trained, new double[] {2e-7}, Believed.DESIGN, drift(0.2));
    work.correct(drift(0.2));
    assertArrayEquals(trained, work.applied());
    assertArrayEquals(new double[] {2e-7}, work.decision());
  }
}
