package org.spinbench.experiments.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The flowers of R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of
 * Eugenics 7, 179 (1936), doi:10.1111/j.1469-1809.1936.tb02137.x: length and width of sepals and
 * petals, cm, of 50 irises of each of three species. The numbers are those of Fisher's table, in
 * its order; the copy at the UCI Machine Learning Repository differs in the 35th and the 38th
 * setosa.
 */
public final class Iris {
  /** Name of the task on the command line. */
  public static final String NAME = "iris";

  private Iris() {}

  /** The task: the species of a flower. */
  public static TableTask task() {
    try (InputStream in = Iris.class.getResourceAsStream("iris.csv")) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: it lacks iris.csv");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new TableTask(NAME, Table.of(text, NAME), TableTask.Columns.USUAL);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read iris.csv", e);
    }
  }
}
