package org.spinbench.drivers.bench.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlLinesTest {
  private static int lineOf(String toml, String... path) {
    return TomlLines.of(toml).get(List.of(path));
  }

  @Test
  void keysOfEveryKindHaveTheirLines() throws IOException {
    String toml =
        """
        # a comment = 1
        top = "x # y" # more

        [a.b]
        "quoted = key" = 'literal \\'
        dotted . key = [
          1, # one
          [2, 3],
          { in = 4, "line]" = "5 }" },
        ]
        text = \"""
        key = "no key"
        two \\"quotes\\" at its end: \"\"\"\"\"
        after = 1979-05-27T07:32:00Z

        [[list]]
        name = 'first'
        [[list.inner]]
        x = 1
        [[list]]
        name = 'second'
        [list.sub]
        y = { z = { u = +inf } }
        """;
    assertNotNull(new TomlMapper().readTree(toml), "it is TOML");
    assertEquals(2, lineOf(toml, "top"));
    assertEquals(4, lineOf(toml, "a", "b"));
    assertEquals(5, lineOf(toml, "a", "b", "quoted = key"));
    assertEquals(6, lineOf(toml, "a", "b", "dotted", "key"));
    assertEquals(8, lineOf(toml, "a", "b", "dotted", "key", "1", "1"));
    assertEquals(9, lineOf(toml, "a", "b", "dotted", "key", "2", "line]"));
    assertEquals(11, lineOf(toml, "a", "b", "text"));
    assertEquals(14, lineOf(toml, "a", "b", "after"));
    assertEquals(17, lineOf(toml, "list", "0", "name"));
    assertEquals(19, lineOf(toml, "list", "0", "inner", "0", "x"));
    assertEquals(20, lineOf(toml, "list", "1"));
    assertEquals(23, lineOf(toml, "list", "1", "sub", "y", "z", "u"));
  }

  @Test
  void linesOfWindowsCountOnce() {
    assertEquals(3, lineOf("a = 1\r\n\r\nb = 2\r\n", "b"));
  }

  /** Every value of the benches that are shipped stands at the line that is found for it. */
  @ParameterizedTest
  @ValueSource(strings = {"nine-junction", "characterisation", "broadcast"})
  void everyKeyOfARealBenchIsFound(String name) throws IOException {
    Path file = Path.of("..", "experiments", "benches", name + ".toml");
    String toml = Files.readString(file);
    List<String> text = toml.lines().toList();
    int[] count = new int[1];
    visit(new TomlMapper().readTree(toml), List.of(), TomlLines.of(toml), text, count);
    assertTrue(count[0] > 100, count[0] + " keys");
  }

  private static void visit(
      JsonNode node,
      List<String> path,
      Map<List<String>, Integer> lines,
      List<String> text,
      int[] count) {
    if (!path.isEmpty() && !path.get(path.size() - 1).matches("\\d+")) {
      Integer line = lines.get(path);
      assertNotNull(line, path::toString);
      String found = text.get(line - 1);
      assertTrue(found.contains(path.get(path.size() - 1)), () -> path + " in " + found);
      boolean inOneLine = node.isValueNode() && !found.trim().endsWith("[");
      assertTrue(!inOneLine || found.contains(shown(node)), () -> path + " in " + found);
      count[0]++;
    }
    node.properties()
        .forEach(one -> visit(one.getValue(), below(path, one.getKey()), lines, text, count));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      visit(node.get(i), below(path, Integer.toString(i)), lines, text, count);
    }
  }

  /** Numbers are written in many ways; texts stand as they are. */
  private static String shown(JsonNode node) {
    return node.isTextual() ? node.textValue() : "=";
  }

  private static List<String> below(List<String> path, String name) {
    List<String> below = new ArrayList<>(path);
    below.add(name);
    return below;
  }
}
