package org.spinbench.simulator.tsp;

/**
 * A port of open-drain lines with pull-ups, of which nothing is connected: a line reads as it was
 * written (2600B reference manual 2600BS-901-01, section 7, {@code digio}, {@code tsplink}).
 */
public final class TspPort {
  private final int count;
  private final int all;
  private int lines;
  private int prevented;

  /**
   * A port whose lines are high.
   *
   * @param count number of lines
   */
  public TspPort(int count) {
    this.count = count;
    all = (1 << count) - 1;
    lines = all;
  }

  /** Binds the functions of the port. */
  public void bind(TspTable table) {
    table.function("readport", arguments -> new Object[] {(double) lines});
    table.function(
        "readbit",
        arguments -> new Object[] {(double) (lines >> arguments.integer(1, 1, count) - 1 & 1)});
    table.function(
        "writeport",
        arguments -> {
          write(all, arguments.integer(1, 0, all));
          return new Object[0];
        });
    table.function(
        "writebit",
        arguments -> {
          int mask = 1 << arguments.integer(1, 1, count) - 1;
          write(mask, arguments.integer(2, 0, 1) == 0 ? 0 : mask);
          return new Object[0];
        });
    table.attribute("writeprotect", 0, all, () -> prevented, mask -> prevented = (int) mask);
  }

  private void write(int mask, int wanted) {
    int changed = mask & ~prevented;
    lines = lines & ~changed | wanted & changed;
  }

  /** All lines high, none protected. */
  public void reset() {
    prevented = 0;
    lines = all;
  }
}
