package org.spinbench.app.command;

import org.spinbench.app.chart.PictureForm;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that draws pictures beside its results. */
public final class PictureOptions {
  @Option(
      names = "--picture-format",
      paramLabel = "FORMAT",
      defaultValue = "PNG",
      description =
          "format of pictures: png, or svg and pdf, which can be enlarged without loss"
              + " (default: png)")
  private PictureForm.Format format;

  @Mixin private PictureWidth width;

  /** The form that the options ask for. */
  public PictureForm form() {
    return new PictureForm(format, width.paper());
  }
}
