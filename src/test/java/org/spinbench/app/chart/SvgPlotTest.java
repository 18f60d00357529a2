package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgPlotTest {
  private static Element drawn(SvgPlot plot) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(plot.svg())))
        .getDocumentElement();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void everyPointLiesWhereItBelongs() throws Exception {
    double[] x = {0, 5, 10};
    double[] y = {-1, 0, 1};
    Element svg = drawn(new SvgPlot("a < b", "time (s)", "z").points("first & last", x, y));
    assertEquals("svg", svg.getTagName());
    assertEquals("a < b", svg.getElementsByTagName("title").item(0).getTextContent());
    Element frame = (Element) svg.getElementsByTagName("rect").item(0);
    double left = number(frame, "x");
    double width = number(frame, "width");
    double middle = number(frame, "y") + number(frame, "height") / 2;
    for (int i = 0; i < 3; i++) {
      Element circle = (Element) svg.getElementsByTagName("circle").item(i);
      assertEquals(left + width * x[i] / 10, number(circle, "cx"), 0.1);
      double above = middle - number(circle, "cy");
      assertEquals(y[i] * number(frame, "height") / 2.24, above, 0.1);
    }
    assertTrue(svg.getTextContent().contains("first & last"));
  }

  @Test
  void oneValueAndNoneCanBeDrawn() throws Exception {
    drawn(new SvgPlot("none", "x", "y"));
    String one = new SvgPlot("one", "x", "y").line("l", new double[] {3}, new double[] {0}).svg();
    assertTrue(!one.contains("NaN") && !one.contains("Infinity"), one);
  }

  @Test
  void aLocaleMakesNoDifference() {
    SvgPlot plot =
        new SvgPlot("t", "x", "y").line("l", new double[] {0, 0.5}, new double[] {0.25, 1000.5});
    String before = plot.svg();
    Locale locale = Locale.getDefault();
    Locale.setDefault(Locale.FRANCE);
    try {
      SvgPlot again =
          new SvgPlot("t", "x", "y").line("l", new double[] {0, 0.5}, new double[] {0.25, 1000.5});
      assertEquals(before, again.svg());
    } finally {
      Locale.setDefault(locale);
    }
  }

  @Test
  void manyPointsAreThinned() throws Exception {
    double[] x = new double[10_000];
    Arrays.setAll(x, i -> i);
    Element svg = drawn(new SvgPlot("t", "x", "y").points("p", x, x));
    int circles = svg.getElementsByTagName("circle").getLength();
    assertTrue(circles > 500 && circles <= 801, "circles: " + circles);
  }

  @Test
  void aLongNameOfTheLegendIsNotCut() throws Exception {
    String name = "by the design and all readings before";
    SvgPlot plot = new SvgPlot("t", "x", "y");
    plot.points("short", new double[] {0, 1}, new double[] {0, 1});
    Element svg = drawn(plot.points(name, new double[] {0, 1}, new double[] {1, 0}));
    double letters =
        new Font(Font.SANS_SERIF, Font.PLAIN, 12)
            .getStringBounds(name, new FontRenderContext(null, true, true))
            .getWidth();
    NodeList texts = svg.getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      Element text = (Element) texts.item(i);
      if (text.getTextContent().equals(name)) {
        double begins = Double.parseDouble(text.getAttribute("x"));
        assertTrue(begins + letters < 720, begins + " and " + letters + " wide");
        NodeList frame = svg.getElementsByTagName("rect");
        Element axes = (Element) frame.item(frame.getLength() - 1);
        double ends =
            Double.parseDouble(axes.getAttribute("x"))
                + Double.parseDouble(axes.getAttribute("width"));
        assertTrue(ends < begins, "the axes end at " + ends);
        return;
      }
    }
    throw new AssertionError("no legend");
  }

  @Test
  void abscissaeWithoutOrdinatesAreRefused() {
    SvgPlot plot = new SvgPlot("t", "x", "y");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> plot.points("p", new double[2], new double[3]));
    assertEquals("p has 2 abscissae for 3 ordinates", refused.getMessage());
  }
}
