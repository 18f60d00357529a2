package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.part.TableCommands;
import org.spinbench.simulator.scpi.FrontPanel;

/** An RF source that a user's driver table describes. */
public final class SimulatedTableRfSource implements SingleRfSource {
  private final TableCommands commands;
  private final Carrier carrier;
  private final FrontPanel panel;

  /** A source that is off. */
  public SimulatedTableRfSource(DriverTable table, Surroundings surroundings) {
    commands = new TableCommands(table, this::changed);
    carrier =
        new Carrier(
            surroundings, table.settling(), commands.number("frequency"), commands.number("power"));
    panel = commands.panel(surroundings);
    carrier.overlapping(panel);
  }

  private void changed(String name) {
    switch (name) {
      case "" -> carrier.preset(commands.number("frequency"), commands.number("power"));
      case "frequency" -> carrier.frequency(commands.number(name));
      case "power" -> carrier.level(commands.number(name));
      case "output" -> carrier.on(commands.flag(name));
      default -> {}
    }
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public Carrier carrier() {
    return carrier;
  }
}
