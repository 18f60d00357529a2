package org.spinbench.app.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFileException;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Checks the drivers of a driver file on their twins, by the rules that built-in drivers keep to:
 * opening changes nothing, every setting comes back, a value out of range is named and not sent,
 * refusals arrive, a source comes to rest, a meter reads.
 */
public final class DriverCheck {
  private static final String NAME = "it";
  private static final double[] PLACES = {0, 0.123456789, 0.618033989, 0.987654321, 1};
  private static final double ROUNDING = 1e-12;

  /**
   * One check.
   *
   * @param driver its model
   * @param check what was checked
   * @param passed whether it passed
   * @param problem what is wrong, with file, line, key and what to do; empty if it passed
   */
  public record Line(String driver, String check, boolean passed, String problem) {}

  /** A check: the problem, or an empty text. */
  private interface Rule {
    String problem();
  }

  private final String toml;
  private final String origin;
  private final DriverTable table;
  private final List<Line> lines = new ArrayList<>();

  private DriverCheck(String toml, String origin, DriverTable table) {
    this.toml = toml;
    this.origin = origin;
    this.table = table;
  }

  /**
   * Checks every driver of a file.
   *
   * @param toml its text
   * @param origin its path, for messages
   */
  public static List<Line> of(String toml, String origin) {
    Map<String, DriverTable> drivers;
    try {
      drivers = DriverFiles.parse(toml, origin);
    } catch (BenchFileException wrong) {
      return List.of(new Line("", "the table", false, wrong.getMessage()));
    }
    List<Line> all = new ArrayList<>();
    for (DriverTable table : drivers.values()) {
      all.addAll(new DriverCheck(toml, origin, table).run());
    }
    return all;
  }

  private List<Line> run() {
    lines.add(new Line(table.model(), "the table", true, ""));
    BenchFile file = BenchFile.parse(bench(), origin);
    try {
      SimulatedBench twin = new SimulatedBench(file, 1);
      try (Bench bench = Bench.open(file, twin, twin.clock())) {
        rules(bench.instruments().get(NAME), twin);
      }
    } catch (RuntimeException e) {
      add("", "opens its twin", () -> e.getMessage());
    }
    return lines;
  }

  /** A rack with the instrument, whose limits are those of the instrument itself. */
  private String bench() {
    StringBuilder text = new StringBuilder("[instruments.").append(NAME).append("]\nmodel = \"");
    text.append(table.model()).append("\"\nresource = \"INPROC::it::INSTR\"\n");
    for (String name : List.of(table.level(), "compliance")) {
      if (!name.isEmpty() && table.has(name)) {
        text.append("limits.").append(name).append(" = { min = ");
        text.append(table.setting(name).min()).append(", max = ");
        text.append(table.setting(name).max()).append(" }\n");
      }
    }
    return text.append(toml).toString();
  }

  private void rules(Instrument instrument, SimulatedBench twin) {
    add("", "opening changes nothing", () -> opening(instrument));
    for (Setting setting : instrument.settings()) {
      if (!setting.name().equals("output")) {
        add(setting.name(), setting.name() + " comes back", () -> comesBack(setting));
      }
      if (setting instanceof NumberSetting number) {
        add(
            number.name(),
            number.name() + " out of range is not sent",
            () -> outOfRange(instrument, number));
        if (instrument.session().reportsErrors()) {
          add(
              number.name(),
              number.name() + " out of range is refused by the instrument",
              () -> refused(instrument, number));
        }
      }
    }
    if (instrument instanceof RfSource || instrument instanceof BiasSource) {
      add(table.level(), "gives a level and comes to rest", () -> rest(instrument, twin));
    } else {
      add("reading", "reads", () -> reads(instrument));
    }
    add("", "leaves no error", () -> String.join("; ", errors(instrument)));
  }

