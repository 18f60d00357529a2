package org.spinbench.drivers.bench.file.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFileException;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.drivers.bench.file.RestGroup;
import org.spinbench.drivers.bench.file.table.DriverTable.Item;
import org.spinbench.drivers.instrument.Unit;

/** Driver tables: what they say, and what is refused by name. */
class DriverTableTest {
  private static final String RF =
      """
      [drivers.MY1]
      role = "rf_source"
      [drivers.MY1.settings]
      frequency = { command = ":FREQuency", unit = "Hz", min = 1e6, max = 1e9, resolution = 0.01 }
      power = { command = ":POWer", unit = "dBm", min = -60, max = 10 }
      output = { command = ":OUTPut" }
      modulation = { command = ":MODulation", must = "off" }
      """;

  private static final String CURRENT =
      """
      [drivers.MY2]
      role = "current_source"
      [drivers.MY2.settings]
      current = { command = ":CURRent", unit = "A", min = -0.1, max = 0.1 }
      range = { command = ":CURRent:RANGe", unit = "A", values = [1e-3, 0.1] }
      compliance = { command = ":VOLTage:LIMit", unit = "V", min = 0.1, max = 30 }
      output = { command = ":OUTPut" }
      """;

  private static final String VOLTAGE =
      """
      [drivers.MY3]
      role = "voltage_source"
      always_on = true
      [drivers.MY3.settings]
      voltage = { command = ":VOLTage", unit = "V", min = -10, max = 10 }
      """;

  private static final String GAUGE =
      """
      [drivers.MY6]
      role = "gauge"
      [drivers.MY6.settings]
      filter = { command = ":FILTer" }
      [drivers.MY6.readings]
      chip = { query = "READ? A", unit = "K", noise = 0.01 }
      """;

  private static final String METER =
      """
      [drivers.MY4]
      role = "voltmeter"
      [drivers.MY4.settings]
      range = { command = ":RANGe", unit = "V", values = [0.1, 1] }
      integration = { command = ":NPLCycles", unit = "PLC", min = 0.01, max = 10 }
      [drivers.MY4.reading]
      query = ":READ?"
      noise = 1e-6
      """;

  private static DriverTable read(String toml) {
    return DriverFiles.parse(toml, "my.toml").values().iterator().next();
  }

  @Test
  void aTableSaysWhatADriverNeeds() {
    DriverTable table = read(RF);
    assertEquals("MY1", table.model());
    assertEquals(List.of("MY1"), table.identities());
    assertEquals(":SYST:ERR?", table.errors());
    assertEquals(
        List.of("frequency", "power", "output", "modulation"),
        List.copyOf(table.settings().keySet()));
    Item frequency = table.setting("frequency");
    assertEquals(Unit.HERTZ, frequency.unit());
    assertEquals(0.01, frequency.resolution());
    assertEquals("-60.0", table.setting("power").preset(), "the twin begins at the lowest level");
    assertEquals("off", table.setting("modulation").must());
    assertEquals(0.1, read(CURRENT).setting("range").max());
    assertTrue(read(VOLTAGE).reading().isEmpty());
    assertEquals(1e-6, read(METER).reading().orElseThrow().noise());
  }

  @ParameterizedTest
  @CsvSource({
    ":FREQuency, :FREQ, :FREQuency",
    "FREQuency, :FREQ, FREQuency",
    "[:SOURce]:FREQuency[:CW], :FREQ, [:SOURce]:FREQuency[:CW]",
    ":SOURce2:VOLTage, :SOUR2:VOLT, :SOUR2|SOURCE2:VOLTage",
    "OUTP1, :OUTP1, OUTP1"
  })
  void aCommandIsWrittenAsInManuals(String command, String header, String pattern) {
    Item item = read(VOLTAGE.replace(":VOLTage", command)).setting("voltage");
    assertEquals(header, item.header(false));
    assertEquals(pattern, item.pattern());
  }

