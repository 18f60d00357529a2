package org.spinbench.experiments.example;

import java.nio.file.Path;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.simulator.bench.SimulatedBench;

/** A program that measures the curve, or resumes a run of it. */
public final class ThresholdCurveProgram {
  private static final int POINTS = 40;

  private ThresholdCurveProgram() {}

  /** {@code ThresholdCurveProgram FOLDER [RUN]}: measures, or resumes a run. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    StartDocument.Program program = StartDocument.Program.running("1.0", "");
    ExperimentRunner runner = new ExperimentRunner(folder, program, Display.lines(System.out));
    try (Backend backend = backend()) {
      ThresholdCurve.Curve curve;
      if (arguments.length == 1) {
        curve = runner.run(backend, new ThresholdCurve(0, POINTS));
      } else {
        RunFile run = RunFile.open(Path.of(arguments[1]));
        curve = runner.resume(backend, ThresholdCurve.of(run), run);
      }
      System.out.println("threshold " + curve.threshold() + " A");
    }
  }

  /**
   * A simulated bench in real time. For instruments, give {@code Backend.of} a {@code
   * SystemTransports} and a {@code SystemClock} instead.
   */
  private static Backend backend() {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
    SimulatedBench bench = SimulatedBench.inRealTime(file, 1, 1);
    return Backend.of(DefaultBench.text(), file, 1L, bench, bench.clock());
  }
}
