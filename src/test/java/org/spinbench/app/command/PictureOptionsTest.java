package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that draws takes the same two options for the format and the width on paper. */
class PictureOptionsTest {
  private static final Pattern PAGE = Pattern.compile("/MediaBox \\[0 0 ([\\d.]+) [\\d.]+]");

  @TempDir Path folder;

  private Outcome run(String words) {
    List<String> all = new ArrayList<>(List.of(words.replace("FOLDER", folder + "").split(" ")));
    return Outcome.of(all.toArray(String[]::new));
  }

  /** The names of pictures below the folder, without what names a run. */
  private Set<String> pictures() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Set<String> names = new TreeSet<>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(".*\\.(png|svg|pdf)"))
          .forEach(name -> names.add(name.replaceFirst("^\\d{8}-\\d{6}-(.*)-[0-9a-f]{8}", "$1")));
      return names;
    }
  }

  /** Every page is 85 mm wide: 85 / 25.4 inches of 72 points. */
  private void requireColumns() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".pdf")).toList()) {
        String pdf = Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher page = PAGE.matcher(pdf);
        assertTrue(page.find(), file.toString());
        assertEquals(85 / 25.4 * 72, Double.parseDouble(page.group(1)), 1e-3, file.toString());
      }
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "measure spin-diode --runs FOLDER | measure-spin-diode-synapse-1.pdf",
        "train --test-samples 20 --runs FOLDER"
            + " | train-xor-calibration.pdf train-xor-decision.pdf train-xor-learning.pdf",
        "calibrate --quick --save FOLDER/chip.json --runs FOLDER | chip.json.pdf",
        "drone train --transmitters 20 --hidden 4 --epochs 2 --out FOLDER"
            + " | accuracy.pdf confusion.pdf ledger.pdf spectra.pdf weights.pdf",
      })
  void everyCommandDrawsPagesForAColumn(String line) throws IOException {
    String[] parts = line.split(" \\| ");
    Outcome outcome = run(parts[0] + " --quiet --picture-format pdf --picture-width 85");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(Set.of(parts[1].split(" ")), pictures(), outcome.out());
    requireColumns();
  }

  /** The report names the picture that is there. */
  @Test
  void reportsNameThePicturesInTheirFormat() throws IOException {
    Outcome measured = run("measure spin-diode --runs FOLDER --quiet --json --picture-format SVG");
    assertEquals(0, measured.code(), measured.err());
    Matcher plot = Pattern.compile("\"plot\":\"([^\"]+\\.svg)\"").matcher(measured.out());
    assertTrue(plot.find(), measured.out());
    assertTrue(Files.readString(Path.of(plot.group(1))).contains("<svg"));
  }

  @Test
  void otherFormatsAndWidthsAreRefusedBeforeAnythingIsMeasured() throws IOException {
    for (String wrong :
        List.of("--picture-format gif", "--picture-width 39", "--picture-width 501")) {
      Outcome refused = run("measure spin-diode --runs FOLDER --quiet " + wrong);
      assertEquals(2, refused.code(), refused.err());
      assertTrue(refused.err().contains(wrong.split(" ")[0]), refused.err());
    }
    assertEquals(Set.of(), pictures());
  }

  /** Where the user names the file, its ending is the format. */
  @Test
  void aJunctionIsDrawnInTheFormatOfItsEnding() throws IOException {
    Path junctions = Path.of("docs/examples/junctions");
    Path here = Files.exists(junctions) ? junctions : Path.of("..").resolve(junctions);
    String spec = "simulate-junction " + here.resolve("ellipse-ring-down.toml") + " --plot ";
    Outcome drawn = run(spec + "FOLDER/a.pdf --picture-width 85");
    assertEquals(0, drawn.code(), drawn.err());
    assertEquals(Set.of("a.pdf"), pictures());
    requireColumns();
    Outcome refused = run(spec + "FOLDER/a.jpg");
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains("--plot: "), refused.err());
    assertTrue(refused.err().contains(".png, .svg, .pdf"), refused.err());
    assertFalse(Files.exists(folder.resolve("a.jpg")));
  }
}
