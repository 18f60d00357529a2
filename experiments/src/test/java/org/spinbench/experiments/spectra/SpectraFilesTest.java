package org.spinbench.experiments.spectra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.task.Seeds;

class SpectraFilesTest {
  @TempDir private Path folder;

  private static Map<String, Object> published() {
    Map<String, Object> sets = new LinkedHashMap<>();
    sets.put("X_train", new double[][] {{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}});
    sets.put("Y_train", new long[] {0, 2, 1});
    sets.put("X_test", new double[][] {{0.7, 0.8}});
    sets.put("Y_test", new long[] {1});
    return sets;
  }

  private Path hdf(Map<String, Object> sets) {
    Path file = folder.resolve("set.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      sets.forEach(hdf::putDataset);
    }
    return file;
  }

  private Path csv(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private static String messageOf(Path file) {
    return assertThrows(RuntimeException.class, () -> SpectraFiles.split(file, 1)).getMessage();
  }

  @Test
  void readsThePublishedLayout() {
    SpectraSplit split = SpectraFiles.split(hdf(published()), 1);
    assertArrayEquals(new double[] {0.3, 0.4}, split.train().powers(1));
    assertArrayEquals(new int[] {0, 2, 1}, split.train().labels());
    assertArrayEquals(new double[][] {{0.7, 0.8}}, split.test().powers());
    assertArrayEquals(new int[] {1}, split.test().labels());
    assertEquals(List.of("class 0", "class 1", "class 2"), split.test().classNames());
    assertEquals(OptionalInt.empty(), split.train().transmitter(0));
  }

  @Test
  void readsSinglePrecisionAndShortLabels() {
    Map<String, Object> sets = published();
    sets.put("X_test", new float[][] {{0.5f, 0.25f}});
    sets.put("Y_test", new int[] {2});
    SpectraSplit split = SpectraFiles.split(hdf(sets), 1);
    assertArrayEquals(new double[] {0.5, 0.25}, split.test().powers(0));
    assertEquals(2, split.test().label(0));
  }

  @Test
  void namesTheTenClassesOfTheRecordings() {
    Map<String, Object> sets = published();
    sets.put("Y_test", new long[] {9});
    List<String> names = SpectraFiles.split(hdf(sets), 1).train().classNames();
    assertEquals(10, names.size());
    assertEquals("dx4e", names.get(0));
    assertEquals("WiFi", names.get(8));
  }

  @Test
  void saysWhichDataSetIsMissing() {
    Map<String, Object> sets = published();
    sets.remove("Y_test");
    String message = messageOf(hdf(sets));
    assertTrue(message.contains("set.h5: there is no data set Y_test (found: "), message);
    assertTrue(message.contains("X_train"), message);
  }

  @Test
  void saysWhichRowOfWhichDataSetIsWrong() {
    Map<String, Object> sets = published();
    sets.put("X_train", new double[][] {{0.1, 0.2}, {0.3, -0.4}, {0.5, 0.6}});
    String message = messageOf(hdf(sets));
    assertTrue(
        message.endsWith(
            "set.h5, data set X_train: row 1, bin 1: power -0.4; powers must be finite and not"
                + " negative (linear, not dB)"),
        message);
  }

  @Test
  void refusesWrongShapesTypesAndLabels() {
    assertWrong("X_train", new double[] {1, 2}, "has the shape [2]; powers are [rows, bins]");
    assertWrong("Y_test", new long[][] {{1}}, "has the shape [1, 1]; labels are [rows]");
    assertWrong("X_train", new int[][] {{1, 2}}, "holds int values; powers are float64 or float32");
    assertWrong("Y_test", new double[] {1}, "holds double values; labels are int64 or int32");
    assertWrong("Y_test", new long[] {-1}, "row 0: label -1; labels run from 0 to 999");
    assertWrong("Y_test", new int[] {-1}, "row 0: label -1; labels run from 0 to 999");
    assertWrong("Y_test", new long[] {1, 1}, "2 labels for 1 rows; every row needs one");
    assertWrong("X_test", new double[][] {{1}}, "1 powers per row; the training set has 2");
  }

  private void assertWrong(String name, Object data, String expected) {
    Map<String, Object> sets = published();
    sets.put(name, data);
    String message = messageOf(hdf(sets));
    assertTrue(message.endsWith(expected), message);
  }

  @Test
  void refusesWhatIsNoHdf() throws IOException {
    String message = messageOf(csv("text.h5", "not a data file\n"));
    assertTrue(message.endsWith("text.h5: it is a text file, not an HDF5 file"), message);
    assertTrue(
        messageOf(folder.resolve("none.h5"))
            .endsWith("none.h5 as an HDF5 file: there is no such file"));
  }

  /** Damaged at random places, a file is read or refused; no other error comes out. */
  @Test
  void refusesDamagedFiles() throws IOException {
    byte[] whole = Files.readAllBytes(hdf(published()));
    RandomGenerator random = Seeds.generator(2);
    int refused = 0;
    for (int trial = 0; trial < 200; trial++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(1, whole.length + 1));
      for (int hit = 0; hit < 10; hit++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("damaged" + trial + ".h5"), damaged);
      try {
        SpectraFiles.split(file, 1);
      } catch (SpectraException e) {
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 150, refused + " refused");
  }

  @Test
  void refusesUnknownFormats() throws IOException {
    String message = messageOf(csv("set.txt", "1,2\n"));
    assertTrue(message.contains("ends in .h5, .hdf5 or .csv"), message);
    Path good = csv("a.csv", "1,2\n");
    assertThrows(SpectraException.class, () -> SpectraFiles.split(good, folder.resolve("set.txt")));
  }

  @Test
  void splitsACsvFile() throws IOException {
    StringBuilder text = new StringBuilder("class,p0,p1\n# a comment\n\n");
    for (int i = 0; i < 10; i++) {
      text.append("drone,").append(i).append(",0.5\nWi-Fi, 1e-3 ,").append(i).append('\n');
    }
    SpectraSplit split = SpectraFiles.split(csv("all.csv", text.toString()), 3);
    assertEquals(List.of("Wi-Fi", "drone"), split.train().classNames());
    assertArrayEquals(new int[] {7, 7}, split.train().rowsPerClass());
    assertArrayEquals(new int[] {3, 3}, split.test().rowsPerClass());
    assertEquals(1e-3, split.train().powers(firstOf(split.train(), 0))[0]);
  }

  private static int firstOf(Spectra spectra, int label) {
    int row = 0;
    while (spectra.label(row) != label) {
      row++;
    }
    return row;
  }

  @Test
  void readsTwoCsvFilesWithTransmittersAndNumberedClasses() throws IOException {
    Path train = csv("train.csv", "label,transmitter,a,b\n10,7,1,2\n9,8,3,4\n");
    Path test = csv("test.csv", "9,5,6\n");
    SpectraSplit split = SpectraFiles.split(train, test);
    assertEquals(List.of("9", "10"), split.train().classNames());
    assertArrayEquals(new int[] {1, 0}, split.train().labels());
    assertEquals(OptionalInt.of(8), split.train().transmitter(1));
    assertEquals(OptionalInt.empty(), split.test().transmitter(0));
    assertArrayEquals(new double[] {5, 6}, split.test().powers(0));
  }

  @Test
  void readsWhatASpreadsheetOfAnotherCountryWrites() throws IOException {
    Path train =
        csv("train.csv", "class;transmitter;\"p, 1\";p2\r\n\"a, b\";7;0,5;1\r\nc;8;3;4,25\r\n");
    Path test = csv("test.csv", "c\t5\t0,5\n");
    SpectraSplit split = SpectraFiles.split(train, test);
    assertEquals(List.of("a, b", "c"), split.train().classNames());
    assertArrayEquals(new double[] {0.5, 1}, split.train().powers(0));
    assertArrayEquals(new double[] {3, 4.25}, split.train().powers(1));
    assertArrayEquals(new double[] {5, 0.5}, split.test().powers(0));
  }

  @Test
  void saysWhichLineOfACsvFileIsWrong() throws IOException {
    assertCsv("a,1,2\na,1,x\n", ", line 2, column 3: 'x' is not a number");
    assertCsv(
        "a,1\na,-1\n", ", line 2, column 2: power -1; powers must be finite and not negative");
    assertCsv("a,1\n\nb,NaN\n", ", line 3, column 2: 'NaN' is not finite");
    assertCsv("a,1,2\nb,1\n", ", line 2: 2 columns, but 3 in line 1; commas separate them");
    assertCsv("a\n", ", line 1: a row is a class, then powers");
    assertCsv(",1\n", ", line 1: a row is a class, then powers");
    assertCsv(
        "class,transmitter,p\na,x,1\n",
        ", line 2, column 2 (transmitter): transmitter 'x' is not a whole number");
    assertCsv("class,p\n", ": there are no powers; at least one row");
    assertCsv("a,1\nb,2\nb,3\n", ": class a has a single row; two are needed");
  }

  private void assertCsv(String text, String expected) throws IOException {
    String message = messageOf(csv("wrong.csv", text));
    assertTrue(message.contains("wrong.csv" + expected), message);
  }

  @Test
  void refusesATestClassThatTrainingDoesNotKnow() throws IOException {
    Path train = csv("train.csv", "a,1\nb,2\n");
    Path test = csv("test.csv", "a,1\nc,2\n");
    SpectraException e =
        assertThrows(SpectraException.class, () -> SpectraFiles.split(train, test));
    assertTrue(
        e.getMessage()
            .endsWith("test.csv, line 2: class 'c' is not a class of the training file: [a, b]"),
        e.getMessage());
  }

  @Test
  void refusesAMissingCsvFile() {
    assertTrue(
        messageOf(folder.resolve("none.csv"))
            .endsWith("none.csv as a CSV file: there is no such file"));
  }
}
