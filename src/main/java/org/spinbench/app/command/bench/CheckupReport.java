package org.spinbench.app.command.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.app.check.Checkup;
import org.spinbench.app.check.RoundTrip;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.experiments.run.Json;

/** The result of a check of a bench's instruments, as text and as JSON. */
record CheckupReport(List<Checkup> checkups) {
  /** Maximum number of refusals of an instrument that are shown; its channels repeat them. */
  private static final int MOST = 5;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record AsJson(boolean passed, List<One> instruments) {}

  private record One(
      String name,
      String model,
      String resource,
      String manufacturer,
      String identifiedModel,
      String serial,
      String firmware,
      String options,
      List<String> errors,
      Map<String, String> state,
      int settingsTried,
      int valuesTried,
      List<RoundTrip.Loss> losses,
      List<String> refused,
      List<String> changed,
      String skipped,
      List<String> errorsAfter,
      boolean passed) {}

  /** The JSON object, on one line. */
  String json() {
    return Json.write(
        new AsJson(
            checkups.stream().allMatch(Checkup::passed),
            checkups.stream().map(CheckupReport::one).toList()));
  }

  private static One one(Checkup checkup) {
    RoundTrip.Result test = checkup.test();
    return new One(
        checkup.name(),
        checkup.model(),
        checkup.resource(),
        checkup.identity().manufacturer(),
        checkup.identity().model(),
        checkup.identity().serial(),
        checkup.identity().firmware(),
        checkup.options(),
        checkup.errors(),
        checkup.state(),
        test.settings(),
        test.values(),
        test.losses(),
        test.refused(),
        test.changed(),
        test.skipped(),
        checkup.errorsAfter(),
        checkup.passed());
  }

  /** The text for people. */
  String text(boolean withState) {
    StringBuilder text = new StringBuilder();
    for (Checkup checkup : checkups) {
      text.append(
          String.format(
              Locale.ROOT, "%-14s %-9s %s%n", checkup.name(), checkup.model(), checkup.resource()));
      line(text, text(checkup.identity()));
      line(text, checkup.options().isEmpty() ? "no options" : "options " + checkup.options());
      checkup.errors().forEach(error -> line(text, "! error found in its queue: " + error));
      test(text, checkup.test());
      checkup.errorsAfter().forEach(error -> line(text, "! error after the test: " + error));
      if (withState) {
        checkup.state().forEach((name, value) -> line(text, name + " = " + value));
      }
    }
    return text.toString();
  }

  /** An identity in one line. */
  static String text(Identity identity) {
    return identity.manufacturer()
        + " "
        + identity.model()
        + ", serial "
        + identity.serial()
        + ", firmware "
        + identity.firmware();
  }

  private static void test(StringBuilder text, RoundTrip.Result test) {
    if (test.values() > 0) {
      line(
          text,
          test.values()
              + " values of "
              + test.settings()
              + " settings set and read back: "
              + (test.losses().isEmpty() ? "all the same" : test.losses().size() + " with a loss"));
    }
    for (RoundTrip.Loss loss : test.losses()) {
      line(
          text,
          String.format(
              Locale.ROOT,
              "%s %s: sent %s, came back %s (%.1e of it)",
              test.failures().contains(loss) ? "!" : "-",
              loss.setting(),
              loss.sent(),
              loss.back(),
              loss.relative()));
    }
    test.refused().stream().limit(MOST).forEach(refused -> line(text, "- " + refused));
    if (test.refused().size() > MOST) {
      line(text, "- ... and " + (test.refused().size() - MOST) + " more settings took no change");
    }
    test.changed().forEach(changed -> line(text, "! " + changed));
    if (!test.skipped().isEmpty()) {
      line(text, "- " + test.skipped());
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append("    ").append(line).append('\n');
  }
}
