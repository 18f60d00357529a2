package org.spinbench.app.heldout;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured beside what is accepted: a table on standard output, and a verdict. */
public final class Acceptance {
  private final List<String> lines = new ArrayList<>();
  private final List<String> outside = new ArrayList<>();

  /** An empty table. */
  public Acceptance(String title) {
    lines.add(title);
    lines.add(String.format(Locale.ROOT, "  %-58s %10s   %s", "", "measured", "accepted"));
  }

  /** Notes a figure that has to lie between two bounds, both included. */
  public Acceptance between(String what, double value, double lowest, double highest) {
    boolean in = value >= lowest && value <= highest;
    String line =
        String.format(
            Locale.ROOT,
            "  %-58s %10.4g   %.4g to %.4g%s",
            what,
            value,
            lowest,
            highest,
            in ? "" : "   NOT ACCEPTED");
    lines.add(line);
    if (!in) {
      outside.add(line.strip());
    }
    return this;
  }

  /** Prints the table; fails if a figure is not accepted. */
  public void conclude() {
    System.out.println(String.join("\n", lines));
    assertTrue(outside.isEmpty(), () -> String.join("\n", outside));
  }
}
