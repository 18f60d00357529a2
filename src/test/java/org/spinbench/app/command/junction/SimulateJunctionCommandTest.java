package org.spinbench.app.command.junction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.simulator.validation.PhysicsCase;

/** The command, its files, and the examples of its page. */
@Tag("any-jdk")
class SimulateJunctionCommandTest {
  private static final Path EXAMPLES = Path.of("../docs/examples/junctions");

  @TempDir Path folder;

  private static Path example(String name) {
    Path here = EXAMPLES.resolve(name);
    return Files.exists(here) ? here : Path.of("docs/examples/junctions").resolve(name);
  }

  @Test
  void theVortexOfTheExampleOscillates() throws IOException {
    Path picture = folder.resolve("orbit.png");
    Outcome outcome =
        Outcome.of(
            "simulate-junction",
            example("vortex-oscillator.toml").toString(),
            "--plot",
            picture.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("emission frequency   3.17"), outcome.out());
    assertTrue(outcome.out().contains("threshold current    0.00399664 A"), outcome.out());
    BufferedImage image = ImageIO.read(picture.toFile());
    assertEquals(1000, image.getWidth());
  }

  @Test
  void theLayerOfTheExampleRests() throws IOException {
    Outcome outcome =
        Outcome.of(
            "simulate-junction", example("perpendicular-threshold.toml").toString(), "--json");
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    // J_c = 2 e α μ₀ M_s t H_k,eff/(ħ P) with H_k,eff = 2K/(μ₀ M_s) − M_s = 211.7 kA/m.
    assertEquals(-6.4675e-5, json.at("/quantities/threshold_current").doubleValue(), 2e-8);
    assertEquals("A", json.at("/units/threshold_current").textValue());
    assertTrue(json.at("/quantities/emission_width").isNull());
    assertEquals(2501, json.at("/trace/free_mz").size());
    assertTrue(json.at("/remarks").toString().contains("below the threshold"));
  }

  /** Thresholds and frequencies of a small disc differ by the sense of the Oersted field. */
  @Test
  void theVortexOfTheExampleKnowsItsChirality() throws IOException {
    JsonNode rows = json("vortex-chirality.toml", "").at("/rows");
    double left = rows.at("/0/quantities/threshold_current").doubleValue();
    double right = rows.at("/1/quantities/threshold_current").doubleValue();
    assertTrue(left < 0.95 * right, rows.toString()); // J_c0/(1 − C b), b of some percent
  }

  /** The line of a diode with a field-like torque has both signs and is not symmetric. */
  @Test
  void theDiodeOfTheExampleHasAnAntisymmetricPart() throws IOException {
    JsonNode rows = json("spin-diode.toml", "points = 14").at("/rows");
    double low = rows.at("/0/quantities/rectified_voltage").doubleValue();
    double high = rows.at("/1/quantities/rectified_voltage").doubleValue();
    assertTrue(low < 0 && high > 0, low + " V below and " + high + " V above the resonance");
  }

  private JsonNode json(String name, String points) throws IOException {
    String text = Files.readString(example(name));
    Path spec = folder.resolve(name);
    Files.writeString(spec, points.isEmpty() ? text : text.replace(points, "points = 2"));
    Outcome outcome = Outcome.of("simulate-junction", spec.toString(), "--json");
    assertEquals(0, outcome.code(), outcome.err());
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void aSweepIsATable() throws IOException {
    Path spec =
        Files.writeString(
            folder.resolve("short.toml"),
            Files.readString(example("stno-power.toml"))
                .replace("duration = 60e-6", "duration = 6e-6")
                .replace("points = 7", "points = 3"));
    Path csv = folder.resolve("power.csv");
    Path picture = folder.resolve("power.png");
    Outcome outcome =
        Outcome.of(
            "simulate-junction",
            spec.toString(),
            "--csv",
            csv.toString(),
            "--plot",
            picture.toString());
    assertEquals(0, outcome.code(), outcome.err());
    List<String> rows = Files.readAllLines(csv);
    assertTrue(rows.get(0).startsWith("current.dc,resistance (Ω),voltage (V)"), rows.get(0));
    assertEquals(4, rows.size());
    assertTrue(rows.get(1).startsWith("0.002,"), rows.get(1));
    assertTrue(rows.get(3).startsWith("0.008,"), rows.get(3));
    assertEquals(4, outcome.out().lines().filter(line -> !line.startsWith("note")).count());
    assertTrue(Files.size(picture) > 0);
    Outcome again = Outcome.of("simulate-junction", spec.toString(), "--csv", csv.toString());
    assertEquals(2, again.code());
    assertTrue(again.err().contains("it exists and is not overwritten"), again.err());
    JsonNode json =
        new ObjectMapper()
            .readTree(Outcome.of("simulate-junction", spec.toString(), "--json").out());
    assertEquals(3, json.at("/rows").size());
    assertEquals(0.005, json.at("/rows/1/value").doubleValue(), 1e-15);
  }

  @Test
  void theTraceIsWritten() throws IOException {
    Path csv = folder.resolve("trace.csv");
    Outcome outcome =
        Outcome.of(
            "simulate-junction",
            example("perpendicular-threshold.toml").toString(),
            "--csv",
            csv.toString());
    assertEquals(0, outcome.code(), outcome.err());
    List<String> rows = Files.readAllLines(csv);
    assertEquals(
        "time (s),current (A),resistance (Ω),voltage (V),free_mx,free_my,free_mz", rows.get(0));
    assertEquals(2502, rows.size());
    assertTrue(rows.get(1).startsWith("0.0,-2.0E-5,"), rows.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "model = \"vortex\"\n", "duration = -1\n"})
  void mistakesInTheFileAreReported(String text) throws IOException {
    Path spec = Files.writeString(folder.resolve("wrong.toml"), text);
    Outcome outcome = Outcome.of("simulate-junction", spec.toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("wrong.toml"), outcome.err());
    assertFalse(outcome.err().contains("Exception"), outcome.err());
  }

  /** One row of each model; that all hold is tested with the cases themselves. */
  @Test
  void theTableOfKnownValues() throws IOException {
    List<PhysicsCase.Row> rows =
        List.of(
            new PhysicsCase("vortex", "orbit", "m", 2e-9, 0.01, "Thiele", () -> 2.01e-9).compute(),
            new PhysicsCase("macrospin", "order", "", 4, 0.01, "RK4", () -> 3.5).compute());
    String text = PhysicsReport.text(rows);
    assertTrue(text.contains("orbit [m]"), text);
    assertTrue(text.contains("+5.0e-03"), text);
    assertEquals(1, text.lines().filter(line -> line.endsWith("FAILS")).count(), text);
    JsonNode json = new ObjectMapper().readTree(PhysicsReport.json(rows));
    assertEquals(3.5, json.at("/1/computed").doubleValue());
    assertFalse(json.at("/1/holds").booleanValue());
    assertEquals("Thiele", json.at("/0/source").textValue());
  }

  @Test
  void aFileOrACheck() {
    Outcome none = Outcome.of("simulate-junction");
    assertEquals(2, none.code());
    assertTrue(none.err().contains("or --check"), none.err());
    Outcome both = Outcome.of("simulate-junction", "spec.toml", "--check");
    assertEquals(2, both.code());
    assertTrue(both.err().contains("remove file"), both.err());
  }

  @Test
  void aFileThatIsNotThere() {
    Outcome outcome = Outcome.of("simulate-junction", folder.resolve("none.toml").toString());
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("cannot read"), outcome.err());
  }
}
