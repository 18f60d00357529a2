package org.spinbench.app.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.record.Manner;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * How often a pass looks at the clock: each look is a round trip to a bench that another process
 * simulates, and a line of the recording.
 */
@Tag("any-jdk")
class PassTimesTest {
  private static final String TEXT =
      DefaultBench.text("characterisation").replace("fidelity = \"full\"", "fidelity = \"ideal\"");

  /** Counts looks at the date by their user. */
  private record CountingClock(Clock inner, String user, Map<String, Integer> looks)
      implements Clock {
    @Override
    public long nanos() {
      return inner.nanos();
    }

    @Override
    public Instant now() {
      looks.merge(user, 1, Integer::sum);
      return inner.now();
    }

    @Override
    public void sleep(Duration duration) {
      inner.sleep(duration);
    }

    @Override
    public boolean passesByItself() {
      return inner.passesByItself();
    }

    @Override
    public Clock of(String of) {
      return new CountingClock(inner.of(of), of, looks);
    }
  }

  /** What a plan has measured, and how often it looked at the clock. */
  private static final class Measured {
    private final Map<String, Integer> looks = new TreeMap<>();
    private final List<Point> points = new ArrayList<>();

    Measured(String text, Plan plan, Manner manner) {
      BenchFile file = BenchFile.parse(text, "file");
      SimulatedBench simulated = new SimulatedBench(file, 1);
      Clock clock = new CountingClock(simulated.clock(), "bench", looks);
      try (Bench bench = Bench.open(file, simulated, clock, manner)) {
        assertEquals(Optional.empty(), new Sweep(bench, plan).run(points::add).unlisted());
      }
    }
  }

  private static Plan tone(int points) {
    return Plan.named("tone")
        .set("input 2.power", 50e-6)
        .read("chain 1.voltage")
        .sweep(Axis.linear("input 2.frequency", 310e6, 350e6, points).listed());
  }

  private static Plan levels(int points) {
    return Plan.named("iv")
        .read("bias_2.voltage", "bias_2.current")
        .sweep(Axis.linear("neuron 2.bias", 0, 1e-4, points).thereAndBack().listed());
  }

  /** Voltmeters read once at each point; a source meter reads both quantities, there and back. */
  @ParameterizedTest
  @CsvSource({"34465A, 1", "2182A, 1", "2400, 4"})
  void readingsOfAPassAreTimedByOneLookAtTheClock(String model, int earlier) {
    boolean steps = model.equals("2400");
    String text = steps ? TEXT : TEXT.replace("model = \"34465A\"", "model = \"" + model + "\"");
    Plan few = steps ? levels(11) : tone(11);
    Plan many = steps ? levels(21) : tone(21);
    String meter = steps ? "bias_2" : "voltmeter_1";
    Measured shorter = new Measured(text, few, Manner.PRESENT);
    Measured longer = new Measured(text, many, Manner.PRESENT);
    assertEquals(shorter.looks.get(meter), longer.looks.get(meter), longer.looks.toString());
    Measured before = new Measured(text, few, Manner.WAITS_ARE_JUDGED);
    Measured beforeLonger = new Measured(text, many, Manner.WAITS_ARE_JUDGED);
    assertEquals(
        10 * earlier,
        beforeLonger.looks.get(meter) - before.looks.get(meter),
        beforeLonger.looks.toString());
    assertEquals(beforeLonger.points, longer.points, "neither times nor values have changed");
    Instant first = longer.points.get(0).readings().get(0).time();
    assertTrue(longer.points.get(1).readings().get(0).time().isAfter(first));
  }
}
