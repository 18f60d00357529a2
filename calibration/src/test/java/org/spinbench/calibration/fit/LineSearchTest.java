package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One line of 5 MHz at 254 MHz that 3.1 GHz/A tune, in sweeps at two fields without noise. */
@Tag("any-jdk")
class LineSearchTest {
  private static final double FIELD = 10e-3;
  private static final ChainFit.Design DESIGN = new ChainFit.Design("s", 1, 0, 250e6, 250e6);

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
        .find(FIELD, 0);
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
        new LineSearch(DESIGN, 0, List.of(sweep(0, 254e6, 5e6, 0, 0, 0))).find(FIELD, 0);
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
    assertEquals(0, new LineSearch(DESIGN, 0, List.of(foreign)).find(FIELD, 0).gain());
  }

  /** At 0 and 3 mA, over so much of the design's scale to either side. */
  private static LineSearch.Line find(
      ChainFit.Design design, double span, double resonance, double width, double tuning) {
    List<List<ChainReading>> sweeps = new ArrayList<>();
    for (double field : new double[] {0, 3e-3}) {
      List<ChainReading> sweep = new ArrayList<>();
      for (int i = 0; i <= 40; i++) {
        double frequency = design.frequency() + span * design.scale() * (i / 20.0 - 1);
        double x = (frequency - resonance - tuning * field) / width;
        double voltage = 1e-4 * (20 - 55 * x) / (1 + x * x);
        sweep.add(
            new ChainReading(
                new double[] {field},
                new double[] {frequency},
                new double[] {1e-4},
                new double[1],
                voltage,
                1e-9));
      }
      sweeps.add(sweep);
    }
    return new LineSearch(design, 0, sweeps).find(FIELD, 0);
  }

  private static void assertFound(
      LineSearch.Line line, double resonance, double width, double tuning) {
    assertEquals(resonance, line.resonance(), 5e-3 * width, line.toString());
    assertEquals(width, line.width(), 1e-2 * width, line.toString());
    assertEquals(tuning, line.tuning(), 5e-3 * Math.abs(tuning), line.toString());
    assertTrue(line.explained() > 0.9999, line.toString());
  }

  /** The strongest current moves a line by 3 % to 24 % of the scale, to either side. */
  @ParameterizedTest
  @ValueSource(doubles = {0.03, 0.06, 0.13, 0.23})
  void tuningsOfEachSizeAndSignAreFound(double part) {
    double tuning = part * 250e6 / FIELD;
    assertFound(find(DESIGN, 0.1, 249e6, 1.9e6, tuning), 249e6, 1.9e6, tuning);
    assertFound(find(DESIGN, 0.1, 251e6, 1.9e6, -tuning), 251e6, 1.9e6, -tuning);
  }

  /** Up to a tenth of the scale about the design resonance, whatever that itself is. */
  @Test
  void distancesWidthsAndTuningsGoByTheScale() {
    ChainFit.Design crowded = new ChainFit.Design("s", 1, 0, 250e6, 100e6);
    for (double offset : new double[] {-9.6e6, 9.6e6}) {
      double at = 250e6 + offset;
      double tuning = -Math.signum(offset) * 1.3e9;
      assertFound(find(crowded, 0.14, at, 0.9e6, tuning), at, 0.9e6, tuning);
      LineSearch.Line far = find(crowded, 0.5, 250e6 + 3 * offset, 0.9e6, tuning);
      assertTrue(Math.abs(far.resonance() - 250e6) <= 12e6, far.toString());
    }
    assertEquals(10e6, crowded.range(), 1e-6);
    LineSearch.Line none =
        new LineSearch(crowded, 0, List.of(sweep(0, 254e6, 5e6, 0, 0, 0))).find(FIELD, 0);
    assertEquals(1.6e6, none.width());
  }

  /** A symmetric and an antisymmetric part that two points cannot tell apart are no line. */
  @Test
  void twoPointsAreNoSweep() {
    List<ChainReading> whole = sweep(0, 254e6, 5e6, 63, 8, 0);
    List<ChainReading> two = List.of(whole.get(15), whole.get(19));
    LineSearch.Line none = new LineSearch(DESIGN, 0, List.of(two)).find(FIELD, 0);
    assertEquals(0, none.gain());
    assertEquals(0, none.explained());
  }
}
