package org.spinbench.app.chart;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A file that becomes a picture, in the format of its ending.
 *
 * @param path ends in {@code .png}, {@code .svg} or {@code .pdf}
 * @param paper width on paper, mm; empty for a size for screens
 */
public record PictureFile(Path path, OptionalDouble paper) {
  /** A picture of the usual size. */
  public static PictureFile of(Path path) {
    return new PictureFile(path, OptionalDouble.empty());
  }

  /** The ending of its name in small letters, without the dot. */
  String ending() {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
