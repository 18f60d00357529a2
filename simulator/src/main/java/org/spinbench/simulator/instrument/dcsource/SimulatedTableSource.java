package org.spinbench.simulator.instrument.dcsource;

import java.util.List;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Role;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.part.Settling;
import org.spinbench.simulator.instrument.part.TableCommands;
import org.spinbench.simulator.scpi.FrontPanel;

/** A source of current or voltage that a user's driver table describes. */
public final class SimulatedTableSource implements SimulatedInstrument, DcOutput {
  private final DriverTable table;
  private final Surroundings surroundings;
  private final TerminalLoad load;
  private final TableCommands commands;
  private final FrontPanel panel;
  private final Settling output;

  /** A source that is off, or at zero if it has no switch. */
  public SimulatedTableSource(DriverTable table, Surroundings surroundings, TerminalLoad load) {
    this.table = table;
    this.surroundings = surroundings;
    this.load = load;
    output = new Settling(0, surroundings.clock().nanos());
    commands = new TableCommands(table, name -> changed());
    table.limited().ifPresent(limited -> commands.query(limited.query(), this::register));
    panel = commands.panel(surroundings);
  }

  private String register() {
    long now = surroundings.clock().nanos();
    boolean limits = load.at(now).under(level(now)).limited();
    return Integer.toString(limits ? table.limited().orElseThrow().mask() : 0);
  }

  private boolean on() {
    return !table.has("output") || commands.flag("output");
  }

  private void changed() {
    surroundings.outputChanged().run();
    long now = surroundings.clock().nanos();
    output.approach(on() ? commands.number(table.level()) : 0, now, table.settling());
    panel.overlap(now + Math.round(table.settling() * 1e9));
    surroundings.outputChanged().run();
  }

  @Override
  public DcLevel level(long nanos) {
    double value = output.at(nanos);
    if (!on() && value == 0) {
      return DcLevel.OFF;
    }
    double limit = commands.numberOr("compliance", Double.POSITIVE_INFINITY);
    return table.role() == Role.CURRENT_SOURCE
        ? DcLevel.amperes(value, limit)
        : DcLevel.volts(value, limit);
  }

  @Override
  public long turn(long after) {
    return output.turn(after);
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return List.of(this);
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public boolean energised() {
    return on() && output.target() != 0;
  }
}
