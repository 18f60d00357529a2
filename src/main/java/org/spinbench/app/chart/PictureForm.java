package org.spinbench.app.chart;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The form of pictures whose names the program chooses.
 *
 * @param paper width on paper, mm; empty for a size for screens
 */
public record PictureForm(Format format, OptionalDouble paper) {
  /** Pictures of dots for screens. */
  public static final PictureForm SCREEN = new PictureForm(Format.PNG, OptionalDouble.empty());

  private static final String RUN_ENDING = ".sqlite";

  /** The formats of pictures. */
  public enum Format {
    /** Dots. */
    PNG,
    /** Lines and letters, for pages of HTML and for drawing programs. */
    SVG,
    /** Lines and letters, for print. */
    PDF;

    /** The ending of its files, with the dot. */
    public String ending() {
      return "." + name().toLowerCase(Locale.ROOT);
    }
  }

  /** A picture whose name is this one and the ending of the format. */
  public PictureFile file(Path name) {
    return new PictureFile(Path.of(name + format.ending()), paper);
  }

  /**
   * A picture beside the file of a run.
   *
   * @param what is added to the name of the run, such as {@code -learning}
   */
  public PictureFile beside(Path run, String what) {
    String name = run.getFileName().toString().replace(RUN_ENDING, "");
    return file(run.resolveSibling(name + what));
  }
}
