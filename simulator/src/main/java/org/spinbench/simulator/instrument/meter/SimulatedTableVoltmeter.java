package org.spinbench.simulator.instrument.meter;

import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Measurement;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.VoltageInput;
import org.spinbench.simulator.instrument.part.TableCommands;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.Replies;

/** A voltmeter that a user's driver table describes: one conversion a reading, without offset. */
public final class SimulatedTableVoltmeter implements SimulatedInstrument {
  private static final long NEVER = Long.MIN_VALUE;

  private final Surroundings surroundings;
  private final Measurement how;
  private final TableCommands commands;
  private final VoltageConverter converter;
  private final FrontPanel panel;
  private long start = NEVER;

  /** A voltmeter with this voltage at its terminals. */
  public SimulatedTableVoltmeter(DriverTable table, Surroundings surroundings, VoltageInput input) {
    this.surroundings = surroundings;
    how = table.reading().orElseThrow();
    commands = new TableCommands(table, name -> adjust());
    converter =
        new VoltageConverter(
            surroundings,
            input,
            table.setting("range").over(),
            0,
            table.setting("range").values().stream()
                .map(range -> new VoltageConverter.Range(range, how.noise(), 0))
                .toList());
    commands.command(how.start(), () -> start = surroundings.clock().nanos());
    commands.query(how.query(), this::read);
    panel = commands.panel(surroundings);
    panel.onClear(() -> start = NEVER);
    adjust();
  }

  private void adjust() {
    double cycles = commands.number("integration");
    converter.range(commands.number("range"));
    converter.aperture(cycles, cycles / how.lineFrequency());
    start = NEVER;
  }

  private String read() {
    if (how.start().isEmpty()) {
      start = surroundings.clock().nanos();
    } else if (start == NEVER) {
      throw TableCommands.stale();
    }
    panel.await(start + converter.apertureNanos());
    return Replies.scientific(converter.convert(start), 8, 2);
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
