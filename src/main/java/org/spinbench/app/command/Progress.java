package org.spinbench.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.runner.Display;
import picocli.CommandLine;

/**
 * Progress on standard error: on a terminal a bar, or a small plot in its place, with the remaining
 * time, which redraws its line; elsewhere one line for each new stage and for each tenth of it;
 * with {@code --quiet} nothing but the lines that stay.
 */
public final class Progress implements Display {
  /** The option without progress. */
  public static final String QUIET = "--quiet";

  private static final int BAR = 24;
  private static final String LEFT = " left";
  private static final String ERASE_LINE = "\r\u001b[K";

  /** Part of a stage, and time, s, from which on the remaining time can be told. */
  private static final double LEAST_SHARE = 0.01;

  private static final double LEAST_SECONDS = 2;

  private final PrintWriter err;
  private final boolean terminal;
  private final boolean quiet;
  private final Clock clock;
  private long begun;
  private double begunAt;
  private String stage = "";
  private int tenths;
  private boolean drawn;
  private String plot = "";

  public Progress(PrintWriter err, boolean terminal) {
    this(err, terminal, false, new SystemClock());
  }

  Progress(PrintWriter err, boolean terminal, boolean quiet, Clock clock) {
    this.err = err;
    this.terminal = terminal;
    this.quiet = quiet;
    this.clock = clock;
  }

  /**
   * Progress on a terminal if the launcher reports that standard error is one, unless the user
   * wants none.
   */
  public static Progress to(CommandLine line) {
    boolean quiet = false;
    for (CommandLine one = line; one != null; one = one.getParent()) {
      CommandLine.ParseResult given = one.getParseResult();
      quiet |= given != null && given.hasMatchedOption(QUIET);
    }
    return new Progress(
        line.getErr(), Boolean.getBoolean("spinbench.terminal"), quiet, new SystemClock());
  }

  /**
   * Shows the progress of a stage.
   *
   * @param stage its name
   * @param share completed fraction, 0 to 1
   * @param detail such as loss and accuracy; may be empty
   */
  @Override
  public synchronized void show(String stage, double share, String detail) {
    if (quiet) {
      return;
    }
    if (terminal) {
      String left = left(stage, share, detail);
      err.print(ERASE_LINE);
      err.printf(
          Locale.ROOT,
          "%-12s [%s] %3d %%  %s%s",
          stage,
          plot.isEmpty() ? bar(share) : plot,
          (int) Math.floor(100 * share + 1e-9),
          detail,
          left);
      err.flush();
      drawn = true;
    } else {
      line(stage, (int) Math.floor(10 * share + 1e-9), detail);
    }
    this.stage = stage;
  }

  private static String bar(double share) {
    int full = (int) Math.floor(Math.max(0, Math.min(share, 1)) * BAR + 1e-9);
    return "#".repeat(full) + ".".repeat(BAR - full);
  }

  @Override
  public synchronized void plot(String cells) {
    plot = cells;
  }

  /** The remaining time of the stage at its mean rate so far; nothing if that is not known yet. */
  private String left(String stage, double share, String detail) {
    long now = clock.nanos();
    if (!stage.equals(this.stage) || share < begunAt) {
      begun = now;
      begunAt = share;
    }
    double seconds = (now - begun) * 1e-9;
    double done = share - begunAt;
    if (seconds < LEAST_SECONDS || done < LEAST_SHARE || share >= 1 || detail.endsWith(LEFT)) {
      return "";
    }
    String text = Durations.text(seconds / done * (1 - share)) + LEFT;
    return detail.isEmpty() ? text : ", " + text;
  }

  /** Shows the progress of a stage of unknown length. Without redrawing, each call is a line. */
  @Override
  public synchronized void show(String stage, String detail) {
    if (quiet) {
      return;
    }
    if (terminal) {
      err.print(ERASE_LINE);
      err.printf(Locale.ROOT, "%-12s %s", stage, detail);
      err.flush();
      drawn = true;
    } else {
      err.println(stage + ": " + detail);
      err.flush();
    }
    this.stage = stage;
  }

  /** Whether one line is redrawn, so that progress may be shown often. */
  @Override
  public boolean isRedrawn() {
    return terminal;
  }

  private void line(String stage, int tenths, String detail) {
    boolean first = !stage.equals(this.stage);
    if (first || tenths > this.tenths) {
      String share = tenths == 0 ? "" : String.format(Locale.ROOT, " %d %%", 10 * tenths);
      err.println(stage + share + (detail.isEmpty() ? "" : ": " + detail));
      err.flush();
      this.tenths = tenths;
    }
  }

  /** Prints a line on standard error, separate from the bar. */
  @Override
  public synchronized void say(String line) {
    erase();
    err.println(line);
  }

  /** Erases the bar. */
  @Override
  public synchronized void clear() {
    plot = "";
    erase();
  }

  private void erase() {
    if (drawn) {
      err.print(ERASE_LINE);
      err.flush();
      drawn = false;
    }
  }
}
