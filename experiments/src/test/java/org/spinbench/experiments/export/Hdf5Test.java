package org.spinbench.experiments.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.object.message.DataLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer writes, read by a library of others. */
class Hdf5Test {
  @TempDir Path folder;

  private static DataSet small() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("point", 3);
    sizes.put("chain", 2);
    return new DataSet(
        sizes,
        List.of(
            variable("point", List.of("point"), integers(8, 1, 2, 300), "units", "1"),
            variable("chain", List.of("chain"), texts("chain 1", "Kette Ω")),
            variable(
                "voltage",
                List.of("point", "chain"),
                new Values.Numbers(new double[] {1e-3, -2e-3, Double.NaN, 0.1 + 0.2, -0.0, 5e-324}),
                "units",
                "V"),
            variable("flag", List.of("point"), integers(1, -1, 0, 1)),
            variable("purpose", List.of("point"), texts("TEST", "", "TEST"))),
        Map.of("title", "a run", "seed", 42L, "accuracy", 0.99, "text", "x".repeat(200_000)));
  }

  private static Values integers(int bytes, long... values) {
    return new Values.Integers(values, bytes);
  }

  private static Values texts(String... values) {
    return new Values.Texts(values);
  }

  private static Variable variable(
      String name, List<String> dimensions, Values values, String... attributes) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(attributes[i], attributes[i + 1]);
    }
    return new Variable(name, dimensions, false, values, all);
  }

  private HdfFile written(DataSet data) {
    Path file = folder.resolve("data.h5");
    Hdf5.write(file, data);
    return new HdfFile(file);
  }

  @Test
  void everyValueComesBack() {
    try (HdfFile file = written(small())) {
      assertArrayEquals(new long[] {1, 2, 300}, (long[]) data(file, "point"));
      assertArrayEquals(new String[] {"chain 1", "Kette Ω"}, (String[]) data(file, "chain"));
      double[][] voltage = (double[][]) data(file, "voltage");
      assertArrayEquals(new double[] {1e-3, -2e-3}, voltage[0]);
      assertArrayEquals(new double[] {Double.NaN, 0.30000000000000004}, voltage[1]);
      assertArrayEquals(new double[] {-0.0, Double.MIN_VALUE}, voltage[2]);
      assertArrayEquals(new byte[] {-1, 0, 1}, (byte[]) data(file, "flag"));
      assertEquals("TEST", ((String[]) data(file, "purpose"))[2]);
    }
  }

  private static Object data(HdfFile file, String name) {
    return file.getDatasetByPath(name).getData();
  }

  @Test
  void everyAttributeComesBack() {
    try (HdfFile file = written(small())) {
      assertEquals("V", file.getDatasetByPath("voltage").getAttribute("units").getData());
      assertEquals("a run", file.getAttribute("title").getData());
      assertEquals(42L, file.getAttribute("seed").getData());
      assertEquals(0.99, file.getAttribute("accuracy").getData());
      assertEquals(200_000, ((String) file.getAttribute("text").getData()).length());
    }
  }

  @Test
  void dimensionsAreScalesThatVariablesReferTo() {
    try (HdfFile file = written(small())) {
      Dataset point = file.getDatasetByPath("point");
      assertEquals("DIMENSION_SCALE", point.getAttribute("CLASS").getData());
      assertEquals("point", point.getAttribute("NAME").getData());
      assertEquals(0, point.getAttribute("_Netcdf4Dimid").getData());
      Dataset chain = file.getDatasetByPath("chain");
      assertEquals(1, chain.getAttribute("_Netcdf4Dimid").getData());
      assertEquals(List.of("voltage 0", "flag 0", "purpose 0"), uses(file, point));
      assertEquals(List.of("voltage 1"), uses(file, chain), "the second dimension of voltage");
      Object[] list =
          (Object[]) file.getDatasetByPath("voltage").getAttribute("DIMENSION_LIST").getData();
      assertArrayEquals(new long[] {point.getAddress()}, (long[]) list[0]);
      assertArrayEquals(new long[] {chain.getAddress()}, (long[]) list[1]);
    }
  }

  /** Which variables a scale says that it is used by, and for which of their dimensions. */
  private static List<String> uses(HdfFile file, Dataset scale) {
    Map<Long, String> names = new HashMap<>();
    file.getChildren().forEach((name, node) -> names.put(node.getAddress(), name));
    Map<?, ?> uses = (Map<?, ?>) scale.getAttribute("REFERENCE_LIST").getData();
    long[] users = (long[]) uses.get("dataset");
    int[] places = (int[]) uses.get("dimension");
    return IntStream.range(0, users.length)
        .mapToObj(i -> names.get(users[i]) + " " + places[i])
        .toList();
  }

  @Test
  void variablesKeepTheirOrder() {
    try (HdfFile file = written(small())) {
      assertEquals(
          List.of("point", "chain", "voltage", "flag", "purpose"),
          List.copyOf(file.getChildren().keySet()));
    }
  }

  /**
   * More than one chunk, more than the tree has room for with small ones, and a last one in part.
   */
  @Test
  void largeVariablesComeBackFromChunks() throws IOException {
    int rows = 2_500_000;
    int pairs = 100_001;
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("row", rows);
    sizes.put("pair", pairs);
    sizes.put("side", 2);
    byte[] flags = new byte[rows];
    long[] numbers = new long[rows];
    double[] values = new double[2 * pairs];
    for (int i = 0; i < rows; i++) {
      numbers[i] = 3L * i - 1;
      flags[i] = (byte) (i % 7 - 3);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = i == 5 ? Double.NaN : StrictMath.sin(1e-3 * i);
    }
    long[] wide = new long[rows];
    IntStream.range(0, rows).forEach(i -> wide[i] = flags[i]);
    DataSet data =
        new DataSet(
            sizes,
            List.of(
                variable("row", List.of("row"), integers(8, numbers), "units", "1"),
                variable("flag", List.of("row"), integers(1, wide)),
                variable("pair", List.of("pair"), integers(8, new long[pairs])),
                variable("side", List.of("side"), texts("left", "right")),
                variable("voltage", List.of("pair", "side"), new Values.Numbers(values))),
            Map.of());
    try (HdfFile file = written(data)) {
      assertArrayEquals(numbers, (long[]) data(file, "row"));
      assertArrayEquals(flags, (byte[]) data(file, "flag"));
      double[][] voltage = (double[][]) data(file, "voltage");
      assertEquals(pairs, voltage.length);
      for (int i = 0; i < values.length; i++) {
        assertEquals(values[i], voltage[i / 2][i % 2]);
      }
      assertEquals("1", file.getDatasetByPath("row").getAttribute("units").getData());
      assertEquals(2, file.getDatasetByPath("voltage").getFilters().size(), "shuffle, deflate");
      assertEquals(List.of(), file.getDatasetByPath("side").getFilters());
      assertEquals(DataLayout.CHUNKED, file.getDatasetByPath("row").getDataLayout());
    }
    long plain = 9L * rows + 8L * pairs + 8L * values.length;
    assertTrue(Files.size(folder.resolve("data.h5")) < plain / 4, "a quarter of the bytes");
  }

  private HdfFile written(String... names) {
    return written(
        new DataSet(
            Map.of("n", names.length),
            List.of(variable("n", List.of("n"), new Values.Texts(names))),
            Map.of()));
  }

  /** More texts than one collection of the heap has room or numbers for. */
  @Test
  void manyLongTextsFindPlace() {
    String[] names =
        IntStream.range(0, 70_000).mapToObj(i -> "x".repeat(64) + i).toArray(String[]::new);
    try (HdfFile file = written(names)) {
      assertArrayEquals(names, (String[]) data(file, "n"));
      assertEquals(DataLayout.CONTIGUOUS, file.getDatasetByPath("n").getDataLayout());
    }
  }

  /** Two, three and four bytes a character, and none. */
  @Test
  void manyShortTextsArePackedInTheLengthOfTheLongest() throws IOException {
    String[] some = {"chain 1.voltage", "", "µV", "Ω⁻¹", "a𝜑"};
    String[] names =
        IntStream.range(0, 70_000).mapToObj(i -> some[i % some.length]).toArray(String[]::new);
    try (HdfFile file = written(names)) {
      assertArrayEquals(names, (String[]) data(file, "n"));
      assertEquals(DataLayout.CHUNKED, file.getDatasetByPath("n").getDataLayout());
      assertEquals(15, file.getDatasetByPath("n").getDataType().getSize());
      assertEquals("utf-8", file.getDatasetByPath("n").getAttribute("_Encoding").getData());
    }
    assertTrue(Files.size(folder.resolve("data.h5")) < names.length, "less than a byte a text");
  }

  @Test
  void noFileIsOverwritten() {
    Path file = folder.resolve("data.h5");
    Hdf5.write(file, small());
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> Hdf5.write(file, small()));
    assertTrue(e.getMessage().startsWith("cannot write " + file), e.getMessage());
  }

  @Test
  void whatDoesNotFitItsDimensionsIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new DataSet(
                    Map.of("n", 3),
                    List.of(variable("n", List.of("n"), integers(8, 1, 2))),
                    Map.of()));
    assertEquals("n has 2 values; its dimensions [n] hold 3", e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class, () -> new DataSet(Map.of("n", 3), List.of(), Map.of()));
    assertEquals("no variable holds the coordinates of n", e.getMessage());
  }
}
