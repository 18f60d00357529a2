package org.spinbench.app.command.train;

import java.util.List;
import java.util.Locale;
import org.spinbench.app.command.Faulty;
import org.spinbench.app.command.Progress;
import org.spinbench.calibration.polarity.BinarySynapse;
import org.spinbench.drivers.text.Percent;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.study.broadcast.BroadcastStudy.Accuracy;
import org.spinbench.experiments.study.broadcast.BroadcastStudy.Foreign;
import org.spinbench.experiments.study.broadcast.BroadcastStudy.Result;
import org.spinbench.experiments.study.broadcast.BroadcastStudy.TaskResult;

/** The result of programming by RF, as text and as JSON. */
public record BroadcastReport(Result result, double wallSeconds, String runFile) {
  /** The report of a completed run. */
  public static BroadcastReport of(ExperimentRunner.Finished<Result> finished, Progress progress) {
    Faulty.say(finished.file(), progress);
    return new BroadcastReport(
        finished.result(), finished.seconds(), finished.file().path().toString());
  }

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Fields(
      List<TaskResult> tasks,
      List<BinarySynapse> synapses,
      List<Double> toneFrequencies,
      long evaluations,
      long surveyEvaluations,
      long pulses,
      long repeatedPulses,
      double wallSeconds,
      String runFile) {}

  public String json() {
    Fields object =
        new Fields(
            result.tasks(),
            result.chip().synapses(),
            result.chip().toneFrequencies(),
            result.evaluations(),
            result.chip().evaluations(),
            result.pulses(),
            result.repeats(),
            wallSeconds,
            runFile);
    return Json.write(object);
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("junction                 lower       upper       raising  lowering pulse\n");
    for (BinarySynapse synapse : result.chip().synapses()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-24s %7.2f MHz %7.2f MHz %5.2f mW %5.2f mW\n",
              synapse.name() + " (" + synapse.junction() + ")",
              synapse.lower().value() / 1e6,
              synapse.upper().value() / 1e6,
              synapse.raisingPower() * 1e3,
              synapse.loweringPower() * 1e3));
    }
    for (TaskResult task : result.tasks()) {
      text.append("\n").append(task.source()).append("\n");
      text.append("  on the chip          ").append(accuracy(task.chip())).append("\n");
      text.append("  free weights         ").append(accuracy(task.ceiling())).append("\n");
      for (Foreign other : task.foreign()) {
        text.append("  with the settings of ")
            .append(other.settingsOf())
            .append(": ")
            .append(accuracy(other.accuracy()))
            .append("\n");
      }
      text.append("  inputs limited to the range of the powers: ")
          .append(task.limited())
          .append("\n");
    }
    text.append(
        String.format(
            Locale.ROOT,
            "\n%d evaluations, %d of them the survey; %d pulses, %d of them repeats; %.1f s; %s\n",
            result.evaluations(),
            result.chip().evaluations(),
            result.pulses(),
            result.repeats(),
            wallSeconds,
            runFile));
    return text.toString();
  }

  private static String accuracy(Accuracy accuracy) {
    return String.format(
        Locale.ROOT,
        "%5s %%  (%d of %d; 95 %% interval %s to %s %%)",
        Percent.of(accuracy.accuracy(), 2),
        accuracy.right(),
        accuracy.samples(),
        Percent.atLeast(accuracy.interval().low(), 2),
        Percent.atMost(accuracy.interval().high(), 2));
  }
}
