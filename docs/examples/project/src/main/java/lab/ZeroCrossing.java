package lab;

import java.util.Map;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.RunContext;

/**
 * Our own experiment: the frequency at which the voltage of a chain changes sign, by halving an
 * interval. What is set next depends on what was read.
 */
public final class ZeroCrossing implements Experiment<ZeroCrossing.Result> {
  static final String KIND = "zero-crossing";

  /** Where the voltage changes sign, and half of the last interval; Hz. */
  public record Result(double frequency, double uncertainty) {}

  private final int input;
  private final int halvings;

  public ZeroCrossing(int input, int halvings) {
    this.input = input;
    this.halvings = halvings;
  }

  /** The experiment of a run file, to replay or resume it. */
  public static ZeroCrossing of(RunFile run) {
    Map<String, String> options = run.start().options();
    return new ZeroCrossing(
        Integer.parseInt(options.get("input")), Integer.parseInt(options.get("halvings")));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Configuration configuration() {
    return new Configuration(
        "", 0, Map.of("input", Integer.toString(input), "halvings", Integer.toString(halvings)));
  }

  @Override
  public Result run(RunContext context) {
    BenchFile.Input port = context.bench().file().inputs().get(input);
    context.keepReadings(Purpose.MEASURE);
    double low = 0.9 * port.frequency();
    double high = 1.1 * port.frequency();
    double below = voltage(context, "lower end", low);
    if (Math.signum(below) == Math.signum(voltage(context, "upper end", high))) {
      throw new IllegalStateException(
          "the voltage has one sign from " + low + " to " + high + " Hz; look with a sweep first");
    }
    for (int k = 1; k <= halvings; k++) {
      double middle = (low + high) / 2;
      if (Math.signum(voltage(context, "halving " + k, middle)) == Math.signum(below)) {
        low = middle;
      } else {
        high = middle;
      }
      context.display().show(KIND, (double) k / halvings, k + " of " + halvings + " halvings");
    }
    return new Result((low + high) / 2, (high - low) / 2);
  }

  /** A step of the run: its result is in the run file, and a resumed run does not repeat it. */
  private double voltage(RunContext context, String name, double frequency) {
    return context.step(
        name,
        Double.class,
        () -> {
          ChipPorts ports = context.bench().ports();
          ports.tone(input, frequency, ports.file().inputs().get(input).maximumPower());
          return ports.chainVoltages(0)[0].value();
        });
  }
}
