package org.spinbench.experiments.spectra;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.drivers.text.UserFile;

/**
 * The HDF5 layout of the published drone recordings: data sets {@code X_train} (rows x bins, real
 * numbers), {@code Y_train} (rows, whole numbers), {@code X_test} and {@code Y_test}.
 *
 * <p>Source: RadioSpin deliverable D6.2, Zenodo record 7646236. The file has no names; ten classes
 * have the names of the recordings (S. Basak et al., COMSNETS 2021,
 * doi:10.1109/COMSNETS51098.2021.9352891), otherwise {@code class 0}, {@code class 1} and so on.
 */
final class HdfSpectra {
  static final List<String> PUBLISHED_CLASSES =
      List.of("dx4e", "dx6i", "MTx", "Nineeg", "Parrot", "q205", "S500", "tello", "WiFi", "wltoys");

  private static final int MOST_CLASSES = 1000;

  /** Bytes that identify the type of a file. */
  private static final int HEAD = 64;

  private HdfSpectra() {}

  static SpectraSplit read(Path file) {
    byte[] head = head(file);
    if (UserFile.isKnown(head) && !UserFile.isHdf5(head)) {
      throw new SpectraException(
          file.toString(), "it is " + UserFile.described(head) + ", not an HDF5 file");
    }
    try (HdfFile hdf = new HdfFile(file)) {
      int[] trainLabels = labels(file, hdf, "Y_train");
      int[] testLabels = labels(file, hdf, "Y_test");
      List<String> names = names(Math.max(highest(trainLabels), highest(testLabels)) + 1);
      return new SpectraSplit(
          new Spectra(source(file, "X_train"), names, powers(file, hdf, "X_train"), trainLabels),
          new Spectra(source(file, "X_test"), names, powers(file, hdf, "X_test"), testLabels));
    } catch (SpectraException e) {
      throw e;
    } catch (
        RuntimeException e) { // for a damaged file, jHDF can fail with arithmetic and other errors
      throw new SpectraException(
          file.toString(), "this is not a readable HDF5 file (" + e.getMessage() + ")", e);
    }
  }

  private static byte[] head(Path file) {
    String what = "an HDF5 file";
    try (InputStream in = UserFile.open(file, what)) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      throw UserFile.unreadable(file, what, e);
    }
  }

  private static List<String> names(int classes) {
    if (classes == PUBLISHED_CLASSES.size()) {
      return PUBLISHED_CLASSES;
    }
    List<String> names = new ArrayList<>();
    IntStream.range(0, classes).forEach(label -> names.add("class " + label));
    return names;
  }

  private static int highest(int[] labels) {
    return Arrays.stream(labels).max().orElse(0);
  }

  private static double[][] powers(Path file, HdfFile hdf, String name) {
    Dataset data = dataset(file, hdf, name, 2);
    Object values = data.getData();
    if (values instanceof double[][] doubles) {
      return doubles;
    }
    if (values instanceof float[][] floats) {
      return Arrays.stream(floats)
          .map(row -> IntStream.range(0, row.length).mapToDouble(bin -> row[bin]).toArray())
          .toArray(double[][]::new);
    }
    throw new SpectraException(
        source(file, name),
        "holds " + data.getJavaType() + " values; powers are float64 or float32");
  }

  private static int[] labels(Path file, HdfFile hdf, String name) {
    Dataset data = dataset(file, hdf, name, 1);
    Object values = data.getData();
    if (values instanceof int[] ints) {
      return labels(file, name, IntStream.of(ints).asLongStream().toArray());
    }
    if (values instanceof long[] longs) {
      return labels(file, name, longs);
    }
    throw new SpectraException(
        source(file, name), "holds " + data.getJavaType() + " values; labels are int64 or int32");
  }

  private static int[] labels(Path file, String name, long[] values) {
    int[] labels = new int[values.length];
    for (int row = 0; row < labels.length; row++) {
      if (values[row] < 0 || values[row] >= MOST_CLASSES) {
        throw new SpectraException(
            source(file, name),
            "row "
                + row
                + ": label "
                + values[row]
                + "; labels run from 0 to "
                + (MOST_CLASSES - 1));
      }
      labels[row] = (int) values[row];
    }
    return labels;
  }

  private static Dataset dataset(Path file, HdfFile hdf, String name, int dimensions) {
    Node node = hdf.getChildren().get(name);
    if (!(node instanceof Dataset dataset)) {
      throw new SpectraException(
          file.toString(),
          "there is no data set "
              + name
              + " (found: "
              + hdf.getChildren().keySet()
              + "); X_train, Y_train, X_test and Y_test are needed");
    }
    if (dataset.getDimensions().length != dimensions) {
      throw new SpectraException(
          source(file, name),
          "has the shape "
              + Arrays.toString(dataset.getDimensions())
              + (dimensions == 2 ? "; powers are [rows, bins]" : "; labels are [rows]"));
    }
    return dataset;
  }

  private static String source(Path file, String name) {
    return file + ", data set " + name;
  }
}
