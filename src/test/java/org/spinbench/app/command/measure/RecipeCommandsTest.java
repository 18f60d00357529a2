package org.spinbench.app.command.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.sweep.plan.Plan;

/** The commands of recipes that sweep a loop or a field, and of a plan that chooses its points. */
@Tag("any-jdk")
class RecipeCommandsTest {
  private static final String LOOP =
      "--setting smu.current --reading smu.voltage --from -1e-3 --to 1e-3";

  @TempDir Path folder;

  private Outcome measure(String line, String bench) throws IOException {
    Path file = Files.writeString(folder.resolve("bench.toml"), bench);
    return Outcome.of(
        Stream.concat(
                Stream.of(("measure " + line).split(" "))
                    .map(word -> word.replace("neuron_", "neuron ")),
                Stream.of(file.toString(), "--runs", folder.resolve("runs").toString()))
            .toArray(String[]::new));
  }

  /** A resistor has no step. */
  @Test
  void aResistorHasNoHysteresis() throws IOException {
    Outcome outcome =
        measure("hysteresis " + LOOP + " --points 11 --json", DefaultBench.text("rack"));
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = outcome.json();
    assertEquals(22, json.get("points").intValue());
    assertEquals(0, json.get("findings").size());
    String remark = json.at("/remarks/0").textValue();
    assertTrue(remark.startsWith("in 2 of 2 passes no step of smu.voltage"), remark);
  }

