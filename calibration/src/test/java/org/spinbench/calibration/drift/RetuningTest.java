package org.spinbench.calibration.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;

/** Currents that bring drifted resonances back, judged by the twin's own forward pass. */
class RetuningTest {
  private static final double MOST = 10e-3;

  private final BenchFile file = Chips.bench();
  private final double[] parameters = {1e-3, -4e-3, 2e-3, 5e-3, -2e-3, 6e-3, 5e-3, 5e-3, 5e-3};
  private final double[] upper = new double[6];
  private final double[] lower = new double[6];

  RetuningTest() {
    Arrays.fill(upper, MOST);
    Arrays.fill(lower, -MOST);
  }

  /**
   * A chip all of whose lines have a quadratic part, at 10 mA over the linear one, and cross-talk.
   */
  private Calibration chip(double quadratic, double crosstalk) {
    Calibration drawn = Chips.drawn(file, new Random(3));
    List<ChainResponse> chains = new ArrayList<>();
    for (ChainResponse chain : drawn.chains()) {
      List<SynapseResponse> synapses = new ArrayList<>();
      for (SynapseResponse s : chain.synapses()) {
        synapses.add(
            new SynapseResponse(
                s.name(),
                s.junction(),
                s.resonance(),
                s.halfWidth(),
                s.antisymmetric(),
                s.symmetric(),
                s.tuning(),
                Value.exact(quadratic * s.tuning().value() / MOST),
                Value.exact(crosstalk),
                s.powerShift()));
      }
      chains.add(chain.with(synapses));
    }
    return drawn.with(chains, drawn.neurons());
  }

  private SynapseResponse first(Calibration chip) {
    return chip.chains().get(0).synapses().get(0);
  }

  private Retuning retuned(Calibration chip, double[] from, double... offsets) {
    return Retuning.of(chip, from, Arrays.copyOf(offsets, 6), lower, upper);
  }

  @Test
  void aChipThatHasDriftedDoesWhatItDidBefore() {
    Calibration chip = chip(-0.3, 0.08);
    double[] offsets = {0.3, -0.2, 0.15, -0.4, 0.25, 0.1};
    double[] input = {80e-6, 110e-6};
    double[] corrected = retuned(chip, parameters, offsets).parameters();
    Twin drifted = Twin.of(Drifted.of(chip, offsets), file);
    double[] before = Twin.of(chip, file).forward(parameters, input).chainVoltages();
    double[] after = drifted.forward(corrected, input).chainVoltages();
    double[] left = drifted.forward(parameters, input).chainVoltages();
    for (int c = 0; c < 3; c++) {
      assertEquals(before[c], after[c], 1e-6 * Math.abs(before[c]), "chain " + c);
      assertTrue(Math.abs(left[c] - before[c]) > 1e-2 * Math.abs(before[c]), "chain " + c);
    }
    assertArrayEquals(Arrays.copyOfRange(parameters, 6, 9), Arrays.copyOfRange(corrected, 6, 9), 0);
  }

  /** Lines with a quadratic part and cross-talk shift the resonances back by what they drifted. */
  @Test
  void theShiftsOfACorrectionAreTheDriftTurnedRound() {
    Calibration chip = chip(-0.3, 0.08);
    double[] offsets = {0.3, -0.2, 0.15, -0.4, 0.25, 0.1};
    double[] corrected = retuned(chip, parameters, offsets).parameters();
    double[] back = Arrays.stream(offsets).map(offset -> -offset).toArray();
    assertArrayEquals(back, Retuning.shifts(chip, parameters, corrected), 1e-9);
    assertArrayEquals(new double[6], Retuning.shifts(chip, corrected, corrected), 0);
  }

  /** Of a line without more the current changes by the drift over the tuning. */
  @Test
  void aPlainLineNeedsItsDriftOverItsTuning() {
    Calibration chip = chip(0, 0);
    double needed = 0.2 * first(chip).halfWidth().value() / first(chip).tuning().value();
    Retuning retuning = retuned(chip, parameters, 0.2);
    assertEquals(parameters[0] - needed, retuning.parameters()[0], 1e-12);
    assertEquals(parameters[1], retuning.parameters()[1], 0);
  }

  @Test
  void aCurrentBeyondALimitIsReportedAndTheLimitApplied() {
    double[] from = parameters.clone();
    from[0] = 9.9e-3;
    Retuning retuning = retuned(chip(0, 0), from, -0.5);
    assertEquals(MOST, retuning.parameters()[0], 0);
    assertTrue(retuning.wanted()[0] > MOST && retuning.wanted()[0] < 11e-3);
  }

  /**
   * t I + q I² with q = −t/(12 mA) is largest at 6 mA, by t/(12 mA) (1.5 mA)² more than at 4.5 mA.
   */
  @Test
  void aDriftBeyondTheVertexOfAParabolaIsCorrectedUpToTheVertex() {
    Calibration chip = chip(-MOST / 12e-3, 0);
    double[] from = parameters.clone();
    from[0] = 4.5e-3;
    SynapseResponse synapse = first(chip);
    double most = synapse.tuning().value() / 12e-3 * 2.25e-6 / synapse.halfWidth().value();
    assertEquals(5.25e-3, retuned(chip, from, -0.75 * most).parameters()[0], 1e-9);
    Retuning beyond = retuned(chip, from, -1.1 * most);
    assertEquals(6e-3, beyond.parameters()[0], 1e-9);
    assertTrue(Double.isNaN(beyond.wanted()[0]));
  }

  /** A line near its vertex, or beyond it, would need large currents, and the wrong way. */
  @Test
  void aLineThatHardlyMovesItsResonanceIsLeftAlone() {
    Calibration chip = chip(-MOST / 12e-3, 0);
    double[] from = parameters.clone();
    for (double current : new double[] {5e-3, 6e-3, 9e-3}) {
      from[0] = current;
      for (double drift : new double[] {0.1, -0.1}) {
        Retuning retuning = retuned(chip, from, drift, 0.1);
        assertEquals(current, retuning.parameters()[0], 0);
        assertTrue(Double.isNaN(retuning.wanted()[0]));
        assertTrue(Math.abs(retuning.parameters()[1] - from[1]) > 1e-6, "the other is corrected");
      }
    }
  }
}
