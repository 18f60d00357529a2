package org.spinbench.calibration.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.BenchFile;

/** Anchors and the filter behind them on a twin that drifts. */
class OffsetFilterTest {
  private static final double NOISE = 20e-6;

  private final BenchFile file = Chips.bench();
  private final Calibration calibration = Chips.drawn(file, new Random(3));
  private final Twin twin = Twin.of(calibration, file);
  private final double[] trained = {1e-3, -1e-3, 0.5e-3, 2e-3, -2e-3, 1e-3, 5e-3, 5e-3, 5e-3};
  private final OffsetMap map = OffsetMap.about(calibration, trained);
  private final List<Anchor> anchors = Anchor.of(twin, calibration, file, trained);
  private final Random random = new Random(5);
  private OffsetFilter filter;

  @BeforeEach
  void begin() {
    filter = filter(DriftModel.flicker(0.1));
  }

  private OffsetFilter filter(DriftModel drift) {
    List<DriftModel> models = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      models.add(i < 6 ? drift : DriftModel.flicker(0));
    }
    return new OffsetFilter(twin, map, anchors, models, new double[] {NOISE, NOISE, NOISE}, 0);
  }

  private double[] read(int anchor, double[] applied, double[] drift) {
    double[] drifted = new double[map.size()];
    map.add(applied, drift, drifted);
    Nodes nodes = twin.forward(drifted, anchors.get(anchor).input());
    double[] voltages = anchors.get(anchor).only(nodes.chainVoltages());
    for (int c = 0; c < voltages.length; c++) {
      voltages[c] += NOISE * random.nextGaussian();
    }
    return voltages;
  }

  @Test
  void anOffsetIsTheShiftOfItsResonanceInHalfWidthsAndOfNoOther() {
    double[] at = new double[map.size()];
    for (int k = 0; k < 2; k++) {
      double[] offsets = new double[map.size()];
      offsets[k] = 0.01;
      map.add(trained, offsets, at);
      for (int l = 0; l < 2; l++) {
        SynapseResponse s = calibration.chains().get(0).synapses().get(l);
        double moved = resonance(s, at, l) - resonance(s, trained, l);
        assertEquals(l == k ? 0.01 : 0, moved / s.halfWidth().value(), 1e-5);
      }
    }
  }

  private static double resonance(SynapseResponse s, double[] parameters, int k) {
    double own = parameters[k];
    return s.tuning().value() * (own + s.crosstalk().value() * parameters[1 - k])
        + s.tuningQuadratic().value() * own * own;
  }

  @Test
  void everySynapseHasAnAnchorWhereItsVoltagePassesZeroSteeply() {
    Set<Integer> anchored = new HashSet<>();
    for (Anchor anchor : anchors) {
      Nodes nodes = twin.forward(anchor.parameters(), anchor.input());
      for (int i = 0; i < anchor.chains().length; i++) {
        int synapse = anchor.synapses()[i];
        anchored.add(synapse);
        double[] offsets = new double[map.size()];
        offsets[synapse] = 1;
        double[] at = new double[map.size()];
        OffsetMap.about(calibration, anchor.parameters()).add(anchor.parameters(), offsets, at);
        double beside = twin.forward(at, anchor.input()).chainVoltages()[anchor.chains()[i]];
        assertTrue(
            Math.abs(nodes.chainVoltages()[anchor.chains()[i]]) < 1e-3 * Math.abs(beside),
            anchor.tone());
      }
    }
    assertEquals(Set.of(0, 1, 2, 3, 4, 5), anchored);
    assertEquals(4, anchors.size());
  }

  @Test
  void aDeadSynapseHasNoAnchorAndDoesNotDrift() {
    Calibration damaged = Dead.without(calibration, "synapse 3");
    List<Anchor> left = Anchor.of(Twin.of(damaged, file), damaged, file, trained);
    assertTrue(left.stream().noneMatch(a -> Arrays.stream(a.synapses()).anyMatch(s -> s == 2)));
    double[] at = new double[map.size()];
    double[] offsets = new double[map.size()];
    offsets[2] = 1;
    OffsetMap.about(damaged, trained).add(trained, offsets, at);
    assertArrayEquals(trained, at, 0);
  }

  @Test
  void aShiftAfterTheFirstReadingsIsFoundWithinItsStatedDeviation() {
    double[] still = new double[map.size()];
    double[] drift = {0.1, -0.08, 0.05, 0.12, -0.1, 0.07, 0, 0, 0};
    for (int r = 0; r < 4; r++) {
      readAll(still);
    }
    for (int i = 0; i < 500; i++) {
      filter.advance();
    }
    for (int r = 0; r < 3; r++) {
      readAll(drift);
    }
    double[] found = filter.offsets();
    double[] deviations = filter.deviations();
    for (int k = 0; k < 6; k++) {
      assertEquals(drift[k], found[k], 4 * deviations[k] + 1e-3, "synapse " + (k + 1));
      assertTrue(deviations[k] < 0.04, "deviation " + deviations[k]);
    }
    assertArrayEquals(new double[3], Arrays.copyOfRange(found, 6, 9), 1e-12);
  }

  private void readAll(double[] drift) {
    for (int a = 0; a < anchors.size(); a++) {
      filter.advance();
      filter.observe(a, anchors.get(a).parameters(), read(a, anchors.get(a).parameters(), drift));
    }
  }

  @Test
  void theFirstReadingTellsNothingSinceTheTwinMayBeWrong() {
    double[] voltages = read(0, anchors.get(0).parameters(), new double[map.size()]);
    double[] off = Arrays.stream(voltages).map(v -> v + 0.3e-3).toArray();
    filter.advance();
    filter.observe(0, anchors.get(0).parameters(), off);
    assertArrayEquals(new double[map.size()], filter.offsets(), 0.01);
  }

  @Test
  void uncertaintyGrowsToWhatTheDriftIsAndNotBeyond() {
    OffsetFilter fast = filter(new DriftModel(List.of(10.0), List.of(0.1)));
    fast.advance();
    assertEquals(0.1 * Math.sqrt(2 * (1 - Math.exp(-0.1))), fast.deviations()[0], 1e-3);
    for (int i = 0; i < 500; i++) {
      fast.advance();
    }
    assertEquals(0.1 * Math.sqrt(2), fast.deviations()[0], 1e-3);
  }

  @Test
  void driftCountsFromTheMeanOverTheTrainingWindow() {
    DriftModel drift = new DriftModel(List.of(10.0), List.of(0.1));
    List<DriftModel> models = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      models.add(drift);
    }
    double w = 30;
    double[] noise = {NOISE, NOISE, NOISE};
    OffsetFilter windowed = new OffsetFilter(twin, map, anchors, models, noise, 10 * w);
    double variance = 1 + 2 * (w - 1 + Math.exp(-w)) / (w * w) - 2 * (1 - Math.exp(-w)) / w;
    assertEquals(0.1 * Math.sqrt(variance), windowed.deviations()[0], 1e-9);
  }

  @Test
  void anAnchorIsWorthMoreTheLongerItWasNotRead() {
    double[] weights = {1, 1, 1, 1, 1, 1, 0, 0, 0};
    double[] still = new double[map.size()];
    readAll(still);
    readAll(still);
    double at = filter.gain(0, anchors.get(0).parameters(), weights);
    for (int i = 0; i < 300; i++) {
      filter.advance();
    }
    assertTrue(filter.gain(0, anchors.get(0).parameters(), weights) > 2 * at);
    filter.observe(0, anchors.get(0).parameters(), read(0, anchors.get(0).parameters(), still));
    assertTrue(
        filter.gain(0, anchors.get(0).parameters(), weights)
            < filter.gain(1, anchors.get(1).parameters(), weights));
  }

  @Test
  void aJumpIsFollowedOnceItsOffsetIsDoubted() {
    double[] still = new double[map.size()];
    for (int r = 0; r < 4; r++) {
      readAll(still);
    }
    double[] jumped = new double[map.size()];
    jumped[0] = 0.3;
    double[] parameters = anchors.get(0).parameters();
    OffsetFilter.Finding finding =
        filter.observe(0, parameters, read(0, parameters, jumped)).get(0);
    assertEquals(0, finding.synapse());
    assertTrue(Math.abs(finding.shift()) > 0.2 && finding.surprise() > 4, finding.toString());
    filter.doubt(0, finding.shift());
    for (int i = 0; i < 6; i++) {
      filter.observe(0, parameters, read(0, parameters, jumped));
    }
    assertTrue(filter.offsets()[0] > 0.2 && filter.offsets()[0] < 0.32, filter.offsets()[0] + "");
  }
}
