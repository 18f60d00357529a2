package org.spinbench.app.chart;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.spinbench.drivers.text.UserFile;

/**
 * A white page to draw on, and the file that it becomes: dots for a name that ends in {@code .png},
 * lines and letters for {@code .svg}, only lines for {@code .pdf}.
 */
final class Canvas {
  private static final String PNG = "png";
  private static final String SVG = "svg";
  private static final String PDF = "pdf";

  /** Where a shape is, and a number in that with more digits than anybody sees. */
  private static final Pattern PLACE = Pattern.compile(" (?:d|cx|cy|x1|x2|y1|y2)=\"[^\"]*\"");

  private static final Pattern LONG = Pattern.compile("(\\.\\d\\d)\\d+(?![\\dE])");

  private static final double INCH = 25.4;

  /** Dots to the inch, of SVG and of a printed picture. */
  private static final double SCREEN = 96;

  private static final double PRINT = 300;

  private static final int SHARP = 2;

  /** Apart, so that a page of dots does not load the library of lines. */
  private static final class Lines {
    static Graphics2D graphics(boolean outlined) {
      return outlined ? new Outlined() : new VectorGraphics2D();
    }
  }

  /**
   * Letters as their outlines. The library puts no font into a PDF, so that another computer would
   * show letters of another shape, and a publisher would refuse the file.
   */
  private static final class Outlined extends VectorGraphics2D {
    @Override
    public void drawString(String text, int x, int y) {
      drawString(text, (float) x, (float) y);
    }

    @Override
    public void drawString(String text, float x, float y) {
      if (!text.isBlank()) {
        fill(
            new TextLayout(text, getFont(), getFontRenderContext())
                .getOutline(AffineTransform.getTranslateInstance(x, y)));
      }
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
                    (int) Math.round(size.getWidth()),
                    (int) Math.round(size.getHeight()),
                    BufferedImage.TYPE_INT_RGB))
            : Optional.empty();
    graphics =
        dots.map(BufferedImage::createGraphics).orElseGet(() -> Lines.graphics(format.equals(PDF)));
    graphics.scale(scale, scale);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.addRenderingHints(
        Map.of(
            RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON,
            RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON));
  }

  /**
   * A page that will be written into a file. If that has a width on paper, a picture of dots has
   * 300 to the inch.
   *
   * @param width in dots of a screen, as what is drawn on it counts
   * @param height the same
   */
  static Canvas of(PictureFile file, int width, int height) {
    boolean print = file.paper().isPresent();
    double inches = print ? file.paper().getAsDouble() / INCH : width / SCREEN;
    String format = file.ending();
    return switch (format) {
      case SVG -> new Canvas(format, width, height, inches * SCREEN / width);
      case PDF -> new Canvas(format, width, height, inches * INCH / width);
      default -> new Canvas(PNG, width, height, print ? inches * PRINT / width : 1);
    };
  }

  /** A page of twice as many dots in either direction, which also sharp screens show sharply. */
  static Canvas sharp(int width, int height) {
    return new Canvas(PNG, width, height, SHARP);
  }

  /** A page of lines and letters for a page of HTML. */
  static Canvas lines(int width, int height) {
    return new Canvas(SVG, width, height, 1);
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
        if (format.equals(SVG)) {
          return shortened(bytes.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The same lines to a hundredth of a dot, in half the bytes. */
  private static String shortened(String svg) {
    return PLACE
        .matcher(svg)
        .replaceAll(line -> Matcher.quoteReplacement(LONG.matcher(line.group()).replaceAll("$1")));
  }

  /** Writes the file. */
  void write(PictureFile file) {
    // A stream of files, unlike a channel, writes on when its thread is interrupted.
    try (OutputStream out = new FileOutputStream(file.path().toFile())) {
      out.write(bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the picture " + file.path() + ": " + UserFile.reason(e), e);
    }
  }
}