  private void add(String setting, String check, Rule rule) {
    String problem;
    try {
      problem = rule.problem();
    } catch (RuntimeException e) {
      problem = String.valueOf(e.getMessage());
    }
    String key = "drivers." + table.model();
    if (setting.equals("reading")) {
      key += table.gauged().isEmpty() ? ".reading" : ".readings";
    } else if (!setting.isEmpty()) {
      key += ".settings." + setting;
    }
    String placed =
        problem.isEmpty() ? "" : BenchFile.refusal(toml, origin, Map.of(key, problem)).getMessage();
    lines.add(new Line(table.model(), check, problem.isEmpty(), placed));
  }

  private static List<String> errors(Instrument instrument) {
    return instrument.session().errors().stream().map(Object::toString).toList();
  }

  private static String opening(Instrument instrument) {
    Map<String, String> before = instrument.settings().snapshot();
    instrument.inspect();
    Map<String, String> after = instrument.settings().snapshot();
    return before.equals(after) ? "" : "the state was " + before + " and is " + after;
  }

  private static String comesBack(Setting setting) {
    if (setting instanceof ChoiceSetting choice) {
      for (String word : choice.words()) {
        choice.set(word);
        if (!choice.get().equals(word)) {
          return word + " came back as " + choice.get();
        }
      }
    } else if (setting instanceof SwitchSetting onOff) {
      boolean before = onOff.get();
      for (boolean state : new boolean[] {!before, before}) {
        onOff.set(state);
        if (onOff.get() != state) {
          return (state ? "on" : "off") + " did not come back";
        }
      }
    } else {
      return comesBack((NumberSetting) setting);
    }
    return "";
  }

  private static String comesBack(NumberSetting number) {
    double before = number.get();
    double[] values = number.values();
    for (int k = 0; k < Math.max(values.length, PLACES.length); k++) {
      double least = number.minimum();
      double value =
          values.length == 0
              ? Math.min(least + (number.maximum() - least) * PLACES[k], number.maximum())
              : values[Math.min(k, values.length - 1)];
      number.set(value);
      double back = number.get();
      double tolerance = 0.5 * number.resolution() + ROUNDING * Math.abs(value);
      if (!(Math.abs(back - value) <= tolerance)) {
        String unit = " " + number.unit().symbol();
        return ScpiNumber.format(value)
            + unit
            + " came back as "
            + ScpiNumber.format(back)
            + unit
            + "; give the resolution of the instrument";
      }
    }
    number.set(before);
    return "";
  }

  private static String outOfRange(Instrument instrument, NumberSetting number) {
    double beyond = number.maximum() + Math.abs(number.maximum()) + 1;
    long sent = instrument.session().messagesSent();
    try {
      number.set(beyond);
      return ScpiNumber.format(beyond) + " was accepted";
    } catch (LimitException named) {
      return instrument.session().messagesSent() == sent ? "" : "a message was sent";
    }
  }

  private String refused(Instrument instrument, NumberSetting number) {
    try {
      instrument.session().command(number.header() + " " + argument(number));
      return "the instrument took 9E29";
    } catch (InstrumentErrorException refusal) {
      return "";
    }
  }

  private String argument(NumberSetting number) {
    return table.setting(number.name()).arguments().replace("%v", "9E29");
  }

  private static String rest(Instrument instrument, SimulatedBench twin) {
    if (instrument instanceof RfSource source) {
      source.prepare();
      source.power().set(source.power().maximum());
      source.output().set(true);
    } else {
      BiasSource source = (BiasSource) instrument;
      source.prepare(source.level().maximum());
      source.output().ensure(true);
      source.ramp(source.level().maximum());
    }
    if (twin.atRest()) {
      return "nothing came out";
    }
    instrument.safe();
    return twin.atRest() ? "" : "it still gives a level after it was brought to rest";
  }

  private static String reads(Instrument instrument) {
    if (instrument instanceof Voltmeter meter) {
      meter.prepare(meter.range().minimum(), meter.integration().minimum());
      meter.initiate();
      meter.fetch();
    } else if (instrument instanceof PowerMeter meter) {
      meter.prepare(meter.frequency().minimum(), meter.averaging().minimum());
      meter.read();
    } else if (instrument instanceof Gauge gauge) {
      gauge.quantities().keySet().forEach(gauge::read);
    }
    return "";
  }
}
