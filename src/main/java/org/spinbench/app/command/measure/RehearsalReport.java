package org.spinbench.app.command.measure;

import java.util.List;
import java.util.Locale;
import org.spinbench.drivers.text.Durations;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.sweep.Rehearsal;

/**
 * The result of a dry run, as text and as JSON.
 *
 * @param seconds wall time of the dry run, s
 */
record RehearsalReport(String plan, Rehearsal.Estimate estimate, double seconds) {
  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record AsJson(
      String plan,
      long points,
      long references,
      long refused,
      List<String> refusals,
      String unlisted,
      double estimatedSeconds,
      double wallSeconds) {}

  /** The JSON object, on one line. */
  String json() {
    return Json.write(
        new AsJson(
            plan,
            estimate.measured(),
            estimate.references(),
            estimate.refused(),
            estimate.refusals(),
            estimate.unlisted().orElse(""),
            estimate.seconds(),
            seconds));
  }

  /** The text for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(plan).append(": dry run, nothing was sent to the bench\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%s%d setpoints and %d returns to the reference visited in %s: ",
            estimate.measured() < estimate.points()
                ? estimate.measured() + " points are chosen among "
                : "",
            estimate.points(),
            estimate.references(),
            Durations.text(seconds)));
    if (estimate.refused() == 0) {
      text.append("all within the limits of instruments, station and chip\n");
    } else {
      text.append(estimate.refused()).append(" refused\n");
      estimate.refusals().forEach(refusal -> text.append("  ").append(refusal).append('\n'));
      if (estimate.refused() > estimate.refusals().size()) {
        text.append("  ...\n");
      }
    }
    estimate
        .unlisted()
        .ifPresent(why -> text.append("point by point, not by list: ").append(why).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            "the instruments will need %s: setting %s, settling %s, reading %s%n",
            Durations.text(estimate.seconds()),
            Durations.text(estimate.setting()),
            Durations.text(estimate.settling()),
            Durations.text(estimate.reading())));
    return text.toString();
  }
}
