package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.spinbench.app.chart.PictureFile;
import org.spinbench.app.chart.PictureForm.Format;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option for the width of pictures on paper. */
public final class PictureWidth {
  /** Widths of a picture on paper, mm. */
  private static final double NARROWEST = 40;

  private static final double WIDEST = 500;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  private OptionalDouble paper = OptionalDouble.empty();

  @Option(
      names = "--picture-width",
      paramLabel = "MM",
      description =
          "width of pictures on paper, mm; a PNG then has 300 dots to the inch (default: a size"
              + " for screens)")
  void width(double width) {
    if (!(width >= NARROWEST && width <= WIDEST)) {
      throw new ParameterException(
          command.commandLine(),
          "--picture-width is "
              + width
              + " mm; from "
              + NARROWEST
              + " to "
              + WIDEST
              + " mm (a column of most journals has 85 mm)");
    }
    paper = OptionalDouble.of(width);
  }

  /** The width, mm; empty for a size for screens. */
  OptionalDouble paper() {
    return paper;
  }

  /**
   * A picture whose name the user has chosen.
   *
   * @param option that names it
   * @throws ParameterException if its ending is that of no format
   */
  public PictureFile file(String option, Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (Arrays.stream(Format.values()).noneMatch(format -> name.endsWith(format.ending()))) {
      throw new ParameterException(
          command.commandLine(),
          option
              + ": "
              + file
              + " has none of the endings "
              + Arrays.stream(Format.values())
                  .map(Format::ending)
                  .collect(Collectors.joining(", ")));
    }
    return new PictureFile(file, paper);
  }
}
