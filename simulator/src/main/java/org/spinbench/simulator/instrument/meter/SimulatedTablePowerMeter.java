package org.spinbench.simulator.instrument.meter;

import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Measurement;
import org.spinbench.simulator.instrument.PowerInput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.part.TableCommands;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.Replies;

/** A power meter that a user's driver table describes, without offset. */
public final class SimulatedTablePowerMeter implements SimulatedInstrument {
  private static final long NEVER = Long.MIN_VALUE;

  private final Surroundings surroundings;
  private final PowerInput input;
  private final Measurement how;
  private final TableCommands commands;
  private final FrontPanel panel;
  private long start = NEVER;

  /** A power meter with this signal at its sensor. */
  public SimulatedTablePowerMeter(DriverTable table, Surroundings surroundings, PowerInput input) {
    this.surroundings = surroundings;
    this.input = input;
    how = table.reading().orElseThrow();
    commands = new TableCommands(table, name -> start = NEVER);
    commands.command(how.start(), () -> start = surroundings.clock().nanos());
    commands.query(how.query(), this::read);
    commands.command(how.zero(), this::zero);
    panel = commands.panel(surroundings);
    panel.onClear(() -> start = NEVER);
  }

  private void zero() {
    panel.await(surroundings.clock().nanos() + Math.round(how.zeroing() * 1e9));
  }

  private String read() {
    if (how.start().isEmpty()) {
      start = surroundings.clock().nanos();
    } else if (start == NEVER) {
      throw TableCommands.stale();
    }
    double averages = commands.number("averages");
    long end = start + Math.round(averages * how.period() * 1e9);
    panel.await(end);
    double noise = how.noise() / Math.sqrt(averages) * surroundings.gaussian();
    return Replies.scientific(input.mean(start, end) + noise, 8, 2);
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public boolean energised() {
    return false;
  }
}
