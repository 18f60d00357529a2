package org.spinbench.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Main classes have at most 500 lines, packages at most 30 files and a page that says what lives
 * there, and each class has a name of its own. What does not keep to that yet is listed here, and
 * the lists can only shrink: an entry that is no longer needed fails the test too. No JDK changes
 * that.
 */
@Tag("slow")
class RoomsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> MODULES =
      List.of("drivers", "simulator", "calibration", "experiments", "src", "experiments/spark");
  private static final int MOST_LINES = 500;
  private static final int MOST_FILES = 30;
  private static final String PAGE = "package-info.java";

  /** Main classes that are still longer. */
  private static final Set<String> LONG = Set.of();

  /** Packages that still hold more files. */
  private static final Set<String> CROWDED = Set.of();

  /** Packages that still lack a page. */
  private static final Set<String> UNTOLD = Set.of();

  /** Names that stand for several classes, each with the reason. */
  private static final Map<String, String> SHARED = Map.of();

  @Test
  void classesAreShort() throws IOException {
    assertEquals(new TreeSet<>(LONG), longClasses(sources(ROOT)), "classes above 500 lines");
  }

  @Test
  void packagesAreSmall() throws IOException {
    assertEquals(new TreeSet<>(CROWDED), crowded(sources(ROOT)), "packages above 30 files");
  }

  @Test
  void packagesSayWhatLivesThere() throws IOException {
    assertEquals(new TreeSet<>(UNTOLD), untold(sources(ROOT)), "packages without package-info");
  }

  @Test
  void namesStandForOneClass() throws IOException {
    assertEquals(SHARED.keySet(), shared(sources(ROOT)), "names of several classes");
  }

  /** The module for Spark can be left out: it and the others know one another as processes only. */
  @Test
  void sparkStandsApart() throws IOException {
    Map<String, Path> sources = sources(ROOT);
    assertTrue(sources.containsKey("spark.StudyDriver"), "the module is looked at");
    assertEquals(Set.of(), crossing(sources), "classes that cross between Spark and the others");
  }

  @Test
  void aClassThatCrossesToSparkIsFound(@TempDir Path root) throws IOException {
    add(root, "src", "app/Fine", 1);
    Path app = Files.createDirectories(folder(root, "src").resolve("app"));
    Path spark = Files.createDirectories(folder(root, "experiments/spark").resolve("spark"));
    Files.writeString(app.resolve("Leans.java"), "import org.apache.spark.SparkConf;\n");
    Files.writeString(app.resolve("Uses.java"), "import static org.spinbench.spark.Row.of;\n");
    Files.writeString(spark.resolve("Knows.java"), "import org.spinbench.drivers.bench.Bench;\n");
    Files.writeString(spark.resolve("Own.java"), "import org.apache.spark.SparkConf;\n");
    assertEquals(Set.of("app.Leans", "app.Uses", "spark.Knows"), crossing(sources(root)));
  }

  private static Set<String> crossing(Map<String, Path> sources) throws IOException {
    Pattern spark =
        Pattern.compile("(?m)^import (static )?(org\\.apache\\.spark|org\\.spinbench\\.spark)\\.");
    Pattern ours = Pattern.compile("(?m)^import (static )?org\\.spinbench\\.(?!spark\\.)");
    Set<String> found = new TreeSet<>();
    for (Map.Entry<String, Path> source : sources.entrySet()) {
      Pattern forbidden = source.getKey().startsWith("spark.") ? ours : spark;
      if (forbidden.matcher(Files.readString(source.getValue())).find()) {
        found.add(source.getKey());
      }
    }
    return found;
  }

  @Test
  void aLongClassIsFound(@TempDir Path root) throws IOException {
    add(root, "drivers", "drivers/bench/Long", MOST_LINES + 1);
    add(root, "src", "app/Short", MOST_LINES);
    assertEquals(Set.of("drivers.bench.Long"), longClasses(sources(root)));
  }

  @Test
  void aCrowdedPackageIsFound(@TempDir Path root) throws IOException {
    for (int k = 0; k <= MOST_FILES; k++) {
      add(root, "src", "app/crowded/C" + k, 1);
      if (k < MOST_FILES) {
        add(root, "drivers", "drivers/full/C" + k, 1);
      }
    }
    add(root, "drivers", "drivers/full/package-info", 1);
    assertEquals(Set.of("app.crowded"), crowded(sources(root)));
    assertEquals(Set.of("app.crowded"), untold(sources(root)));
  }

  @Test
  void aNameOfTwoClassesIsFound(@TempDir Path root) throws IOException {
    add(root, "src", "app/one/Table", 1);
    add(root, "drivers", "drivers/bench/Table", 1);
    add(root, "drivers", "drivers/bench/package-info", 1);
    add(root, "src", "app/one/package-info", 1);
    add(root, "src", "app/one/Chair", 1);
    assertEquals(Set.of("Table"), shared(sources(root)));
  }

  private static void add(Path root, String module, String name, int lines) throws IOException {
    Path file = folder(root, module).resolve(name + ".java");
    Files.createDirectories(file.getParent());
    Files.write(file, Collections.nCopies(lines, "//"));
  }

  /** Where the main sources of a module are. */
  private static Path folder(Path root, String module) {
    String inside = module.equals("src") ? "src/main" : module + "/src/main";
    return root.resolve(inside).resolve("java/org/spinbench");
  }

  /** All main sources, by their names as {@code drivers.bench.Bench}. */
  private static Map<String, Path> sources(Path root) throws IOException {
    Map<String, Path> sources = new TreeMap<>();
    for (String module : MODULES) {
      Path folder = folder(root, module);
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> sources.put(name(folder.relativize(file)), file));
      }
    }
    return sources;
  }

  private static String name(Path file) {
    List<String> parts = new ArrayList<>();
    file.forEach(part -> parts.add(part.toString()));
    return String.join(".", parts).replaceAll("\\.java$", "");
  }

  private static String packageOf(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static boolean isPage(Map.Entry<String, Path> source) {
    return source.getValue().endsWith(PAGE);
  }

  private static Set<String> longClasses(Map<String, Path> sources) throws IOException {
    Set<String> found = new TreeSet<>();
    for (Map.Entry<String, Path> source : sources.entrySet()) {
      if (Files.readAllLines(source.getValue()).size() > MOST_LINES) {
        found.add(source.getKey());
      }
    }
    return found;
  }

  private static Set<String> crowded(Map<String, Path> sources) {
    return sources.entrySet().stream()
        .filter(source -> !isPage(source))
        .collect(Collectors.groupingBy(source -> packageOf(source.getKey()), Collectors.counting()))
        .entrySet()
        .stream()
        .filter(room -> room.getValue() > MOST_FILES)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> untold(Map<String, Path> sources) {
    Set<String> rooms =
        sources.keySet().stream()
            .map(RoomsTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    sources.entrySet().stream()
        .filter(RoomsTest::isPage)
        .forEach(page -> rooms.remove(packageOf(page.getKey())));
    return rooms;
  }

  private static Set<String> shared(Map<String, Path> sources) {
    return sources.entrySet().stream()
        .filter(source -> !isPage(source))
        .collect(
            Collectors.groupingBy(
                source -> source.getKey().substring(source.getKey().lastIndexOf('.') + 1),
                Collectors.counting()))
        .entrySet()
        .stream()
        .filter(name -> name.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
