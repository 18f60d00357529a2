package org.spinbench.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.simulator.bench.SimulatedModel;

/**
 * What the repository cites can be read: every page that a source, a page or a table names is in
 * the repository, and every table of a simulated instrument names the maker's manual and the page
 * that says which edition is meant. Names of classes in the glossary are those of the code. No JDK
 * changes that.
 */
@Tag("slow")
class CitationsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path TABLES =
      ROOT.resolve("simulator/src/test/resources/org/spinbench/simulator/instrument");

  /** A page: a path that ends in .md, but none of an address on the web. */
  private static final Pattern PAGE = Pattern.compile("(?<![\\w./:-])[\\w./-]*\\w\\.md\\b");

  /** A section of a list of facts that only its writer has: A3.1, or B4 at the beginning. */
  private static final Pattern PRIVATE_SECTION =
      Pattern.compile("\\b[A-F]\\d\\.\\d\\b|^\\s*[A-F]\\d\\b");

  /** The name of a class between back quotes. */
  private static final Pattern CLASS = Pattern.compile("(?<=`)[A-Z]\\w+(?=`)");

  private static final Set<String> KINDS = Set.of("java", "md", "csv", "toml", "txt", "yml", "xml");

  @Test
  void everyPageThatIsCitedIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path file : texts(ROOT)) {
      if (!file.endsWith(Path.of("house", "CitationsTest.java"))) {
        missing.addAll(missing(ROOT, file));
      }
    }
    assertEquals(List.of(), missing, "cited, but not in the repository");
  }

  @ParameterizedTest
  @ValueSource(strings = {"see facts.md, section 3", "[x](../facts.md#y)", "(docs/facts.md)"})
  void aMissingPageIsNoticed(String citation, @TempDir Path root) throws IOException {
    Path file = Files.createDirectories(root.resolve("docs/manuals")).resolve("a.md");
    Files.writeString(file, citation);
    assertEquals(1, missing(root, file).size(), citation);
    Files.writeString(root.resolve("docs/facts.md"), "facts");
    assertEquals(List.of(), missing(root, file), citation);
  }

  @Test
  void everyTableNamesItsManual() throws IOException {
    Set<String> cited = new TreeSet<>();
    for (String model : SimulatedModel.names()) {
      List<String> lines =
          Files.readAllLines(TABLES.resolve(model.toLowerCase(Locale.ROOT) + ".csv"));
      assertTrue(lines.get(0).startsWith("# source: "), model + ": " + lines.get(0));
      List<String> pages = matches(PAGE, lines.get(0));
      assertEquals(1, pages.size(), model + ": " + lines.get(0));
      cited.addAll(pages);
      for (String line : lines) {
        String source = line.startsWith("#") ? line : line.substring(line.lastIndexOf('|') + 1);
        assertEquals(List.of(), matches(PRIVATE_SECTION, source), model + ": " + line);
        assertTrue(!source.isBlank(), model + " names no source: " + line);
      }
    }
    assertEquals(pagesOfManuals(), cited, "every page of docs/manuals is cited, and no other");
  }

  @Test
  void everyClassOfTheGlossaryIsThere() throws IOException {
    Set<String> classes = new TreeSet<>();
    for (Path file : texts(ROOT)) {
      String name = file.getFileName().toString();
      if (name.endsWith(".java")) {
        classes.add(name.substring(0, name.length() - ".java".length()));
      }
    }
    String text = Files.readString(ROOT.resolve("docs/glossary.md"));
    List<String> named = matches(CLASS, text.substring(text.indexOf("## Names in the code")));
    assertTrue(named.contains("DriftFilter"), "classes are found: " + named);
    assertEquals(
        List.of(), named.stream().filter(name -> !classes.contains(name)).toList(), "renamed?");
  }

  private static Set<String> pagesOfManuals() throws IOException {
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/manuals"))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("README.md"))
          .forEach(name -> pages.add("docs/manuals/" + name));
    }
    return pages;
  }

  /** The pages that a file cites and that are neither beside it, nor in the root, nor in docs. */
  private static List<String> missing(Path root, Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return matches(PAGE, text).stream()
        .filter(
            page ->
                Stream.of(
                        file.getParent(), root, root.resolve("docs"), root.resolve("docs/manuals"))
                    .noneMatch(place -> Files.exists(place.resolve(page))))
        .map(page -> root.relativize(file) + " cites " + page)
        .toList();
  }

  private static List<String> matches(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map(MatchResult::group).toList();
  }

  /** The texts of the repository; not what is built, nor what is hidden. */
  private static List<Path> texts(Path root) throws IOException {
    List<Path> texts = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean left = name.equals("target") || name.equals("runs") || name.startsWith(".");
            return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (KINDS.contains(name.substring(name.lastIndexOf('.') + 1))) {
              texts.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return texts;
  }
}
