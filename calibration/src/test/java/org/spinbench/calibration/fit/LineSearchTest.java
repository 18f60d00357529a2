package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One line of 5 MHz at 254 MHz that 3.1 GHz/A tune, in sweeps at two fields without noise. */
class LineSearchTest {
  private static final double FIELD = 10e-3;
  private static final SynapseDesign DESIGN = new SynapseDesign("s", 1, 0, 250e6, 250e6, 0);

  private static List<ChainReading> sweep(
      double field, double resonance, double width, double odd, double even, double background) {
    List<ChainReading> sweep = new ArrayList<>();
    for (int i = 0; i < 33; i++) {
      double frequency = 250e6 * (1 + 0.085 * (i / 16.0 - 1));
      double x = (frequency - resonance - 3.1e9 * field) / width;
      double voltage = background + 1e-4 * (even + odd * x) / (1 + x * x);
      sweep.add(
          new ChainReading(
              new double[] {field},
              new double[] {frequency},
              new double[] {1e-4},
              new double[1],
              voltage,
              1e-9));
    }
    return sweep;
  }

  private static LineSearch.Line find(double resonance, double width, double odd, double even) {
    return new LineSearch(
            DESIGN,
            0,
            List.of(
                sweep(0, resonance, width, odd, even, 2e-6),
                sweep(3e-3, resonance, width, odd, even, -5e-6)))
        .find(FIELD);
  }

  private static void assertIs(
      LineSearch.Line line, double resonance, double width, double odd, double even) {
    assertEquals(resonance, line.resonance(), 1e-3 * width);
    assertEquals(width, line.width(), 2e-3 * width);
    assertEquals(odd, line.antisymmetric(), 3e-3 * Math.hypot(odd, even));
    assertEquals(even, line.symmetric(), 3e-3 * Math.hypot(odd, even));
    assertEquals(3.1e9, line.tuning(), 2e-3 * 3.1e9);
    assertTrue(line.explained() > 0.99999 && line.explained() <= 1 + 1e-12, line.toString());
  }

  /** The backgrounds of the sweeps differ, and are not taken for a part of the line. */
  @Test
  void aLineWithoutNoiseIsFoundToAThousandthOfItsWidth() {
    assertIs(find(254e6, 5e6, 63, 8), 254e6, 5e6, 63, 8);
    assertIs(find(246e6, 2.2e6, -55, 20), 246e6, 2.2e6, -55, 20);
    assertIs(find(240e6, 5e6, 0, 60), 240e6, 5e6, 0, 60);
  }

  /** Gain is the sum of squares about each sweep's mean that the line explains: here all of it. */
  @Test
  void itsGainIsTheVariationThatItExplains() {
    double sum = 0;
    for (double field : new double[] {0, 3e-3}) {
      List<ChainReading> sweep = sweep(field, 254e6, 5e6, 63, 8, 0);
      double mean = sweep.stream().mapToDouble(ChainReading::voltage).average().orElseThrow();
      sum += sweep.stream().mapToDouble(r -> Math.pow(r.voltage() - mean, 2)).sum();
    }
    assertEquals(sum, find(254e6, 5e6, 63, 8).gain(), 1e-4 * sum);
  }

  @Test
  void aConstantVoltageHasNoLine() {
    LineSearch.Line none =
        new LineSearch(DESIGN, 0, List.of(sweep(0, 254e6, 5e6, 0, 0, 0))).find(FIELD);
    assertEquals(0, none.gain());
    assertEquals(0, none.explained());
    assertEquals(250e6, none.resonance());
    assertEquals(0.016 * 250e6, none.width());
  }

  /** Beyond 0.12 of the scale, or wider than 0.06 of it, a line is not the synapse's. */
  @Test
  void whatIsFarAwayOrBroadIsNotTheSynapses() {
    LineSearch.Line far = find(290e6, 5e6, 63, 8);
    assertTrue(Math.abs(far.resonance() - 250e6) <= 0.12 * 250e6, far.toString());
    LineSearch.Line broad = find(250e6, 30e6, 0, 60);
    assertTrue(broad.width() <= 0.06 * 250e6, broad.toString());
    LineSearch.Line narrow = find(250e6, 0.4e6, 0, 60);
    assertTrue(narrow.width() >= 0.003 * 250e6, narrow.toString());
  }

  /** While its own tone is off, what another tone does under its line is not its sweep. */
  @Test
  void readingsWithoutItsOwnToneSayNothing() {
    List<ChainReading> foreign = new ArrayList<>();
    for (ChainReading r : sweep(0, 254e6, 5e6, 63, 8, 0)) {
      foreign.add(
          new ChainReading(
              r.fieldCurrents(),
              new double[] {250e6, r.frequencies()[0]},
              new double[] {0, 1e-4},
              new double[2],
              r.voltage(),
              1e-9));
    }
    assertEquals(0, new LineSearch(DESIGN, 0, List.of(foreign)).find(FIELD).gain());
  }
}
