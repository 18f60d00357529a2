package org.spinbench.drivers.bench.file.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.SourceFunction;

/**
 * A driver as a table, {@code [drivers.MODEL]}: the commands of one model with their units and
 * ranges. The table is a driver and its simulated twin at once.
 *
 * @param model name in the bench file
 * @param role what it does
 * @param identities model names in the answers to {@code *IDN?}
 * @param mnemonics whether it takes one question a message, as instruments before SCPI do
 * @param errors query of its errors, {@code :SYST:ERR?} or {@code *ESR?}; empty if it reports none
 * @param settling of an output after a change, s
 * @param settings by name, in the order of the file
 * @param reading how a meter measures
 * @param gauged what a gauge reads, by the names of its readings
 * @param limited how a source reports that its compliance limits it
 * @param jar file with a driver class that takes the place of the table's own driver
 */
public record DriverTable(
    String model,
    Role role,
    List<String> identities,
    boolean mnemonics,
    String errors,
    double settling,
    Map<String, Item> settings,
    Optional<Measurement> reading,
    Map<String, Gauged> gauged,
    Optional<Limited> limited,
    Optional<Path> jar) {
  private static final Pattern MNEMONIC = Pattern.compile("([A-Z]+)([a-z]*)(\\d*)");

  /** The roles that a table can carry. */
  public enum Role {
    RF_SOURCE,
    CURRENT_SOURCE,
    VOLTAGE_SOURCE,
    VOLTMETER,
    POWER_METER,
    GAUGE;

    /** What it can source; empty for RF and meters. */
    public List<SourceFunction> functions() {
      return switch (this) {
        case CURRENT_SOURCE -> List.of(SourceFunction.CURRENT);
        case VOLTAGE_SOURCE -> List.of(SourceFunction.VOLTAGE);
        default -> List.of();
      };
    }

    /** The name in a table. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The kinds of settings. */
  public enum Kind {
    NUMBER,
    SWITCH,
    CHOICE
  }

  /**
   * One setting.
   *
   * @param kind of its value
   * @param command in the notation of manuals, {@code [:SOURce]:FREQuency}: short form in capitals,
   *     optional nodes in brackets
   * @param arguments of the command, with {@code %v} for the value: {@code %v,(@1)}; {@code %v}
   *     alone for most
   * @param unit of a number
   * @param min smallest number
   * @param max largest number
   * @param resolution of a number; 0 if it takes any
   * @param values the only numbers, ascending; empty if the range is continuous
   * @param over largest level of a range, as a multiple of it
   * @param step resolution of the level in a range, as a multiple of it; 0 if that is the level's
   * @param words of a choice, in the form in which they are sent
   * @param must the value that it has while the instrument is in use; empty if any is harmless
   * @param preset value after a reset, for the twin
   */
  public record Item(
      Kind kind,
      String command,
      String arguments,
      Unit unit,
      double min,
      double max,
      double resolution,
      List<Double> values,
      double over,
      double step,
      List<String> words,
      String must,
      String preset) {
    /** The short form, {@code :FREQ}, as the driver sends it. */
    public String header(boolean mnemonics) {
      String shortForm = command.replaceAll("\\[[^\\]]*\\]|[a-z]", "").replaceFirst("^:", "");
      return mnemonics ? shortForm : ":" + shortForm;
    }

    /** What stands before the value in the arguments: {@code CH1}; empty for nothing. */
    public String before() {
      return arguments.substring(0, Math.max(0, arguments.indexOf(",%v")));
    }

    /** What stands behind the value: {@code (@1)}; empty for nothing. */
    public String after() {
      int comma = arguments.indexOf("%v,");
      return comma < 0 ? "" : arguments.substring(comma + "%v,".length());
    }

    /** The forms that the twin takes: short, long, with and without optional nodes. */
    public String pattern() {
      return MNEMONIC
          .matcher(command)
          .replaceAll(
              node ->
                  node.group(3).isEmpty()
                      ? node.group()
                      : Stream.of(node.group(1), (node.group(1) + node.group(2)).toUpperCase(ROOT))
                          .distinct()
                          .map(form -> form + node.group(3))
                          .collect(Collectors.joining("|")));
    }

    private static final Locale ROOT = Locale.ROOT;

    /** Symbol of the unit of a number. */
    public String symbol() {
      return unit.symbol();
    }

    /** The required number. */
    public double mustBe() {
      return Double.parseDouble(must);
    }
  }

  /**
   * How a meter measures.
   *
   * @param start command that starts a measurement; empty if the query does so
   * @param query whose answer begins with the value
   * @param noise one standard deviation with one power-line cycle, or one average: V or W
   * @param lineFrequency Hz
   * @param period duration of one average, s
   * @param zero command that zeroes a power meter; empty if there is none
   * @param zeroing its duration, s
   */
  public record Measurement(
      String start,
      String query,
      double noise,
      double lineFrequency,
      double period,
      String zero,
      double zeroing) {}

  /**
   * One reading of a gauge.
   *
   * @param query whose answer begins with the value
   * @param unit of the value
   * @param noise one standard deviation, in the unit; 0 if only the last digit is uncertain
   * @param simulated the value that the twin reads, in the unit
   */
  public record Gauged(String query, Unit unit, double noise, double simulated) {}

  /**
   * A register that reports the compliance.
   *
   * @param query of the register
   * @param mask bits of which one is set while it limits
   */
  public record Limited(String query, int mask) {}

  /** A setting by its name. */
  public Item setting(String name) {
    return settings.get(name);
  }

  /** Whether the table has a setting of this name. */
  public boolean has(String name) {
    return settings.containsKey(name);
  }

  /** The name of a source's level; empty for meters. */
  public String level() {
    return switch (role) {
      case RF_SOURCE -> "power";
      case CURRENT_SOURCE -> "current";
      case VOLTAGE_SOURCE -> "voltage";
      default -> "";
    };
  }
}