  @Test
  void thePlansOfLoopsArePrinted() throws IOException {
    String rack = DefaultBench.text("rack");
    Plan once = Plan.parse(measure("hysteresis " + LOOP + " --print-plan", rack).out(), "printed");
    assertEquals("hysteresis", once.recipe());
    assertEquals(1, once.repeats());
    Plan often = Plan.parse(measure("switching " + LOOP + " --print-plan", rack).out(), "printed");
    assertEquals("switching", often.recipe());
    assertEquals(100 * 202, often.points());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hysteresis --points 1 | a direction has at least 2
          switching --loops 0   | there is at least 1
          """)
  void aLoopHasPoints(String line, String message) throws IOException {
    Outcome outcome = measure(line + " " + LOOP, DefaultBench.text("rack"));
    assertEquals(2, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  /** A field line stands for a magnet: four lines, and the column of the field. */
  @Test
  void linesAreMeasuredAgainstField() throws IOException {
    Path bench = Files.writeString(folder.resolve("nine.toml"), DefaultBench.text());
    Outcome outcome =
        Outcome.of(
            "measure",
            "fmr",
            "--field",
            "synapse 1.current",
            "--tesla-per-unit",
            "2.5",
            "--from-field",
            "1e-3",
            "--to-field",
            "4e-3",
            "--fields",
            "4",
            "--source",
            "input 1",
            "--level",
            "4e-6",
            "--from",
            "210e6",
            "--to",
            "300e6",
            "--points",
            "61",
            "--reading",
            "chain 1.voltage",
            bench.toString(),
            "--runs",
            folder.resolve("runs").toString(),
            "--json");
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = outcome.json();
    assertEquals(4 * 61, json.get("points").intValue());
    String data = Files.readString(Path.of(json.get("data").textValue()));
    String[] headings = data.lines().findFirst().orElseThrow().split(",");
    int column = List.of(headings).indexOf("field");
    assertTrue(column > 0, String.join(",", headings));
    double last =
        Double.parseDouble(data.lines().reduce((a, b) -> b).orElseThrow().split(",")[column]);
    assertEquals(0.01, last, 1e-5, "4 mA of 2.5 T/A");
  }

  @Test
  void aSourceOfARackIsSwitchedOn() throws IOException {
    String line =
        "fmr --field smu.current --tesla-per-unit 0.05 --from-field 1e-4 --to-field 1e-3 --source rf"
            + " --level -20 --from 1e9 --to 2e9 --reading analyzer.band_power --print-plan";
    Plan plan = Plan.parse(measure(line, DefaultBench.text("rack")).out(), "printed");
    assertEquals("true", plan.set().get("rf.output"));
    assertEquals(8 * 161, plan.points());
    Outcome few = measure(line + " --fields 3", DefaultBench.text("rack"));
    assertEquals(2, few.code());
    assertTrue(few.err().contains("at least 4 determine the film"), few.err());
  }

  @Test
  void aMapOfInjectionLockingIsPlanned() throws IOException {
    String line =
        "locking --neuron neuron_1 --bias 7e-3 --source rf_1 --levels -40,-30 --from 270e6"
            + " --to 300e6 --print-plan";
    Plan plan = Plan.parse(measure(line, DefaultBench.text()).out(), "printed");
    assertEquals("true", plan.set().get("rf_1.output"));
    assertEquals(2 * 61, plan.points());
    Outcome few = measure(line + " --points 3", DefaultBench.text());
    assertEquals(2, few.code());
    assertTrue(few.err().contains("a range needs at least 5"), few.err());
  }

  /** The coupler of the rack shows both tones, and no product of them. */
  @Test
  void twoTonesOfARackHaveNoProducts() throws IOException {
    String line =
        "intermodulation --sources rf_1,rf_2 --centre 250e6 --spacing 1e6 --from -40 --to -20";
    String rack = DefaultBench.text("characterisation");
    Plan plan = Plan.parse(measure(line + " --print-plan", rack).out(), "printed");
    assertEquals("true", plan.set().get("rf_2.output"));
    assertEquals(249.5e6, Double.parseDouble(plan.set().get("rf_1.frequency")));
    assertEquals(4 * 21, plan.points());
    Outcome outcome = measure(line + " --points 5 --json", rack);
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = outcome.json();
    assertEquals(20, json.get("points").intValue());
    String remark = json.at("/remarks/0").textValue();
    assertTrue(remark.startsWith("the product at 248.5 MHz does not rise"), remark);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --sources rf_1,rf_1 --spacing 1e6            | give two different sources
          --sources rf_1,rf_2 --spacing 1e6 --points 3 | a product needs at least 4
          --sources rf_1,rf_2 --spacing 0              | above 0, and below 2/3
          """)
  void twoTonesAreApart(String options, String message) throws IOException {
    Outcome outcome =
        measure(
            "intermodulation --centre 250e6 --from -40 --to -20 " + options,
            DefaultBench.text("characterisation"));
    assertEquals(2, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  /** A resistor of the rack has no 1/f noise that grows with its bias. */
  @Test
  void theNoiseOfARackIsMeasuredAgainstBias() throws IOException {
    String line =
        "noise-spectrum --setting smu.current --reading smu.voltage --from -1e-3 --to 1e-3";
    String rack = DefaultBench.text("rack");
    Outcome outcome = measure(line + " --samples 128 --json", rack);
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = outcome.json();
    assertEquals(5 * 128, json.get("points").intValue());
    JsonNode last = json.at("/findings/13");
    assertEquals("1/f noise by bias squared", last.get("name").textValue(), json.toString());
    assertEquals("V²/A²", last.get("unit").textValue());
    assertEquals(
        0, last.get("value").doubleValue(), 4 * last.get("deviation").doubleValue(), outcome.out());
    Outcome few = measure(line + " --samples 8", rack);
    assertTrue(few.err().contains("a spectrum needs at least 64"), few.err());
    few = measure(line + " --biases 2", rack);
    assertTrue(few.err().contains("at least 3 show"), few.err());
  }

  /** The points of a sweep that chooses are drawn, listed and analysed like any others. */
  @Test
  void aSweepThatChoosesItsPointsIsMeasured() throws IOException {
    Path bench = Files.writeString(folder.resolve("nine.toml"), DefaultBench.text());
    Path plan =
        Files.writeString(
            folder.resolve("plan.toml"),
            """
            name = "a resonance"
            recipe = "spin-diode"
            read = ["chain 1.voltage"]
            [set]
            "input 1.power" = 4e-6
            [[sweep]]
            setting = "input 1.frequency"
            from = 210e6
            to = 290e6
            points = 321
            adaptive = "resonance"
            budget = 30
            """);
    String[] line = {"measure", plan.toString(), bench.toString(), "--runs", folder + "/runs"};
    Outcome dry =
        Outcome.of(Stream.concat(Stream.of(line), Stream.of("--dry-run")).toArray(String[]::new));
    assertEquals(0, dry.code(), dry.err());
    assertTrue(
        dry.out().contains("30 points are chosen among 321 setpoints and 0 returns"), dry.out());
    dry =
        Outcome.of(
            Stream.concat(Stream.of(line), Stream.of("--dry-run", "--json"))
                .toArray(String[]::new));
    assertEquals(30, dry.json().get("points").intValue());
    Outcome outcome =
        Outcome.of(Stream.concat(Stream.of(line), Stream.of("--json")).toArray(String[]::new));
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = outcome.json();
    assertEquals(30, json.get("points").intValue());
    assertEquals("resonance of synapse 1", json.at("/findings/0/name").textValue());
    assertTrue(Files.size(Path.of(json.get("plot").textValue())) > 1000);
    String run = json.get("runFile").textValue();
    Outcome fit = Outcome.of("runs", "fit", run);
    assertEquals(0, fit.code(), fit.err());
    assertTrue(
        fit.out().endsWith("every number equals that of the run, to the last bit\n"), fit.out());
    Outcome replay = Outcome.of("replay", run);
    assertEquals(0, replay.code(), replay.err());
  }
}
