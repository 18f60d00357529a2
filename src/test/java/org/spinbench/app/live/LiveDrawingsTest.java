package org.spinbench.app.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.spinbench.app.live.EventForm.Body;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.NotedSetting;
import org.spinbench.experiments.run.NotedSpectrum;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.DecisionPlane;
import org.spinbench.experiments.training.loss.Answers;

class LiveDrawingsTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");
  private static final Calibration DESIGN = DesignPrior.of(FILE);
  private static final double[] PARAMETERS = {1e-3, -1e-3, 2e-3, 0, 5e-4, -5e-4, 4e-4, 4e-4, 4e-4};
  private static final double DECISION = 2e-6;
  private static final DecisionPlane PLANE =
      DecisionPlane.of(new Answers.TwoClasses(), FILE, PARAMETERS, new double[] {DECISION})
          .orElseThrow();
  private static final long SECOND = 1_000_000_000L;

  private final LiveDrawings drawings = new LiveDrawings(0);

  private List<Body> due(double seconds) {
    return drawings.due((long) (seconds * SECOND), false);
  }

  private static Map<String, Object> only(List<Body> told, String type) {
    assertEquals(List.of(type), told.stream().map(Body::type).toList());
    return told.get(0).fields();
  }

  private static NotedReading reading(long evaluation, String quantity, double value) {
    return new NotedReading(
        Instant.EPOCH,
        Purpose.TEST,
        OptionalLong.of(evaluation),
        "analyzer." + quantity,
        "analyzer",
        quantity,
        value,
        "W",
        1e-9,
        Double.NaN,
        Double.NaN,
        Optional.of(true),
        false,
        Optional.of(false));
  }

  private void sample(long number, double first, double second, int expected, double power) {
    drawings.take(
        new NotedEvaluation(
            number,
            Purpose.TEST,
            List.of(first, second),
            OptionalInt.of(expected),
            Optional.empty()));
    drawings.take(reading(number, "emitted power of neuron 1", 1));
    drawings.take(reading(number, "emitted power of neuron 3", power));
  }

  private void set(double[] parameters) {
    List<String> names = RunLog.names(FILE);
    for (int k = 0; k < names.size(); k++) {
      drawings.take(new NotedSetting(Instant.EPOCH, names.get(k), parameters[k], "A"));
    }
  }

  /** Each corner of the map is what the twin of the belief gives for those powers. */
  @Test
  void aMapIsWhatTheBeliefSays() {
    assertTrue(drawings.take(PLANE), "no event of its own");
    assertFalse(drawings.take(DESIGN), "an event of its own");
    Map<String, Object> map = only(due(0), "decision");
    assertEquals(List.of("input 1", "input 2"), map.get("inputs"));
    assertEquals("neuron 3", map.get("neuron"));
    assertEquals("belief", map.get("from"));
    assertEquals(DECISION, map.get("threshold"));
    List<?> low = (List<?>) map.get("low");
    List<?> high = (List<?>) map.get("high");
    List<?> rows = (List<?>) map.get("powers");
    assertEquals(LiveDrawings.NODES, rows.size());
    TwinWorkspace twin = Twin.of(DESIGN, FILE).workspace();
    for (int corner = 0; corner < 4; corner++) {
      List<?> row = (List<?>) rows.get(corner < 2 ? 0 : LiveDrawings.NODES - 1);
      assertEquals(LiveDrawings.NODES, row.size());
      double told = (Double) row.get(corner % 2 == 0 ? 0 : LiveDrawings.NODES - 1);
      double[] input = {
        (Double) (corner % 2 == 0 ? low : high).get(0), (Double) (corner < 2 ? low : high).get(1)
      };
      twin.forward(PARAMETERS, input);
      double exact = twin.powers()[2];
      assertTrue(exact > 0, "the neuron is believed to emit");
      assertEquals(exact, told, 1e-3 * exact, "corner " + corner);
    }
  }

  /** A calibration serves where no trainer believes anything; without both, samples are left. */
  @Test
  void withoutABeliefTheCalibrationServes() {
    drawings.take(PLANE);
    Map<String, Object> bare = only(due(0), "decision");
    assertFalse(bare.containsKey("powers") || bare.containsKey("from"), bare::toString);
    drawings.take(DESIGN.toJson());
    Map<String, Object> map = only(due(3), "decision");
    assertEquals("calibration", map.get("from"));
    drawings.take(DESIGN);
    assertEquals("belief", only(due(6), "decision").get("from"));
  }

  @Test
  void aMapIsToldAtMostEveryThreeSecondsAndAtTheEnd() {
    drawings.take(PLANE);
    assertEquals(1, due(0).size());
    assertEquals(List.of(), due(10), "nothing has changed");
    drawings.take(PLANE);
    assertEquals(1, due(10).size());
    drawings.take(PLANE);
    assertEquals(List.of(), due(12.9));
    assertEquals(1, drawings.due((long) (12.9 * SECOND), true).size());
    drawings.take(PLANE);
    assertEquals(1, due(15.9).size());
  }

  /** What the chip answers belongs to the map only with the settings of the map. */
  @Test
  void samplesAreThoseOfTheSettingsOfTheMap() {
    drawings.take(PLANE);
    double[] other = PARAMETERS.clone();
    other[4] = 6e-4;
    set(other);
    sample(1, 1e-5, 2e-5, 1, 3e-6);
    assertEquals(List.of(), only(due(0), "decision").get("samples"), "of other settings");
    set(PARAMETERS);
    sample(2, 1.23456e-5, 2e-5, 1, 3e-6);
    set(PARAMETERS);
    sample(3, 3e-5, 4e-5, 0, 1e-6);
    assertEquals(
        List.of(List.of(1.235e-5, 2e-5, 1.0, 3e-6), List.of(3e-5, 4e-5, 0.0, 1e-6)),
        only(due(3), "decision").get("samples"));
    for (int k = 4; k < 1000; k++) {
      sample(k, 1e-9 * k, 2e-5, 1, 3e-6);
    }
    List<?> last = (List<?>) only(due(6), "decision").get("samples");
    assertEquals(LiveDrawings.SAMPLES, last.size());
    assertEquals(List.of(9.99e-7, 2e-5, 1.0, 3e-6), last.get(last.size() - 1));
  }

  /** An event tells the reading all the same. */
  @Test
  void anOverloadedReadingIsNoSample() {
    drawings.take(PLANE);
    set(PARAMETERS);
    sample(1, 1e-5, 2e-5, 1, Double.POSITIVE_INFINITY);
    sample(2, 3e-5, 4e-5, 0, Double.NaN);
    assertEquals(List.of(), only(due(0), "decision").get("samples"));
  }

  /** A line of one point stays, at its frequency; a level of no power is null. */
  @Test
  void aLongSpectrumKeepsItsLines() {
    double[] levels = new double[5001];
    Arrays.fill(levels, -90);
    Arrays.fill(levels, 4990, 5001, Double.NEGATIVE_INFINITY);
    levels[1234] = -31.25;
    SpectrumTrace trace = new SpectrumTrace(3e8, 4e8, 1e5, levels, Instant.EPOCH, false);
    assertTrue(drawings.take(new NotedSpectrum("neuron 2", trace)));
    Map<String, Object> told = only(due(0), "spectrum");
    List<?> kept = (List<?>) told.get("levels");
    assertEquals(LiveDrawings.LEVELS, kept.size());
    assertEquals(-31.25, kept.get(123));
    assertEquals(1, kept.stream().filter(one -> Double.valueOf(-31.25).equals(one)).count());
    assertNull(kept.get(499));
    assertEquals("neuron 2", told.get("name"));
    assertEquals(5001, told.get("points"));
    assertEquals(3e8, told.get("start"));
    assertEquals(4e8, told.get("stop"));
  }

  @Test
  void theLastSpectrumOfEachNeuronIsToldOnceASecond() {
    for (int k = 0; k < 10; k++) {
      SpectrumTrace trace =
          new SpectrumTrace(3e8, 4e8, 1e5, new double[] {-k, -90}, Instant.EPOCH, k == 9);
      drawings.take(new NotedSpectrum("neuron " + k % 2, trace));
    }
    List<Body> told = due(0);
    assertEquals(2, told.size());
    assertEquals(List.of(-8.0, -90.0), told.get(0).fields().get("levels"));
    assertEquals(List.of(-9.0, -90.0), told.get(1).fields().get("levels"));
    assertEquals(true, told.get(1).fields().get("overload"));
    drawings.take(
        new NotedSpectrum(
            "neuron 1",
            new SpectrumTrace(3e8, 4e8, 1e5, new double[] {-1, -2}, Instant.EPOCH, false)));
    assertEquals(List.of(), due(0.9));
    assertEquals(1, due(1).size());
    assertEquals(List.of(), due(5));
  }

  /** Only two inputs and two classes have a plane. */
  @Test
  void otherTasksHaveNoMap() {
    drawings.take(DESIGN);
    sample(1, 1e-5, 2e-5, 1, 3e-6);
    assertEquals(List.of(), drawings.due(0, true));
    assertEquals(
        Optional.empty(),
        DecisionPlane.of(new Answers.Quantity(0.1), FILE, PARAMETERS, new double[] {1, 2}));
  }
}
