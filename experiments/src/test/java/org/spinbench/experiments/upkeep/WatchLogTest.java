package org.spinbench.experiments.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.NotedSample;
import org.spinbench.experiments.run.NotedSetting;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;

class WatchLogTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");
  private static final double[] INPUT = {1e-5, 2e-5};

  @TempDir Path folder;
  private RunFile run;
  private WatchLog log;

  @BeforeEach
  void begin() {
    StartDocument start =
        new StartDocument(
            Instant.EPOCH,
            "watch",
            "",
            1L,
            2,
            "xor",
            Map.of(),
            new StartDocument.Program("test", "test", "test", "test"),
            Map.of(),
            Map.of());
    run = new Runs(folder).create(start, Instant.EPOCH);
    log = new WatchLog(run, new SystemClock(), FILE);
  }

  @AfterEach
  void end() {
    run.close();
  }

  private void read(long number, Purpose purpose, boolean overload, double... values) {
    read(number, purpose, overload, true, values);
  }

  private void read(
      long number, Purpose purpose, boolean overload, boolean settled, double... values) {
    for (int k = 0; k < values.length; k++) {
      log.reading(
          number,
          purpose,
          new Reading(
                  "meter " + k,
                  "voltage",
                  values[k],
                  Unit.VOLT,
                  1e-9,
                  Instant.EPOCH.plusSeconds(number),
                  overload)
              .settledIf(settled));
    }
  }

  private void sample(long number, boolean overload, boolean right) {
    log.parameters(new double[9]);
    log.evaluation(number, Purpose.TEST, INPUT, 1);
    read(number, Purpose.TEST, overload, number, 2, 3, 4);
    log.answered(right);
  }

  private List<NotedSample> samples() {
    List<NotedSample> samples = new ArrayList<>();
    run.eachSample(samples::add);
    return samples;
  }

  private List<Long> inFull() {
    List<Long> numbers = new ArrayList<>();
    run.eachEvaluation(one -> numbers.add(one.number()));
    return numbers;
  }

  @Test
  void everySampleIsOneRowAndFewAreInFull() {
    sample(1, false, true);
    sample(2, false, false);
    sample(3, true, true);
    sample(4, false, true);
    log.happened();
    sample(5, false, true);
    sample(6, false, true);
    assertEquals(6, samples().size());
    assertEquals(
        new NotedSample(
            2,
            Instant.EPOCH.plusSeconds(2),
            List.of(1e-5, 2e-5),
            OptionalInt.of(1),
            false,
            List.of(2.0, 2.0, 3.0, 4.0)),
        samples().get(1));
    assertEquals(List.of(1L, 3L, 5L), inFull(), "the first, one overloaded, one after an event");
    assertEquals(12, run.readings().get(Purpose.TEST));
    assertEquals(6, run.evaluations().get(Purpose.TEST), "none is counted twice");
  }

  @Test
  void aSampleThatWasReadUnsettledIsInFull() {
    sample(1, false, true);
    log.parameters(new double[9]);
    log.evaluation(2, Purpose.TEST, INPUT, 1);
    read(2, Purpose.TEST, false, false, 1, 2, 3, 4);
    log.answered(true);
    sample(3, false, true);
    assertEquals(List.of(1L, 2L), inFull());
  }

  @Test
  void upkeepIsInFullAndSoIsASampleThatWasCutOff() {
    sample(1, false, true);
    log.parameters(new double[9]);
    log.evaluation(2, Purpose.ANCHOR, INPUT, -1);
    read(2, Purpose.ANCHOR, false, 1, 2, 3, 4);
    log.parameters(new double[9]);
    log.evaluation(3, Purpose.TEST, INPUT, 0);
    read(3, Purpose.TEST, false, 1, 2);
    log.writeDownInFull();
    assertEquals(1, samples().size());
    assertEquals(List.of(1L, 2L, 3L), inFull());
    assertEquals(4, run.readings().get(Purpose.ANCHOR));
    assertEquals(6, run.readings().get(Purpose.TEST));
  }

  /** Readings that are an alarm are answered by anchors before anybody knows what was right. */
  @Test
  void aSampleThatUpkeepFollowsAtOnceIsInFullToo() {
    sample(1, false, true);
    log.parameters(new double[9]);
    log.evaluation(2, Purpose.TEST, INPUT, 1);
    read(2, Purpose.TEST, false, 1, 2, 3, 4);
    log.parameters(new double[9]);
    log.evaluation(3, Purpose.ANCHOR, INPUT, -1);
    read(3, Purpose.ANCHOR, false, 5, 6, 7, 8);
    log.answered(false);
    sample(4, false, true);
    assertEquals(List.of(1L, 2L, 4L), samples().stream().map(NotedSample::number).toList());
    assertEquals(List.of(1.0, 2.0, 3.0, 4.0), samples().get(1).values());
    assertEquals(List.of(1L, 2L, 3L), inFull());
    assertEquals(8, run.readings().get(Purpose.TEST));
    assertEquals(3, run.evaluations().get(Purpose.TEST));
  }

  @Test
  void onlyWhatChangesIsASetting() {
    double[] parameters = new double[9];
    log.parameters(parameters);
    log.parameters(parameters);
    parameters[4] = 1e-3;
    log.parameters(parameters);
    List<NotedSetting> settings = new ArrayList<>();
    run.eachSetting(settings::add);
    assertEquals(10, settings.size());
    assertEquals("field current of synapse 5", settings.get(9).name());
    assertEquals(1e-3, settings.get(9).value());
  }
}
