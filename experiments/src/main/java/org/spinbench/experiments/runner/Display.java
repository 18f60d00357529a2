package org.spinbench.experiments.runner;

/** Where a person sees how a run gets on: a terminal, a log, or nowhere. */
public interface Display {
  /** Nobody looks. */
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

  /**
   * Shows where a run stands.
   *
   * @param stage that it is in
   * @param share part of the stage that is done, 0 to 1
   * @param detail loss and accuracy, or whatever else can be said; may be empty
   */
  void show(String stage, double share, String detail);

  /** Shows where a run stands whose length nobody knows. */
  void show(String stage, String detail);

  /** Shows a line that stays. */
  void say(String line);

  /** Takes away what {@code show} drew. */
  void clear();

  /** Whether {@code show} redraws one line, so that it may be called often. */
  boolean isRedrawn();
}
