package org.spinbench.app.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;

/** A bench file of instruments alone, entry by entry. Its text can be opened as it stands. */
public final class RackDraft {
  /** How every simulated address begins. */
  private static final String INSIDE = "INPROC::";

  private final Map<Integer, String> gpib = new TreeMap<>();
  private final Map<String, List<String>> entries = new LinkedHashMap<>();

  /**
   * A limit without which a source of a rack gives nothing.
   *
   * @param key in the entry's limits, such as {@code current}
   * @param unit of the value
   * @param bothWays whether the value limits both signs
   */
  public record Needed(String key, Unit unit, boolean bothWays) {
    /** The line of an entry, with the text of the largest value. */
    String line(String text) {
      String least = bothWays ? "min = -" + text + ", " : "";
      return "limits." + key + " = { " + least + "max = " + text + " }    # " + unit.symbol();
    }
  }

  /**
   * What an entry of this model says.
   *
   * @param name proposed for the instrument, such as {@code smu}
   * @param needed its limits; none for meters
   */
  public record Kind(String name, List<Needed> needed) {}

  /** Name and limits for a model of {@link Drivers}, from its driver on its simulated twin. */
  public static Kind kind(String model) {
    try (Bench bench = Models.open()) {
      Instrument instrument = bench.instruments().get(Models.name(model));
      Object player = instrument instanceof Channels<?> several ? several.channel(1) : instrument;
      List<String> levels =
          player instanceof RfSource
              ? List.of("power")
              : player instanceof BiasSource source
                  ? List.of(plain(source.level().name()), "compliance")
                  : player instanceof LockIn ? List.of("amplitude") : List.of();
      List<Needed> needed =
          levels.stream().flatMap(level -> needed(instrument, level).stream()).toList();
      return new Kind(name(player), needed);
    }
  }

  private static List<Needed> needed(Instrument instrument, String key) {
    return StreamSupport.stream(instrument.settings().spliterator(), false)
        .filter(setting -> plain(setting.name()).equals(key))
        .flatMap(setting -> number(setting).stream())
        .limit(1)
        .map(
            setting ->
                new Needed(key, setting.unit(), key.equals("current") || key.equals("voltage")))
        .toList();
  }

  private static List<NumberSetting> number(Setting setting) {
    return setting instanceof NumberSetting number ? List.of(number) : List.of();
  }

  /** A setting's name without the channel in front. */
  private static String plain(String setting) {
    return setting.replaceFirst("^channel \\d+ ", "");
  }

  private static String name(Object player) {
    if (player instanceof RfSource) {
      return "rf";
    }
    if (player instanceof SourceMeter) {
      return "smu";
    }
    if (player instanceof BiasSource) {
      return "source";
    }
    if (player instanceof SpectrumAnalyzer) {
      return "analyzer";
    }
    if (player instanceof LockIn) {
      return "lock_in";
    }
    if (player instanceof Gauge) {
      return "gauge";
    }
    return player instanceof PowerMeter ? "power_meter" : "voltmeter";
  }

  /** A name that no entry has: the proposed one, or that with a number behind it. */
  public String free(String proposed) {
    return Stream.iterate(1, k -> k + 1)
        .map(k -> k == 1 ? proposed : proposed + "_" + k)
        .filter(name -> !entries.containsKey(name))
        .findFirst()
        .orElseThrow();
  }

  /** The names of the entries. */
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  /**
   * Says which controller leads to a GPIB bus.
   *
   * @param firmware {@code prologix} or {@code ar488}
   */
  public void bus(int board, String controller, String firmware) {
    gpib.put(
        board,
        String.format(
            Locale.ROOT,
            "[gpib.%d]%ncontroller = \"%s\"%nfirmware = \"%s\"%n",
            board,
            controller,
            firmware));
  }

  /** Whether the controller of a GPIB bus is known. */
  public boolean knowsBus(int board) {
    return gpib.containsKey(board);
  }

  /**
   * Adds an entry.
   *
   * @param address resource name; empty to simulate the instrument inside the program
   * @param baud of a serial port; 0 for the default
   * @param said what the instrument said of itself; empty if it was not asked
   * @param limits largest values by key; what is missing stands in the file as a comment
   */
  public void add(
      String name,
      String model,
      String address,
      int baud,
      String said,
      List<Needed> needed,
      Map<String, Double> limits) {
    List<String> lines = new ArrayList<>();
    lines.add("[instruments." + name + "]");
    lines.add("model = \"" + model + "\"" + (said.isEmpty() ? "" : "    # " + printable(said)));
    String resource = address.isEmpty() ? INSIDE + name + "::INSTR" : address;
    lines.add("resource = \"" + resource + "\"");
    for (Needed one : needed) {
      Double largest = limits.get(one.key());
      if (largest == null) {
        lines.add(
            "# until this line has a limit that your device survives, " + name + " gives nothing:");
      }
      lines.add(largest == null ? "# " + one.line("...") : one.line(Double.toString(largest)));
    }
    if (baud > 0) {
      lines.add("serial = { baud = " + baud + " }");
    }
    entries.put(name, lines);
  }

  /** What an instrument said, on one line. */
  private static String printable(String said) {
    return said.replaceAll("\\p{Cntrl}", " ");
  }

  /** Takes an entry out again. */
  public void remove(String name) {
    entries.remove(name);
  }

  /** The file, which begins with what to do with it; {@code file} is its name there. */
  public String text(String file) {
    StringBuilder text = new StringBuilder();
    text.append("# A rack: instruments alone, without a chip (docs/bench-file.md). Made by");
    text.append(" 'spinbench init'.\n#\n");
    text.append("#   spinbench doctor ").append(file).append("         who answers\n");
    text.append("#   spinbench instruments ").append(file).append("    in what state\n");
    text.append("#   spinbench measure --help\n");
    entries
        .values()
        .forEach(lines -> text.append('\n').append(String.join("\n", lines)).append('\n'));
    gpib.values().forEach(bus -> text.append('\n').append(bus));
    return text.toString();
  }

  /**
   * Reads the draft.
   *
   * @throws org.spinbench.drivers.bench.file.BenchFileException saying what is wrong with it
   */
  public BenchFile read() {
    return BenchFile.parse(text("FILE"), "the new bench file");
  }
}
