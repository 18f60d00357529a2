package org.spinbench.app.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.spinbench.experiments.runner.Display;

/**
 * Progress on standard error: on a terminal a bar that redraws its line, elsewhere one line for
 * each new stage and for each tenth of it.
 */
public final class Progress implements Display {
  private static final int BAR = 24;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private String stage = "";
  private int tenths;
  private boolean drawn;

  public Progress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Progress on a terminal if the launcher reports that standard error is one. */
  public static Progress to(PrintWriter err) {
    return new Progress(err, Boolean.getBoolean("spinbench.terminal"));
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
    if (terminal) {
      int full = (int) Math.floor(Math.max(0, Math.min(share, 1)) * BAR + 1e-9);
      err.print(ERASE_LINE);
      err.printf(
          Locale.ROOT,
          "%-12s [%s%s] %3d %%  %s",
          stage,
          "#".repeat(full),
          ".".repeat(BAR - full),
          (int) Math.floor(100 * share + 1e-9),
          detail);
      err.flush();
      drawn = true;
    } else {
      line(stage, (int) Math.floor(10 * share + 1e-9), detail);
    }
    this.stage = stage;
  }

  /** Shows the progress of a stage of unknown length. Without redrawing, each call is a line. */
  @Override
  public synchronized void show(String stage, String detail) {
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
    clear();
    err.println(line);
  }

  /** Erases the bar. */
  @Override
  public synchronized void clear() {
    if (drawn) {
      err.print(ERASE_LINE);
      err.flush();
      drawn = false;
    }
  }
}
