package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The name of a picture says in which format it is written. */
class CanvasTest {
  @TempDir Path folder;

  @BeforeAll
  static void noScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  private Path square(String name) {
    PictureFile file = PictureFile.of(folder.resolve(name));
    Canvas page = Canvas.of(file, 40, 30);
    Graphics2D graphics = page.graphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(10, 5, 20, 20);
    graphics.dispose();
    page.write(file);
    return file.path();
  }

  @Test
  void aPngHasDots() throws IOException {
    BufferedImage picture = ImageIO.read(square("a.png").toFile());
    assertEquals(40, picture.getWidth());
    assertEquals(30, picture.getHeight());
    assertEquals(Color.WHITE, new Color(picture.getRGB(9, 5)));
    assertEquals(Color.RED, new Color(picture.getRGB(10, 5)));
    assertEquals(Color.RED, new Color(picture.getRGB(29, 24)));
  }

  @Test
  void anSvgHasShapes() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Element svg =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(Files.readAllBytes(square("a.SVG"))))
            .getDocumentElement();
    assertEquals("svg", svg.getTagName());
    assertEquals("0 0 40 30", svg.getAttribute("viewBox"));
    Element square = (Element) svg.getElementsByTagName("rect").item(1);
    assertEquals("10", square.getAttribute("x"));
    assertEquals("20", square.getAttribute("width"));
    assertTrue(square.getAttribute("style").contains("rgb(255,0,0)"));
  }

  @Test
  void aPdfHasOnePageOfThatSize() throws IOException {
    String pdf = Files.readString(square("a.pdf"), StandardCharsets.ISO_8859_1);
    assertTrue(pdf.startsWith("%PDF-"), pdf);
    assertTrue(pdf.contains("/Count 1"), pdf);
    Matcher size = Pattern.compile("/MediaBox \\[0 0 ([\\d.]+) ([\\d.]+)]").matcher(pdf);
    assertTrue(size.find(), pdf);
    // 40 and 30 dots at 96 to the inch, in points of which an inch has 72
    assertEquals(30, Double.parseDouble(size.group(1)), 1e-6);
    assertEquals(22.5, Double.parseDouble(size.group(2)), 1e-6);
    assertTrue(pdf.stripTrailing().endsWith("%%EOF"), pdf);
  }

  /** Letters are shapes: an operator of text (PDF 1.4, 5.3.2) would need a font of the reader. */
  @Test
  void aPdfNeedsNoFont() throws Exception {
    PictureFile file = PictureFile.of(folder.resolve("text.pdf"));
    Canvas page = Canvas.of(file, 90, 30);
    Graphics2D graphics = page.graphics();
    graphics.drawString("O", 5, 20);
    graphics.drawString(" ", 25, 20);
    graphics.drawString("µ", 45.5f, 20);
    graphics.dispose();
    byte[] pdf = page.bytes();
    String text = new String(pdf, StandardCharsets.ISO_8859_1);
    int begin = text.indexOf("stream\n") + "stream\n".length();
    String drawn;
    try (InputStream stream =
        new InflaterInputStream(new ByteArrayInputStream(pdf, begin, pdf.length - begin))) {
      drawn = new String(stream.readNBytes(100_000), StandardCharsets.ISO_8859_1);
    }
    assertFalse(Pattern.compile("\\bT[jJ]\\b").matcher(drawn).find(), drawn);
    // The outline of an O has two closed curves, that of a µ at least one.
    assertTrue(drawn.split("\\bh\\b", -1).length - 1 >= 3 + 1, drawn);
  }

  @Test
  void aMissingFolderIsNamed() {
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> square("nowhere/a.svg"));
    assertTrue(e.getMessage().contains("cannot write the picture"), e.getMessage());
    assertTrue(e.getMessage().contains("nowhere"), e.getMessage());
  }

  /**
   * A column of 85 mm: 85 / 25.4 inches of 300 dots, of 96 units of SVG, or of 72 points of PDF.
   */
  @Test
  void aPageHasAWidthOnPaper() throws IOException {
    Path png = folder.resolve("paper.png");
    onPaper(png);
    assertEquals(1004, ImageIO.read(png.toFile()).getWidth());
    assertEquals(602, ImageIO.read(png.toFile()).getHeight());
    Path svg = folder.resolve("paper.svg");
    onPaper(svg);
    Matcher box =
        Pattern.compile("viewBox=\"0 0 ([\\d.]+) ([\\d.]+)\"").matcher(Files.readString(svg));
    assertTrue(box.find());
    assertEquals(85 / 25.4 * 96, Double.parseDouble(box.group(1)), 1e-3);
    Path pdf = folder.resolve("paper.pdf");
    onPaper(pdf);
    Matcher size =
        Pattern.compile("/MediaBox \\[0 0 ([\\d.]+) ([\\d.]+)]")
            .matcher(Files.readString(pdf, StandardCharsets.ISO_8859_1));
    assertTrue(size.find());
    assertEquals(85 / 25.4 * 72, Double.parseDouble(size.group(1)), 1e-3);
    assertEquals(0.6 * 85 / 25.4 * 72, Double.parseDouble(size.group(2)), 1e-3);
  }

  /** Outlines are given to a hundredth of a dot; letters stay as they are. */
  @Test
  void anSvgHasNoNeedlessDigits() throws IOException {
    PictureFile file = PictureFile.of(folder.resolve("digits.svg"));
    Canvas page = Canvas.of(file, 40, 30);
    Graphics2D graphics = page.graphics();
    graphics.drawString("0.123456789", 1, 20);
    Path2D curve = new Path2D.Double();
    curve.moveTo(1.0 / 3, 1e-9);
    curve.quadTo(20.0 / 3, 4.0 / 3, 31.005999, 2);
    graphics.draw(curve);
    page.write(file);
    String svg = Files.readString(file.path());
    assertTrue(svg.contains(">0.123456789<"), svg);
    Matcher outline = Pattern.compile(" d=\"([^\"]*)\"").matcher(svg);
    assertTrue(outline.find(), svg);
    double[] numbers =
        Arrays.stream(outline.group(1).replaceAll("[MQ,]", " ").strip().split(" +"))
            .mapToDouble(Double::parseDouble)
            .toArray();
    double[] exact = {1.0 / 3, 1e-9, 20.0 / 3, 4.0 / 3, 31.005999, 2};
    assertArrayEquals(exact, numbers, 0.01, outline.group(1));
    assertTrue(outline.group(1).length() < 60, outline.group(1));
  }

  private static void onPaper(Path path) {
    PictureFile file = new PictureFile(path, OptionalDouble.of(85));
    Canvas.of(file, 1000, 600).write(file);
  }
}
