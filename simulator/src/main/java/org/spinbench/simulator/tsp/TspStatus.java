package org.spinbench.simulator.tsp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Status registers below {@code status}: each has a condition, an event register that positive and
 * negative transitions of the condition set and a query clears, and an enable register (2600B
 * reference manual 2600BS-901-01, appendix "Status model"). Conditions are looked at after each
 * script and at each query.
 */
public final class TspStatus {
  private static final int ALL = 0x7FFF;

  private final List<Register> registers = new ArrayList<>();

  private static final class Register {
    private final IntSupplier condition;
    private int seen;
    private int event;
    private int enable;
    private int negative;
    private int positive = ALL;

    Register(IntSupplier condition) {
      this.condition = condition;
    }

    int look() {
      int now = condition.getAsInt();
      event |= now & ~seen & positive | seen & ~now & negative;
      seen = now;
      return now;
    }

    int takeEvent() {
      look();
      int taken = event;
      event = 0;
      return taken;
    }

    /** Whether it sets the bit of its summary. */
    boolean summary() {
      look();
      return (event & enable) != 0;
    }

    void reset() {
      enable = 0;
      negative = 0;
      positive = ALL;
      event = 0;
    }

    void bind(TspTable table) {
      table.readOnly("condition", () -> (double) look());
      table.readOnly("event", () -> (double) takeEvent());
      table.attribute("enable", 0, ALL, () -> enable, mask -> enable = (int) mask);
      table.attribute("ntr", 0, ALL, () -> negative, mask -> negative = (int) mask);
      table.attribute("ptr", 0, ALL, () -> positive, mask -> positive = (int) mask);
    }
  }

  /** The bit of a register that summarises another. */
  public record Summary(Source source, int bit) {}

  /** Whether a register asks for attention. */
  @FunctionalInterface
  public interface Source {
    boolean active();
  }

  /**
   * Binds a register.
   *
   * @param condition its own bits
   * @param below registers that it summarises
   * @return its own summary
   */
  public Source register(TspTable table, IntSupplier condition, List<Summary> below) {
    Register register =
        new Register(
            () -> {
              int bits = condition.getAsInt();
              for (Summary one : below) {
                bits |= one.source.active() ? one.bit : 0;
              }
              return bits;
            });
    register.bind(table);
    registers.add(register);
    return register::summary;
  }

  /** Binds a register whose condition has no bit in simulation. */
  public void idle(TspTable table) {
    register(table, () -> 0, List.of());
  }

  /** Latches transitions of every condition. */
  public void look() {
    registers.forEach(Register::look);
  }

  /** {@code status.reset()}. */
  public void reset() {
    registers.forEach(Register::reset);
  }
}
