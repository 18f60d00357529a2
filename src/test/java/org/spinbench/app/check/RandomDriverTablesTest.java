package org.spinbench.app.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.check.DriverCheck.Line;

/**
 * Random driver tables: a sound one passes every check, and a damaged one is refused or fails by
 * name, whatever the damage.
 */
class RandomDriverTablesTest {
  private static final int SOUND = 12;
  private static final int DAMAGED = 60;
  private static final double[] MOST = {0.001, 0.002, 0.05, 0.1, 0.5, 1, 2, 10, 20};
  private static final String[] ROOTS = {":SOURce", ":CHANnel", ":MAIN", ":PORT", ":BENCh"};
  private static final String[] NOISE = {
    "\"", "[", "]", "{", "}", "=", "-", "1e999", "\\n", ";*RST", "true", "#", "\"\"", "nan", ","
  };

  private final RandomGenerator random;

  RandomDriverTablesTest() {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(19);
  }

  private double number(double least, double most) {
    double value = least + (most - least) * random.nextDouble();
    return Double.parseDouble(String.format(Locale.ROOT, "%.3g", value));
  }

  private String root() {
    String root = ROOTS[random.nextInt(ROOTS.length)];
    return random.nextBoolean() ? root : "[" + root + "]";
  }

  private String line(String name, String command, String rest) {
    return name + " = { command = \"" + command + "\"" + rest + " }\n";
  }

  private String number(String name, String command, String unit, double min, double max) {
    String resolution = random.nextBoolean() ? "" : ", resolution = 1e-4";
    String rest = ", unit = \"" + unit + "\", min = " + min + ", max = " + max + resolution;
    return line(name, command, rest);
  }

  private String extras() {
    StringBuilder text = new StringBuilder();
    if (random.nextBoolean()) {
      text.append(line("sense", ":SYSTem:RSENse", ", must = \"off\""));
    }
    if (random.nextBoolean()) {
      text.append(line("shape", ":SHAPe", ", words = [\"FLAT\", \"EDGY\"], must = \"FLAT\""));
    }
    if (random.nextBoolean()) {
      text.append(line("screen", ":DISPlay[:ENABle]", ", harmless = true"));
    }
    if (random.nextBoolean()) {
      text.append(line("trim", ":TRIM", ", unit = \"dB\", min = -3, max = 3, must = 0"));
    }
    return text.toString();
  }

  private String table(String role, String settings, String more) {
    String dialect = random.nextInt(3) == 0 ? "dialect = \"mnemonics\"\n" : "";
    String settling = random.nextBoolean() ? "settling = " + number(1e-4, 0.1) + "\n" : "";
    return "[drivers.DUT]\nrole = \""
        + role
        + "\"\n"
        + dialect
        + settling
        + "[drivers.DUT.settings]\n"
        + settings
        + more;
  }

  private String rfSource() {
    String root = root();
    return table(
        "rf_source",
        number("frequency", root + ":FREQuency[:CW]", "Hz", number(1, 1e6), number(1e9, 6e10))
            + number("power", root + ":POWer[:LEVel]", "dBm", number(-140, -30), number(0, 25))
            + line("output", ":OUTPut[:STATe]", "")
            + extras(),
        "");
  }

  private String dcSource(boolean current) {
    String root = root();
    double most = MOST[random.nextInt(MOST.length)];
    boolean ranged = random.nextBoolean();
    String level = current ? "current" : "voltage";
    String unit = current ? "A" : "V";
    StringBuilder text = new StringBuilder();
    double least = ranged || random.nextBoolean() ? -most : 0;
    text.append(
        number(level, root + ":LEVel", unit, least, most).replace(", resolution = 1e-4", ""));
    if (ranged) {
      text.append(
          line(
              "range",
              root + ":RANGe",
              ", unit = \""
                  + unit
                  + "\", values = ["
                  + most / 100
                  + ", "
                  + most / 10
                  + ", "
                  + most
                  + "], over = 1.1, step = 1e-5"));
    }
    text.append(
        number("compliance", root + ":PROTection", current ? "V" : "A", 0.01, number(1, 50)));
    text.append(line("output", ":OUTPut", random.nextBoolean() ? "" : ", arguments = \"%v,(@1)\""));
    String limited =
        random.nextBoolean() ? "[drivers.DUT.limited]\nquery = \":STAT:MEAS?\"\nmask = 4\n" : "";
    return table(current ? "current_source" : "voltage_source", text + extras(), limited);
  }

  private String voltmeter() {
    String start = random.nextBoolean() ? "start = \":INIT\"\n" : "";
    return table(
        "voltmeter",
        line("range", ":RANGe", ", unit = \"V\", values = [0.01, 0.1, 1, 10]")
            + number("integration", ":NPLCycles", "PLC", 0.01, number(1, 100))
            + extras(),
        "[drivers.DUT.reading]\n" + start + "query = \":FETC?\"\nnoise = " + number(1e-9, 1e-4));
  }

  private String powerMeter() {
    String zero = random.nextBoolean() ? "zero = \":CAL:ZERO\"\n" : "";
    return table(
        "power_meter",
        number("frequency", ":FREQuency", "Hz", number(1e3, 1e6), number(1e9, 6e10))
            + line("averages", ":AVERage", ", unit = \"\", min = 1, max = 64, resolution = 1")
            + extras(),
        "[drivers.DUT.reading]\n" + zero + "query = \":READ?\"\nnoise = " + number(1e-12, 1e-6));
  }

  private String random(String role) {
    return switch (role) {
      case "rf_source" -> rfSource();
      case "current_source" -> dcSource(true);
      case "voltage_source" -> dcSource(false);
      case "voltmeter" -> voltmeter();
      default -> powerMeter();
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rf_source", "current_source", "voltage_source", "voltmeter", "power_meter"})
  void aSoundTablePassesEveryCheck(String role) {
    for (int k = 0; k < SOUND; k++) {
      String toml = random(role);
      List<Line> failed =
          DriverCheck.of(toml, "my.toml").stream().filter(line -> !line.passed()).toList();
      assertEquals(List.of(), failed, toml);
    }
  }

  /** Deletes, doubles or spoils something. */
  private String damaged(String toml) {
    List<String> lines = new ArrayList<>(toml.lines().toList());
    int at = random.nextInt(lines.size());
    switch (random.nextInt(4)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> lines.set(at, lines.get(at).replaceFirst("\\d+(\\.\\d+)?", "-7"));
      default -> {
        String line = lines.get(at);
        int place = random.nextInt(line.length() + 1);
        String noise = NOISE[random.nextInt(NOISE.length)];
        lines.set(at, line.substring(0, place) + noise + line.substring(place));
      }
    }
    return String.join("\n", lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rf_source", "current_source", "voltage_source", "voltmeter", "power_meter"})
  void aDamagedTableIsRefusedByNameOrPasses(String role) {
    int refused = 0;
    for (int k = 0; k < DAMAGED; k++) {
      String toml = damaged(random(role));
      List<Line> lines = DriverCheck.of(toml, "my.toml");
      assertFalse(lines.isEmpty(), toml);
      for (Line line : lines) {
        if (!line.passed()) {
          refused++;
          assertTrue(line.problem().startsWith("my.toml"), line + "\n" + toml);
          assertFalse(line.problem().contains("null"), line + "\n" + toml);
          assertFalse(line.problem().contains("Exception"), line + "\n" + toml);
        }
      }
    }
    assertTrue(refused > DAMAGED / 4, "most damages are noticed: " + refused);
  }
}
