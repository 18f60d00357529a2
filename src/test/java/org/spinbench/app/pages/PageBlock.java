package org.spinbench.app.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of a page. A comment on the line before it may say more:
 *
 * <ul>
 *   <li>{@code <!-- not run: REASON -->}: why no test executes or parses it;
 *   <li>{@code <!-- long -->}: executed only with {@code -Dspinbench.blocks=all};
 *   <li>{@code <!-- file: NAME -->}: the text of a file, for the commands of the page.
 * </ul>
 *
 * <p>A comment {@code <!-- setup}, commands, {@code -->} is a block that no reader sees.
 *
 * @param line number of its first line, from 1
 * @param language the word behind the fence; empty if there is none
 * @param mark the comment; empty if there is none
 */
public record PageBlock(Path page, int line, String language, String mark, String text) {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern FENCE = Pattern.compile("```(\\w*)");
  private static final Pattern COMMENT = Pattern.compile("<!-- (.*) -->");
  private static final String SETUP = "<!-- setup";
  private static final String NOT_RUN = "not run: ";
  private static final String FILE = "file: ";

  /** The README and all pages, in the order of their names. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
              files.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  /** The folder of the checkout. */
  public static Path root() {
    return ROOT;
  }

  /** The blocks of a page, in order. */
  public static List<PageBlock> of(Path page) throws IOException {
    return of(page, Files.readString(page));
  }

  static List<PageBlock> of(Path page, String text) {
    List<PageBlock> blocks = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      Matcher fence = FENCE.matcher(lines.get(at));
      boolean setup = lines.get(at).equals(SETUP);
      if (!fence.matches() && !setup) {
        continue;
      }
      String language = setup ? "sh" : fence.group(1);
      String mark = mark(at == 0 ? "" : lines.get(at - 1));
      int first = at + 1;
      StringBuilder inside = new StringBuilder();
      String end = setup ? "-->" : "```";
      for (at = first; at < lines.size() && !lines.get(at).equals(end); at++) {
        inside.append(lines.get(at)).append('\n');
      }
      blocks.add(new PageBlock(page, first + 1, language, mark, inside.toString()));
    }
    return blocks;
  }

  private static String mark(String line) {
    Matcher comment = COMMENT.matcher(line);
    return comment.matches() ? comment.group(1) : "";
  }

  /** Why no test executes or parses it; empty if one does. */
  String reason() {
    return mark.startsWith(NOT_RUN) ? mark.substring(NOT_RUN.length()) : "";
  }

  /** Whether it takes too long for every run of the tests. */
  boolean isLong() {
    return mark.equals("long");
  }

  /** The file whose text it is; empty if none. */
  String file() {
    return mark.startsWith(FILE) ? mark.substring(FILE.length()) : "";
  }

  /** Whether it is in one of these languages. */
  public boolean in(String... languages) {
    return List.of(languages).contains(language);
  }

  /** Page and line, for messages. */
  String place() {
    return ROOT.relativize(page) + ":" + line;
  }
}
