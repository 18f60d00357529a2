package org.spinbench.simulator.scpi;

/**
 * One register group of the SCPI status model (SCPI-99 volume 1 section 9): condition, transition
 * filters, latched events and their enable mask. Sixteen bits, of which bit 15 is always zero.
 */
public final class EventRegister {
  private static final int MASK = 0x7FFF;

  private int condition;
  private int event;
  private int enable;
  private int positive = MASK;
  private int negative;
  private Runnable refresh = () -> {};

  /** Sets the action that updates this register before each query. */
  public void refreshedBy(Runnable update) {
    refresh = update;
  }

  /** Sets the condition; changes that the filters let through are latched as events. */
  public void condition(int bits) {
    int rising = bits & ~condition & positive;
    int falling = ~bits & condition & negative;
    event |= (rising | falling) & MASK;
    condition = bits & MASK;
  }

  /** Latches events without a lasting condition. */
  public void signal(int bits) {
    event |= bits & MASK;
  }

  public int condition() {
    refresh.run();
    return condition;
  }

  /** Reads the latched events and clears them. */
  public int takeEvents() {
    refresh.run();
    int events = event;
    event = 0;
    return events;
  }

  void clearEvents() {
    event = 0;
  }

  /** The effect of {@code STATus:PRESet}: nothing enabled, every rising condition latched. */
  void preset() {
    enable = 0;
    positive = MASK;
    negative = 0;
  }

  boolean summary() {
    return (event & enable) != 0;
  }

  int enable() {
    return enable;
  }

  void enable(int bits) {
    enable = bits & MASK;
  }

  int positive() {
    return positive;
  }

  void positive(int bits) {
    positive = bits & MASK;
  }

  int negative() {
    return negative;
  }

  void negative(int bits) {
    negative = bits & MASK;
  }
}
