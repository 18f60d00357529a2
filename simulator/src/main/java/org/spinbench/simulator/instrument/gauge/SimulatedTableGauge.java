package org.spinbench.simulator.instrument.gauge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Gauged;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.part.TableCommands;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.Replies;

/**
 * A gauge that a user's driver table describes. It reads the values that the table gives, with
 * their noise.
 */
public final class SimulatedTableGauge implements SimulatedInstrument {
  private final Surroundings surroundings;
  private final FrontPanel panel;

  public SimulatedTableGauge(DriverTable table, Surroundings surroundings) {
    this.surroundings = surroundings;
    TableCommands commands = new TableCommands(table, name -> {});
    Map<String, Map<String, Supplier<String>>> queries = new LinkedHashMap<>();
    for (Gauged one : table.gauged().values()) {
      int mark = one.query().indexOf('?');
      queries
          .computeIfAbsent(one.query().substring(0, mark + 1), header -> new LinkedHashMap<>())
          .put(one.query().substring(mark + 1).strip(), () -> value(one));
    }
    queries.forEach(commands::queries);
    panel = commands.panel(surroundings);
  }

  private String value(Gauged one) {
    return Replies.scientific(one.simulated() + one.noise() * surroundings.gaussian(), 8, 2);
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
