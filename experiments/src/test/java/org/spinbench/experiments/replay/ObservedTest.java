package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;

/** What of a run the chip is judged by: evaluations of which every reading is what it says. */
class ObservedTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "it");

  @ParameterizedTest
  @CsvSource({
    "false, false, true, true",
    "true, false, true, false",
    "false, true, true, false",
    "false, false, false, false",
  })
  void anEvaluationWithAMarkedReadingIsLeftOut(
      boolean overload, boolean limited, boolean settled, boolean complete) {
    Reading sound = new Reading("it", "voltage", 1e-3, Unit.VOLT, 0, Instant.EPOCH, false);
    Reading marked =
        new Reading("it", "voltage", 1e-3, Unit.VOLT, 0, Instant.EPOCH, overload)
            .limitedIf(limited)
            .settledIf(settled);
    List<NotedReading> readings = new ArrayList<>();
    int nodes = FILE.chains().size() + FILE.readout().neurons().size();
    for (int i = 0; i < nodes; i++) {
      readings.add(NotedReading.of(i == 1 ? marked : sound, Purpose.TRAIN, OptionalLong.of(1)));
    }
    assertEquals(complete, Observed.complete(readings, FILE));
  }
}
