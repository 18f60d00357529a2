package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.guard.TripException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/** A training whose chamber gets too warm. */
@Tag("slow")
class PausedTrainingTest {
  private static final String TRIP =
      """

      [[safety.sensor]]
      name = "temperature"
      reading = "thermometer.voltage"
      scale = 100.0
      offset = 300.0
      unit = "K"

      [[safety.trip]]
      name = "too warm"
      when = "temperature > 350"
      then = "THEN"
      """;

  @TempDir Path folder;

  private final List<String> told = new ArrayList<>();
  private volatile boolean warm;
  private int atRest;

  /** Chips without noise or drift, so that nothing changes with time, and a thermometer. */
  private static String text(String then) {
    return DefaultBench.text()
            .replace("fidelity = \"full\"", "fidelity = \"static\"")
            .replace(
                "[instruments.field]",
                """
                [instruments.thermometer]
                model = "34461A"
                resource = "INPROC::thermometer::INSTR"

                [instruments.field]""")
        + TRIP.replace("THEN", then);
  }

  /** A thermometer that says 360 K while it is warm, and cools down at rest. */
  private Transports withThermometer(SimulatedBench bench) {
    return name -> {
      Transport link = bench.open(name);
      boolean thermometer = name.equals(new ResourceName.InProcess("thermometer"));
      return thermometer ? new Thermometer(link, bench) : link;
    };
  }

  private final class Thermometer implements Transport {
    private final Transport link;
    private final SimulatedBench bench;
    private boolean fetching;

    Thermometer(Transport link, SimulatedBench bench) {
      this.link = link;
      this.bench = bench;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      fetching = new String(message, StandardCharsets.US_ASCII).contains("FETC?");
      return link.write(message, timeout);
    }

    @Override
    public byte[] read(Duration timeout) {
      byte[] answer = link.read(timeout);
      if (!fetching || !warm) {
        return answer;
      }
      if (bench.atRest()) {
        atRest++;
        warm = atRest < 5;
      }
      String text = new String(answer, StandardCharsets.US_ASCII);
      return text.replaceAll("[^;]+$", "0.6").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean clear() {
      return link.clear();
    }

    @Override
    public boolean tellsAnswersApart() {
      return link.tellsAnswersApart();
    }

    @Override
    public void close() {
      link.close();
    }
  }

  private TrainingResult train(String then, int warmAfter) {
    BenchFile file = BenchFile.parse(text(then), "chamber");
    SimulatedBench simulated = new SimulatedBench(file, 31);
    TrainingOptions options = TrainingOptions.standard().withTestSamples(80);
    try (Bench bench = Bench.open(file, withThermometer(simulated), simulated.clock())) {
      bench.onTrip((kind, what) -> told.add(kind));
      StartDocument start =
          TrainingRun.start(
              bench,
              text(then),
              31L,
              Assignment.of(Task.named("xor")),
              1,
              options,
              StartDocument.Program.running("test", "none"));
      int[] left = {warmAfter};
      bench.ports().onReading(reading -> warm |= --left[0] == 0);
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        try {
          return new TrainingRun(bench, run, TrainingProgress.NONE).execute();
        } catch (TripException trip) {
          assertEquals(StopDocument.FAILED, run.stop().orElseThrow().status());
          assertEquals(trip.getMessage(), run.stop().orElseThrow().message());
          assertTrue(simulated.atRest(), () -> simulated.energised().toString());
          throw trip;
        }
      }
    }
  }

  /** To the last bit: the chip of this test neither drifts nor fluctuates. */
  @Test
  void comesToTheSameResultAsOneThatWasNotPaused() {
    TrainingResult plain = train("pause", -1);
    assertEquals(List.of(), told);
    TrainingResult paused = train("pause", 500);
    assertEquals(List.of("suspended", "resumed"), told);
    assertEquals(5, atRest);
    assertEquals(plain.scores().testAccuracy(), paused.scores().testAccuracy());
    assertArrayEquals(plain.parameters(), paused.parameters());
  }

  @Test
  void endsWhereTheFileSaysSo() {
    TripException trip = assertThrows(TripException.class, () -> train("rest", 500));
    assertTrue(trip.getMessage().contains("temperature is 360 K"), trip.getMessage());
    assertEquals(List.of("trip"), told);
  }
}
