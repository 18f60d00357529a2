package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.FitReport;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.task.Seeds;

/**
 * Chips that changed after their calibration or during their run, and one that did not; the truth
 * is known here alone.
 */
@Tag("slow")
class TwinGapTest {
  private static final long CHIP = 3;

  @TempDir static Path folder;

  private static RecordedChips.Recorded unchanged;
  private static TwinGap ofUnchanged;

  /** Synapse 4 is detuned by 2 % at 9 s of the run. */
  private static RecordedChips.Recorded detuned;

  private static TwinGap ofDetuned;

  @BeforeAll
  static void record() {
    unchanged = RecordedChips.of(folder.resolve("unchanged"), CHIP, List.of());
    ofUnchanged = gap(unchanged);
    detuned = detuned(0.02, 9);
    ofDetuned = gap(detuned);
  }

  private static RecordedChips.Recorded detuned(double part, double after) {
    return changed(
        "by" + part, List.of(Map.of("device", "synapse 4", "after", after, "frequency", 1 + part)));
  }

  private static RecordedChips.Recorded changed(String name, List<Map<String, Object>> changes) {
    return RecordedChips.of(folder.resolve(name), CHIP, changes);
  }

  private static TwinGap gap(RecordedChips.Recorded recorded) {
    return RecordedChips.gap(recorded.recording(), ReferenceCalibration.to(recorded.calibration()));
  }

  private static String text(TwinGap gap) {
    List<String> lines = new ArrayList<>();
    gap.changes()
        .forEach(
            change -> {
              lines.add(change.text());
              change.instead().forEach(other -> lines.add("or else " + other.text()));
            });
    gap.nodes().forEach(n -> lines.add(n.name() + " " + n.judged() + " fitted " + n.explained()));
    return String.join("\n", lines);
  }

  private static void assertSize(double truth, Change change, double mostUncertain) {
    assertEquals(truth, change.relative(), 4 * change.relativeDeviation(), change.text());
    assertTrue(change.relativeDeviation() < mostUncertain, change.text());
  }

  /** Within an integration: the simulated chip changes with the reading that is under way. */
  private static final double READING = 0.02;

  /** The change lies in the interval, which is hardly longer than a few evaluations. */
  private static void assertDated(double truth, Change change) {
    Change.Since since = change.since();
    assertTrue(
        since.afterSeconds() <= truth && truth <= since.beforeSeconds() + READING, change.text());
    assertTrue(since.beforeSeconds() - since.afterSeconds() < 0.4, change.text());
    assertEquals(
        since.beforeSeconds() - since.afterSeconds(),
        Duration.between(since.after(), since.before()).toNanos() * 1e-9,
        1e-6);
  }

  @Test
  void namesTheDevicesThatChangedBeforeTheRunWithTheirSizesAndNobodyElse() {
    RecordedChips.Recorded before =
        changed(
            "before",
            List.of(
                Map.of("device", "synapse 4", "after", 0.0, "frequency", 1.02),
                Map.of("device", "neuron 2", "after", 0.0, "strength", 0.8)));
    TwinGap gap = gap(before);
    assertEquals(2, gap.changes().size(), () -> text(gap));
    Change moved = gap.changes().get(0);
    assertEquals("synapse 4", moved.device(), () -> text(gap));
    assertEquals(4, moved.junction());
    assertEquals(Change.Kind.RESONANCE, moved.kind());
    assertSize(0.02, moved, 0.002);
    assertNull(moved.since().after(), moved.text());
    Change dimmed = gap.changes().get(1);
    assertEquals("neuron 2", dimmed.device(), () -> text(gap));
    assertEquals(8, dimmed.junction());
    assertEquals(Change.Kind.POWER, dimmed.kind());
    assertSize(-0.2, dimmed, 0.04);
    assertTrue(gap.asCalibrated() > 10, () -> text(gap));
    assertFalse(gap.holds());

    TwinGap after = RecordedChips.gap(before.recording(), ReferenceCalibration.to(gap.fitted()));
    assertEquals(List.of(), after.changes(), () -> text(after));
    assertEquals(1, after.afterFit(), 0.15, () -> text(after));
  }

  @Test
  void aChangeDuringTheRunIsNamedAndDated() {
    assertDetuned(0.02, 9, ofDetuned);
    assertDetuned(-0.005, 8, gap(detuned(-0.005, 8)));
  }

  private static void assertDetuned(double part, double after, TwinGap gap) {
    assertEquals(1, gap.changes().size(), () -> text(gap));
    Change change = gap.changes().get(0);
    assertEquals("synapse 4", change.device(), () -> text(gap));
    assertEquals(Change.Kind.RESONANCE, change.kind());
    assertSize(part, change, 2e-4);
    assertDated(after, change);
    assertFalse(gap.holds(), () -> text(gap));
    assertTrue(gap.nodes().get(0).holds(), () -> text(gap));
  }

  @Test
  void aCalibrationThatDoesNotExplainItselfNamesNoDevice() {
    Calibration poor = unexplained(detuned.calibration());
    TwinGap unnamed = RecordedChips.gap(detuned.recording(), ReferenceCalibration.to(poor));
    assertEquals(List.of(), unnamed.changes(), () -> text(unnamed));
    assertFalse(unnamed.holds(), () -> text(unnamed));
  }

  /** As if the fit of chain 2 had left chi-square 9 per degree of freedom. */
  private static Calibration unexplained(Calibration calibration) {
    return TwinNumber.withChain(
        calibration,
        1,
        chain ->
            TwinNumber.noted(
                chain,
                chain.resonanceNoise(),
                new FitReport(chain.fit().parameters(), chain.fit().covariance(), 9 * 300, 300)));
  }

