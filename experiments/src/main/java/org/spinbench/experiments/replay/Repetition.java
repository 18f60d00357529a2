package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.network.BenchNetwork;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;

/** Repeats the recorded setpoints on another bench. */
public final class Repetition {
  /** Receives the progress. */
  public interface Progress {
    /** Called with the number of completed setpoints. */
    void at(int done, int total);
  }

  private final ChipPorts ports;
  private final Recording recording;
  private final List<NotedReading> taken = new ArrayList<>();

  private Repetition(ChipPorts ports, Recording recording) {
    this.ports = ports;
    this.recording = recording;
  }

  /**
   * Repeats every setpoint in order, through the drivers of the bench.
   *
   * @throws IllegalStateException if a meter of the bench is overloaded
   */
  public static Readings on(ChipPorts ports, Recording recording, Progress progress) {
    return new Repetition(ports, recording).run(progress);
  }

  /**
   * The readings.
   *
   * @param observed at each setpoint
   */
  public record Readings(List<Observed> observed) {}

  private Readings run(Progress progress) {
    ports.onReading(this::note);
    BenchNetwork network = new BenchNetwork(ports, recording.toneFrequencies());
    List<Observed> observed = new ArrayList<>();
    double[] applied = {};
    int total = recording.setpoints().size();
    for (Recording.Setpoint setpoint : recording.setpoints()) {
      progress.at(observed.size(), total);
      if (!Arrays.equals(applied, setpoint.parameters())) {
        applied = setpoint.parameters();
        network.apply(applied);
      }
      taken.clear();
      network.forward(setpoint.input());
      observed.add(Observed.of(taken, recording.file()));
    }
    progress.at(total, total);
    return new Readings(List.copyOf(observed));
  }

  private void note(Reading reading) {
    taken.add(NotedReading.of(reading, Purpose.MEASURE, OptionalLong.empty()));
  }
}
