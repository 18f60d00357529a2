package org.spinbench.experiments.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledTableTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("task.csv"), text);
  }

  @Test
  void theLastColumnIsTheClassOfAFileWithoutHeader() throws IOException {
    LabelledTable table = LabelledTable.read(file("# two classes\n1,2.5,10\n\n-3e1,4,9\n0,0,10\n"));
    assertEquals(List.of("9", "10"), table.classes());
    assertArrayEquals(new int[] {1, 0, 1}, table.labels());
    assertArrayEquals(new double[] {-30, 4}, table.rows()[1]);
    assertEquals(3, table.size());
  }

  @Test
  void aHeaderNamesTheColumnOfTheClass() throws IOException {
    LabelledTable table = LabelledTable.read(file("x,Label,y\n1,b,2\n3,a,4\n"));
    assertEquals(List.of("a", "b"), table.classes());
    assertArrayEquals(new int[] {1, 0}, table.labels());
    assertArrayEquals(new double[] {1, 2}, table.rows()[0]);
  }

  @Test
  void semicolonsSeparateWhereCommasAreDecimal() throws IOException {
    LabelledTable table = LabelledTable.read(file("\"x, cm\";Label;y\r1,5;b;2\r3;a;4,25\r"));
    assertEquals(List.of("a", "b"), table.classes());
    assertArrayEquals(new double[] {1.5, 2}, table.rows()[0]);
    assertArrayEquals(new double[] {3, 4.25}, table.rows()[1]);
  }

  @Test
  void aPackedFileIsUnpacked() throws IOException {
    Path packed = folder.resolve("task.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("1,0\n2,1\n".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(2, LabelledTable.read(packed).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,2,a;1,b         | task.csv, line 2: 2 columns, but 3 in line 1; commas separate them
          1,x,a             | task.csv, line 1, column 2: 'x' is not a number
          1,NaN,a           | task.csv, line 1, column 2: 'NaN' is not finite
          1,2,              | task.csv, line 1, column 3: empty
          5                 | task.csv has one column; numbers and a class are expected, in separate columns
          #nothing          | task.csv holds no samples
          """)
  void aMistakeIsNamedWithItsLine(String lines, String message) throws IOException {
    Path file = file(lines.replace(';', '\n'));
    String found =
        assertThrows(IllegalArgumentException.class, () -> LabelledTable.read(file)).getMessage();
    assertTrue(found.endsWith(message), found);
  }

  @Test
  void aSplitTakesTheSameShareOfEveryClassAndLosesNothing() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append(i).append(',').append(i % 10 == 0 ? "rare" : "common").append('\n');
    }
    LabelledTable table = LabelledTable.read(file(text.toString()));
    LabelledTable.Split split = table.split(0.3, Seeds.generator(1));
    assertEquals(30, split.test().size());
    assertEquals(3, Arrays.stream(split.test().labels()).filter(l -> l == 1).count());
    double sum =
        Arrays.stream(split.train().rows()).mapToDouble(r -> r[0]).sum()
            + Arrays.stream(split.test().rows()).mapToDouble(r -> r[0]).sum();
    assertEquals(99 * 50, sum);
    LabelledTable.Split again = table.split(0.3, Seeds.generator(1));
    assertArrayEquals(split.test().rows()[0], again.test().rows()[0]);
  }
}