  /** Base table, what is replaced in it, by what, and what the refusal says. */
  static List<List<String>> hostile() {
    return List.of(
        List.of(RF, "\"rf_source\"", "\"spectrum_analyzer\"", "role: a table carries the roles"),
        List.of(GAUGE, "\"K\"", "\"mbar\"", "readings.chip.unit: one of"),
        List.of(GAUGE, "READ? A", "READ A", "readings.chip.query: is a query"),
        List.of(GAUGE, "0.01", "-1", "readings.chip.noise"),
        List.of(GAUGE, "chip =", "Chip =", "the name of a reading"),
        List.of(GAUGE, "[drivers.MY6.readings]", "[drivers.MY6.reading]", "did you mean"),
        List.of(
            GAUGE,
            ":FILTer\"",
            ":VOLT\", unit = \"V\", min = 0, max = 1",
            "no limit would judge this level in V"),
        List.of(RF, "\"rf_source\"", "\"rf_sorce\"", "did you mean \"rf_source\"?"),
        List.of(RF, "role = \"rf_source\"", "", "drivers.MY1.role: missing"),
        List.of(RF, "role = ", "roll = 1\nrole = ", "drivers.MY1.roll: unknown key"),
        List.of(RF, "role = ", "dialect = \"letters\"\nrole = ", "needs a driver class"),
        List.of(RF, "role = ", "identity = []\nrole = ", "drivers.MY1.identity"),
        List.of(RF, "role = ", "identity = [\"a,b\"]\nrole = ", "without commas"),
        List.of(RF, "role = ", "identity = [\"\\u0007\"]\nrole = ", "is no model name"),
        List.of(RF, "role = ", "errors = \":SYST:ERR?;*RST\"\nrole = ", "drivers.MY1.errors"),
        List.of(RF, "role = ", "errors = \"none\"\nrole = ", "speaks scpi reports errors"),
        List.of(RF, "role = ", "settling = -1\nrole = ", "drivers.MY1.settling"),
        List.of(RF, "role = ", "settling = 1e9\nrole = ", "longer than an hour"),
        List.of(RF, "role = ", "settling = nan\nrole = ", "a finite number"),
        List.of(RF, "role = ", "always_on = true\nrole = ", "is for a voltage_source"),
        List.of(RF, "MY1", "SMB100A", "is the name of a built-in model"),
        List.of(RF, "drivers.MY1", "drivers.\"../x\"", "letters, digits, - and _"),
        List.of(RF, "output = { command = \":OUTPut\" }\n", "", "the source has no rest"),
        List.of(CURRENT, "output = { command = \":OUTPut\" }\n", "", "the source has no rest"),
        List.of(VOLTAGE, "always_on = true", "", "says always_on = true"),
        List.of(RF, "power = ", "level = ", "settings.level"),
        List.of(RF, "\"Hz\"", "\"GHz\"", "settings.frequency.unit: one of"),
        List.of(RF, "\"Hz\"", "\"V\"", "the frequency of a rf_source is a number in Hz"),
        List.of(RF, "\"dBm\"", "\"W\"", "the power of a rf_source is a number in dBm"),
        List.of(RF, "\"Hz\"", "7", "settings.frequency.unit"),
        List.of(RF, "min = 1e6, max = 1e9", "min = 1e9, max = 1e6", "is above max"),
        List.of(RF, "min = 1e6, max = 1e9", "min = 1e6", "settings.frequency.max"),
        List.of(RF, "min = 1e6", "min = \"1 MHz\"", "settings.frequency.min"),
        List.of(RF, "max = 1e9", "max = inf", "a finite number"),
        List.of(RF, "max = 1e9", "max = 1e300", "give what the manual says"),
        List.of(RF, "resolution = 0.01", "resolution = 0", "settings.frequency.resolution"),
        List.of(RF, "resolution = 0.01", "resolution = 0.3", "one divided by an integer"),
        List.of(RF, "resolution = 0.01", "must = 5e6", "must be free"),
        List.of(RF, ":FREQuency", ":FREQuency;:OUTP", "is no header"),
        List.of(RF, ":FREQuency", ":FREQuency\\n*RST", "is no header"),
        List.of(RF, ":FREQuency", ":FREQuency?", "is no header"),
        List.of(RF, ":FREQuency", ":FREQuency 1", "is no header"),
        List.of(RF, ":FREQuency", "*RST", "is no header"),
        List.of(RF, ":FREQuency", "frequency", "is no header"),
        List.of(RF, ":FREQuency", "", "settings.frequency.command: the text is empty"),
        List.of(RF, ":FREQuency", "[:FREQuency]", "no node that must be sent"),
        List.of(RF, ":FREQuency", ":SYSTem:ERRor", "belongs to the status report"),
        List.of(RF, ":FREQuency", ":" + "A".repeat(5000), "is no header"),
        List.of(RF, ":FREQuency", ":POWer", ":POW is the command of"),
        List.of(RF, "must = \"off\"", "must = \"of\"", "\"on\" or \"off\" is expected"),
        List.of(RF, ", must = \"off\"", "", "give must = the value that it has"),
        List.of(
            RF,
            "modulation = { command = \":MODulation\", must = \"off\" }",
            "offset = { command = \":OFFSet\", unit = \"dB\", min = -9, max = 9, harmless = true }",
            "no limit would judge this level in dB"),
        List.of(
            RF,
            "must = \"off\"",
            "words = [\"A\", \"B;*RST\"], must = \"A\"",
            "is no word that can be sent"),
        List.of(RF, "must = \"off\"", "words = [\"A\", \"A\"], must = \"A\"", "given twice"),
        List.of(RF, "must = \"off\"", "words = [\"A\", \"B\"], must = \"C\"", "is none of A, B"),
        List.of(RF, "modulation", "Modu-lation", "small letters, digits and _"),
        List.of(RF, "output = {", "output = 3 #", "a table is expected"),
        List.of(CURRENT, "compliance = {", "limit = {", "give must = "),
        List.of(CURRENT, "\"V\"", "\"A\"", "the compliance of a current_source"),
        List.of(CURRENT, "min = -0.1, max = 0.1", "min = 0.01, max = 0.1", "must contain zero"),
        List.of(CURRENT, "min = -0.1,", "min = -0.05,", "goes from -max to max"),
        List.of(CURRENT, "max = 0.1 }", "max = 0.2 }", "min: a level with ranges"),
        List.of(CURRENT, "-0.1, max = 0.1 }", "-0.2, max = 0.2 }", "gives 0.1 A only"),
        List.of(CURRENT, "[1e-3, 0.1]", "[0.1, 1e-3]", "ascending numbers"),
        List.of(CURRENT, "0.1] }", "0.1], step = 3e-4 }", "range.step: makes the resolution"),
        List.of(CURRENT, "[1e-3, 0.1]", "[]", "settings.range.values"),
        List.of(CURRENT, "[1e-3, 0.1]", "[\"1 mA\", 0.1]", "ascending numbers"),
        List.of(CURRENT, "values = [1e-3, 0.1]", "min = 0, max = 0.1", "values: is missing"),
        List.of(RF, "\":OUTPut\"", "\":OUTPut\", arguments = \"%v;*RST\"", "output.arguments"),
        List.of(RF, "\":OUTPut\"", "\":OUTPut\", arguments = \"CH1\"", "output.arguments"),
        List.of(METER, "query = \":READ?\"", "", "reading.query"),
        List.of(METER, ":READ?", ":READ", "is a query, with ?"),
        List.of(METER, ":READ?", ":READ?;*RST", "without ;"),
        List.of(METER, "noise = 1e-6", "noise = 0", "reading.noise"),
        List.of(METER, "noise = 1e-6", "", "reading.noise"),
        List.of(
            METER, "[drivers.MY4.reading]", "[drivers.MY4.raeding]", "did you mean \"reading\"?"),
        List.of(METER, "query =", "start = \":INIT?\"\nquery =", "is a command, without ?"),
        List.of(METER, METER, "# nothing\n", "it has no table [drivers.MODEL]"),
        List.of(METER, "[drivers.MY4]", "[drivers.MY4", "this is not TOML"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void aHostileTableIsRefusedByName(List<String> one) {
    String toml = one.get(0).replace(one.get(1), one.get(2));
    assertFalse(toml.equals(one.get(0)), "the replacement has an effect: " + one.get(1));
    BenchFileException e = assertThrows(BenchFileException.class, () -> read(toml));
    assertTrue(e.getMessage().startsWith("my.toml"), e.getMessage());
    assertTrue(e.getMessage().contains(one.get(3)), e.getMessage());
  }

  @Test
  void aHugeTableIsRefused() {
    StringBuilder toml = new StringBuilder(RF);
    for (int k = 0; k < 1000; k++) {
      toml.append("s").append(k).append(" = { command = \":S").append(k);
      toml.append("\", must = \"off\" }\n");
    }
    BenchFileException e = assertThrows(BenchFileException.class, () -> read(toml.toString()));
    assertTrue(e.getMessage().contains("more than the 200 allowed"), e.getMessage());
  }

  @Test
  void everyWrongSettingIsNamedWithItsLine() {
    String toml = RF.replace("\"Hz\"", "\"GHz\"").replace("min = -60", "min = 60");
    String message = assertThrows(BenchFileException.class, () -> read(toml)).getMessage();
    assertTrue(message.contains("line 4: drivers.MY1.settings.frequency.unit: "), message);
    assertTrue(message.contains("line 5: drivers.MY1.settings.power.min: "), message);
  }

  @Test
  void aDriverFileBesideTheBenchFileBecomesPartOfIt(@TempDir Path folder) throws IOException {
    Path bench =
        Files.writeString(
            folder.resolve("bench.toml"),
            "[instruments.rf]\nmodel = \"MY1\"\nresource = \"INPROC::rf::INSTR\"\n");
    String unknown =
        assertThrows(BenchFileException.class, () -> BenchFile.read(bench)).getMessage();
    assertTrue(unknown.contains("drivers/MY1.toml beside the bench file"), unknown);
    Path drivers = Files.createDirectories(folder.resolve("drivers"));
    Path driver = Files.writeString(drivers.resolve("MY1.toml"), RF.replace("off", "of"));
    String wrong = assertThrows(BenchFileException.class, () -> BenchFile.read(bench)).getMessage();
    assertTrue(wrong.startsWith(driver + ", line 7: drivers.MY1.settings.modulation"), wrong);
    Files.writeString(driver, RF.replace("MY1", "MY5"));
    String other = assertThrows(BenchFileException.class, () -> BenchFile.read(bench)).getMessage();
    assertTrue(other.contains("it has no table [drivers.MY1]"), other);
    Files.writeString(driver, RF);
    BenchFile read = BenchFile.read(bench);
    assertEquals(read(RF), read.instruments().get("rf").table().orElseThrow());
    assertEquals(RestGroup.RF, RestGroup.of(read, "rf"));
    assertEquals(read, BenchFile.parse(DriverFiles.text(bench), "a run"), "the text is complete");
    assertEquals(read, BenchFile.parse(Files.readString(bench) + RF, "inline"));
  }

  @Test
  void aJarIsFoundBesideItsTable(@TempDir Path folder) throws IOException {
    Path bench =
        Files.writeString(
            folder.resolve("bench.toml"),
            "[instruments.v]\nmodel = \"MY3\"\nresource = \"INPROC::v::INSTR\"\n"
                + VOLTAGE.replace("always_on", "jar = \"my.jar\"\nalways_on"));
    DriverTable table = BenchFile.read(bench).instruments().get("v").table().orElseThrow();
    Path jar = folder.toAbsolutePath().resolve("drivers").resolve("my.jar");
    assertEquals(jar, table.jar().orElseThrow());
    assertEquals(Map.of("MY3", table), DriverFiles.parse(driversOf(bench), "text"));
  }

  private static String driversOf(Path bench) {
    String text = DriverFiles.text(bench);
    return text.substring(text.indexOf("[drivers"));
  }
}