  @Test
  void twoChangesAtDifferentTimesHaveADateEach() {
    TwinGap gap =
        gap(
            changed(
                "two",
                List.of(
                    Map.of("device", "synapse 2", "after", 4.0, "frequency", 0.99),
                    Map.of("device", "synapse 4", "after", 11.0, "frequency", 1.01))));
    assertEquals(2, gap.changes().size(), () -> text(gap));
    for (Change change : gap.changes()) {
      boolean first = change.device().equals("synapse 2");
      assertTrue(first || change.device().equals("synapse 4"), change.text());
      assertSize(first ? -0.01 : 0.01, change, 2e-4);
      assertDated(first ? 4 : 11, change);
    }
  }

  @Test
  void aChipThatIsAsItWasCalibratedHolds() {
    TwinGap gap = ofUnchanged;
    assertEquals(List.of(), gap.changes(), () -> text(gap));
    assertTrue(gap.holds(), () -> text(gap));
    assertEquals(1, gap.afterFit(), 0.15, () -> text(gap));
    assertEquals(1, gap.asCalibrated(), 0.3, () -> text(gap));
    assertEquals(RecordedChips.PARAMETER_SETS * RecordedChips.INPUTS, gap.setpoints());
    assertEquals(0, gap.skipped());
    assertEquals(
        List.of("chain 1", "chain 2", "chain 3", "neuron 3"),
        gap.nodes().stream().map(TwinGap.NodeGap::name).toList());
    assertEquals(List.of(1, 1, 2, 2), gap.nodes().stream().map(TwinGap.NodeGap::layer).toList());
  }

  /** A calibration that was fitted to the run is no judge; the readings before each one are. */
  @Test
  void withoutAnotherCalibrationEachReadingIsJudgedByThoseBeforeIt() {
    Calibration fitted = ofDetuned.fitted();
    assertTrue(detuned.recording().isIn(fitted));
    assertFalse(detuned.recording().isIn(detuned.calibration()));
    assertFalse(unchanged.recording().isIn(fitted));
    TwinGap gap =
        RecordedChips.gap(
            detuned.recording(), ReferenceCalibration.ofItself(fitted, detuned.recording().file()));
    assertFalse(gap.holds(), () -> text(gap));
    assertEquals(1, gap.changes().size(), () -> text(gap));
    assertEquals("synapse 4", gap.changes().get(0).device(), () -> text(gap));
    assertDated(9, gap.changes().get(0));

    TwinGap sound =
        RecordedChips.gap(
            unchanged.recording(),
            ReferenceCalibration.ofItself(ofUnchanged.fitted(), unchanged.recording().file()));
    assertTrue(sound.holds(), () -> text(sound));
  }

  /** Whatever it is fitted to, it says so, and when it was made. */
  @Test
  void theFittedCalibrationSaysWhatItWasFittedTo() {
    Calibration fitted = ofUnchanged.fitted();
    assertTrue(unchanged.recording().isIn(fitted));
    assertEquals(unchanged.recording().times().get(1), fitted.time());
    assertEquals(ofUnchanged.setpoints(), fitted.provenance().fitted());
    assertTrue(
        fitted.warnings().contains("fitted to the readings of " + unchanged.recording().name()));
    assertTrue(fitted.expired(fitted.time().plusSeconds(86_401)));
  }

  /** The simulated chip as calibrated is the twin, apart from what drives and reads it. */
  @Test
  void theSimulatedChipIsTheCalibratedOne() {
    Recording recording = unchanged.recording();
    Repetition.Readings readings = RecordedChips.repeated(recording, unchanged.calibration());
    for (Node node : Node.of(RecordedChips.FILE).subList(0, 3)) {
      double[] predicted =
          node.predicted(
              unchanged.calibration(),
              RecordedChips.FILE,
              recording.setpoints(),
              readings.observed());
      for (int i = 0; i < predicted.length; i++) {
        // Sources set powers to a hundredth of a decibel.
        double tolerance = 1e-5 + 3e-3 * Math.abs(predicted[i]);
        double read = node.value(readings.observed().get(i));
        assertEquals(predicted[i], read, tolerance, node.toString());
      }
    }
  }

  @Test
  void aRunWithTooFewReadingsIsRefused() {
    Recording all = unchanged.recording();
    Recording few =
        new Recording(
            "few.sqlite",
            all.begun(),
            RecordedChips.FILE,
            all.toneFrequencies(),
            all.setpoints().subList(0, 5),
            all.readings().subList(0, 5),
            0);
    RunException refused =
        assertThrows(
            RunException.class,
            () -> RecordedChips.gap(few, ReferenceCalibration.to(unchanged.calibration())));
    assertEquals(
        "few.sqlite has 5 readings of chain 1 to compare; at least 20 are needed to distinguish a"
            + " changed device from chance",
        refused.getMessage());
  }

  @Test
  void theParametersAreThoseThatStoodAtTheReading() {
    List<Recording.Setpoint> setpoints = unchanged.recording().setpoints();
    int inputs = RecordedChips.INPUTS;
    Recording.Setpoint first = setpoints.get(0);
    Recording.Setpoint last = setpoints.get(RecordedChips.PARAMETER_SETS * inputs - 1);
    RandomGenerator random = Seeds.generator(7);
    assertEquals(random.nextDouble(-5e-3, 5e-3), first.parameters()[0]);
    assertEquals(first.parameters()[0], setpoints.get(inputs - 1).parameters()[0]);
    assertTrue(first.parameters()[0] != setpoints.get(inputs).parameters()[0]);
    assertEquals(RecordedChips.PARAMETER_SETS * inputs, last.number());
  }
}
