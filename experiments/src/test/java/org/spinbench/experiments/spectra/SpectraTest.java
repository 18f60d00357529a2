package org.spinbench.experiments.spectra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SpectraTest {
  private static final List<String> NAMES = List.of("a", "b");

  private static Spectra two() {
    return new Spectra(
        "here", NAMES, new double[][] {{1, 2, 3}, {4, 5, 6}}, new int[] {1, 0}, new int[] {7, 8});
  }

  @Test
  void describesItsContent() {
    Spectra spectra = two();
    assertEquals(2, spectra.rows());
    assertEquals(3, spectra.bins());
    assertEquals(2, spectra.classes());
    assertArrayEquals(new double[] {4, 5, 6}, spectra.powers(1));
    assertEquals(1, spectra.label(0));
    assertEquals(OptionalInt.of(8), spectra.transmitter(1));
    assertArrayEquals(new int[] {1, 1}, spectra.rowsPerClass());
    assertArrayEquals(new double[] {1e-6, 2e-6, 3e-6}, spectra.watts()[0], 1e-21);
  }

  @Test
  void cannotBeChangedFromOutside() {
    double[][] powers = {{1, 2}};
    int[] labels = {0};
    Spectra spectra = new Spectra("here", NAMES, powers, labels);
    powers[0][0] = 9;
    labels[0] = 1;
    spectra.powers()[0][1] = 9;
    spectra.powers(0)[1] = 9;
    spectra.watts()[0][1] = 9;
    spectra.labels()[0] = 1;
    spectra.map(
        row -> {
          row[0] = 9;
          return row;
        });
    assertArrayEquals(new double[] {1, 2}, spectra.powers(0));
    assertEquals(0, spectra.label(0));
    assertEquals(OptionalInt.empty(), spectra.transmitter(0));
  }

  @Test
  void selectsAndMapsRows() {
    Spectra selected = two().select(1, 0, 1);
    assertEquals(3, selected.rows());
    assertArrayEquals(new int[] {0, 1, 0}, selected.labels());
    assertEquals(OptionalInt.of(7), selected.transmitter(1));
    Spectra mapped = two().map(row -> new double[] {row[2]});
    assertEquals(1, mapped.bins());
    assertArrayEquals(new double[] {6}, mapped.powers(1));
    assertEquals(OptionalInt.of(8), mapped.transmitter(1));
  }

  @Test
  void namesRowBinValueAndWhatIsAccepted() {
    assertMessage(
        "here: row 1, bin 0: power -1.0; powers must be finite and not negative (linear, not dB)",
        new double[][] {{1}, {-1}},
        0,
        1);
    assertMessage(
        "here: row 0, bin 1: power NaN; powers must be finite and not negative (linear, not dB)",
        new double[][] {{1, Double.NaN}},
        0);
    assertMessage(
        "here: row 1 has 1 powers, row 0 has 2; all rows must be equally long",
        new double[][] {{1, 1}, {1}},
        0,
        1);
    assertMessage(
        "here: row 0: label 2 is none of the 2 classes; labels run from 0 to 1",
        new double[][] {{1}},
        2);
    assertMessage("here: 2 labels for 1 rows; every row needs one", new double[][] {{1}}, 0, 1);
    assertMessage(
        "here: there are no powers; at least one row of at least one power is needed",
        new double[0][]);
  }

  private static void assertMessage(String expected, double[][] powers, int... labels) {
    SpectraException e =
        assertThrows(SpectraException.class, () -> new Spectra("here", NAMES, powers, labels));
    assertEquals(expected, e.getMessage());
  }

  @Test
  void splitRefusesSetsThatDoNotFit() {
    Spectra other = new Spectra("there", List.of("a", "c"), new double[][] {{1, 2, 3}}, new int[1]);
    assertThrows(SpectraException.class, () -> new SpectraSplit(two(), other));
    Spectra narrow = new Spectra("there", NAMES, new double[][] {{1}}, new int[1]);
    assertThrows(SpectraException.class, () -> new SpectraSplit(two(), narrow));
  }

  @Test
  void splitsEveryClassInTheSameProportion() {
    double[][] powers = new double[50][1];
    int[] labels = new int[50];
    for (int row = 0; row < 50; row++) {
      powers[row][0] = row;
      labels[row] = row < 40 ? 0 : 1;
    }
    Spectra all = new Spectra("here", NAMES, powers, labels);
    SpectraSplit split = SpectraSplit.stratified(all, 0.3, 5);
    assertArrayEquals(new int[] {28, 7}, split.train().rowsPerClass());
    assertArrayEquals(new int[] {12, 3}, split.test().rowsPerClass());
    Set<Double> seen = new TreeSet<>();
    for (Spectra part : List.of(split.train(), split.test())) {
      for (double[] row : part.powers()) {
        assertTrue(seen.add(row[0]), "a row is in both parts");
      }
    }
    assertEquals(50, seen.size());
    assertArrayEquals(split.test().powers(), SpectraSplit.stratified(all, 0.3, 5).test().powers());
    assertTrue(
        !Arrays.deepEquals(
            split.test().powers(), SpectraSplit.stratified(all, 0.3, 6).test().powers()));
  }

  @Test
  void splitNeedsTwoRowsOfAClass() {
    SpectraException e =
        assertThrows(SpectraException.class, () -> SpectraSplit.stratified(two(), 0.5, 1));
    assertTrue(e.getMessage().contains("class a has a single row"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> SpectraSplit.stratified(two(), 1, 1));
  }
}
