package org.spinbench.experiments.spectra;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.task.Seeds;

/**
 * Training and test spectra with the same classes and bins.
 *
 * @param train training spectra
 * @param test test spectra
 */
public record SpectraSplit(Spectra train, Spectra test) {

  /** Checks that both sets are compatible. */
  public SpectraSplit {
    if (!train.classNames().equals(test.classNames())) {
      throw new SpectraException(
          test.source(),
          "classes " + test.classNames() + "; the training set has " + train.classNames());
    }
    if (train.bins() != test.bins()) {
      throw new SpectraException(
          test.source(), test.bins() + " powers per row; the training set has " + train.bins());
    }
  }

  /**
   * Splits a set at random, with the same proportion in every class (rounded, at least one row
   * each).
   *
   * @param testShare fraction of every class for the test, between 0 and 1
   */
  public static SpectraSplit stratified(Spectra all, double testShare, long seed) {
    if (!(testShare > 0 && testShare < 1)) {
      throw new IllegalArgumentException(
          "test share " + testShare + " must be between 0 and 1, both exclusive");
    }
    List<Integer> train = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (int label = 0; label < all.classes(); label++) {
      List<Integer> rows = shuffled(all, label, Seeds.generator(seed, label));
      if (rows.size() == 1) {
        throw new SpectraException(
            all.source(),
            "class "
                + all.classNames().get(label)
                + " has a single row; two are needed, one for training and one for the test");
      }
      int held = (int) Math.rint(testShare * rows.size());
      held = Math.max(Math.min(1, rows.size()), Math.min(rows.size() - 1, held));
      test.addAll(rows.subList(0, held));
      train.addAll(rows.subList(held, rows.size()));
    }
    return new SpectraSplit(all.select(sorted(train)), all.select(sorted(test)));
  }

  private static List<Integer> shuffled(Spectra all, int label, RandomGenerator random) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < all.rows(); row++) {
      if (all.label(row) == label) {
        rows.add(row);
      }
    }
    for (int i = rows.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int row = rows.get(i);
      rows.set(i, rows.get(other));
      rows.set(other, row);
    }
    return rows;
  }

  private static int[] sorted(List<Integer> rows) {
    int[] array = rows.stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(array);
    return array;
  }

  /** Both sets with a function applied to their powers. */
  public SpectraSplit map(UnaryOperator<double[]> function) {
    return new SpectraSplit(train.map(function), test.map(function));
  }

  /** SHA-256 of all powers and labels, hexadecimal. */
  public String fingerprint() {
    MessageDigest digest = sha256();
    for (Spectra spectra : List.of(train, test)) {
      for (int row = 0; row < spectra.rows(); row++) {
        double[] powers = spectra.powers(row);
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * powers.length + 2 * Integer.BYTES);
        bytes.putInt(spectra.label(row)).putInt(powers.length);
        for (double power : powers) {
          bytes.putDouble(power);
        }
        digest.update(bytes.array());
      }
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
