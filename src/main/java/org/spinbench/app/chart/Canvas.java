package org.spinbench.app.chart;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.spinbench.drivers.text.UserFile;

/**
 * A white page to draw on, and the file that it becomes: dots for a name that ends in {@code .png},
 * lines and letters for {@code .svg} and {@code .pdf}.
 */
final class Canvas {
  private static final String PNG = "png";

  /** A dot at 96 to the inch, mm: the size that the writer of PDF counts in. */
  private static final double DOT = 25.4 / 96;

  private static final int SHARP = 2;

  /** Apart, so that a page of dots does not load the library of lines. */
  private static final class Lines {
    static Graphics2D graphics() {
      return new VectorGraphics2D();
    }
  }

  private final PageSize size;
  private final String format;
  private final Optional<BufferedImage> dots;
  private final Graphics2D graphics;

  private Canvas(String format, int width, int height, double scale) {
    this.format = format;
    size = new PageSize(0, 0, scale * width, scale * height);
    dots =
        format.equals(PNG)
            ? Optional.of(
                new BufferedImage(
                    (int) size.getWidth(), (int) size.getHeight(), BufferedImage.TYPE_INT_RGB))
            : Optional.empty();
    graphics = dots.map(BufferedImage::createGraphics).orElseGet(Lines::graphics);
    graphics.scale(scale, scale);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.addRenderingHints(
        Map.of(
            RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON,
            RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON));
  }

  /** A page of a size in dots that will be written into a file. */
  static Canvas of(Path file, int width, int height) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "svg" -> new Canvas(ending, width, height, 1);
      case "pdf" -> new Canvas(ending, width, height, DOT);
      default -> scratch(width, height);
    };
  }

  /** A page of twice as many dots in either direction, which also sharp screens show sharply. */
  static Canvas sharp(int width, int height) {
    return new Canvas(PNG, width, height, SHARP);
  }

  /** A page that no file shows. */
  static Canvas scratch(int width, int height) {
    return new Canvas(PNG, width, height, 1);
  }

  /** Draws on the page; the caller disposes it after drawing. */
  Graphics2D graphics() {
    return (Graphics2D) graphics.create();
  }

  /** The bytes of the file. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (dots.isPresent()) {
        // Other image streams register a hook for the end of the program, which fails at that end.
        try (ImageOutputStream image = new MemoryCacheImageOutputStream(bytes)) {
          ImageIO.write(dots.get(), PNG, image);
        }
      } else {
        Processors.get(format)
            .getDocument(((VectorGraphics2D) graphics).getCommands(), size)
            .writeTo(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the file. */
  void write(Path file) {
    // A stream of files, unlike a channel, writes on when its thread is interrupted.
    try (OutputStream out = new FileOutputStream(file.toFile())) {
      out.write(bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the picture " + file + ": " + UserFile.reason(e), e);
    }
  }
}
