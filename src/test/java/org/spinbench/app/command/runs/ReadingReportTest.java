package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.replay.ReadingGap;
import org.spinbench.experiments.replay.TwinGap;

class ReadingReportTest {
  private static final String NAME = "chain <1>.voltage";

  private static ReadingReport report(double chiSquare, String clock) {
    TwinGap.Part part = new TwinGap.Part(380e6, 390e6, 3, 4.5, chiSquare);
    ReadingGap.Gap gap =
        new ReadingGap.Gap(
            NAME,
            "V",
            3,
            1,
            2.5e-6,
            1e-7,
            2.6e-6,
            chiSquare,
            Optional.of(new ReadingGap.Drift(1.5e-7, 2e-8)),
            List.of(part),
            Optional.of(new TwinGap.BySetting("input 1.frequency", "Hz", List.of(part))),
            new double[] {0, 1, 2},
            new double[] {24, 25, 26});
    return new ReadingReport(
        Path.of("a&b.sqlite"),
        "measure",
        "the bench <2>",
        List.of("A \"note\"."),
        new ReadingGap(3, clock, List.of(gap)),
        Path.of("gap.html"));
  }

  @Test
  void aReadingThatDiffersIsNamedWithSizeDriftAndSetting() {
    String text = report(625, "s").text();
    String found =
        NAME
            + " differs: it is 2.50e-06 ± 1.0e-07 V off on average, drifts by 1.5e-07 ± 2e-08 V in"
            + " a second, and differs most by input 1.frequency; only one of the two has a reading"
            + " at 1 setpoints\n";
    assertTrue(text.contains(found), text);
    assertTrue(report(625, "evaluations").text().contains("V in an evaluation, "), text);
    assertTrue(text.startsWith("3 setpoints of a&b.sqlite (measure), repeated on the bench <2>\n"));
  }

  @Test
  void aReadingWithinItsUncertaintyAgrees() {
    String text = report(1.0, "s").text();
    assertTrue(text.contains(NAME + " agrees within its uncertainty; only one of"), text);
    assertFalse(text.contains("differs"), text);
  }

  @Test
  void thePageShowsTheSameAndEscapesNames() {
    String html = report(625, "s").html();
    assertTrue(html.contains("<title>Gap of a&amp;b.sqlite</title>"), html);
    assertTrue(html.contains("<h2>chain &lt;1&gt;.voltage</h2>"), html);
    assertTrue(html.contains("repeated on the bench &lt;2&gt;."), html);
    assertTrue(html.contains("<p>A \"note\".</p>"), html);
    assertTrue(html.contains("<th>input 1.frequency (Hz)</th>"), html);
    assertTrue(html.contains("<td>3.80000e+08 to 3.90000e+08</td><td>3</td><td>4.50</td>"), html);
    assertFalse(html.contains("chain <1>") || html.contains("bench <2>"), html);
  }
}
