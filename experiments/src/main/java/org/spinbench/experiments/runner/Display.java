package org.spinbench.experiments.runner;

import java.io.PrintStream;

/** Shows the progress of a run: on a terminal, in a log, or nowhere. */
public interface Display {
  /** No display. */
  Display NONE =
      new Display() {
        @Override
        public void show(String stage, double share, String detail) {}

        @Override
        public void show(String stage, String detail) {}

        @Override
        public void say(String line) {}

        @Override
        public void clear() {}

        @Override
        public boolean isRedrawn() {
          return false;
        }
      };

  /** A display that prints every step as a line. */
  static Display lines(PrintStream out) {
    return new Display() {
      @Override
      public void show(String stage, double share, String detail) {
        out.println(detail);
      }

      @Override
      public void show(String stage, String detail) {
        out.println(detail);
      }

      @Override
      public void say(String line) {
        out.println(line);
      }

      @Override
      public void clear() {}

      @Override
      public boolean isRedrawn() {
        return false;
      }
    };
  }

  /**
   * Shows the progress of a stage.
   *
   * @param stage of the run
   * @param share completed fraction of the stage, 0 to 1
   * @param detail such as loss and accuracy; may be empty
   */
  void show(String stage, double share, String detail);

  /** Shows the progress of a stage of unknown length. */
  void show(String stage, String detail);

  /**
   * Sets a small plot, which the next {@code show} may draw.
   *
   * @param cells of one row of a terminal; empty for none
   */
  default void plot(String cells) {}

  /** Shows a permanent line. */
  void say(String line);

  /** Erases the line of {@code show}. */
  void clear();

  /** Whether {@code show} redraws one line, and may be called often. */
  boolean isRedrawn();
}
