package org.spinbench.app.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gg.jte.TemplateException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.app.chart.PagePlot;

class PagesTest {
  private static final String HOSTILE = "<b>\"x\" & 'y'</b><script>alert(1)</script>";

  @Test
  void whatATemplateInsertsIsEscaped() {
    String table =
        Pages.html("page/table", Map.of("heads", List.of(HOSTILE), "rows", List.of(List.of("a"))));
    assertFalse(table.contains("<b>") || table.contains("<script>"), table);
    assertTrue(table.contains("<th>&lt;b&gt;"), table);
    String conditions = Pages.html("page/conditions", Map.of("conditions", Map.of("a", HOSTILE)));
    assertFalse(conditions.contains("<b>") || conditions.contains("<script>"), conditions);
  }

  /** The alternative text of a picture stands between quotation marks. */
  @Test
  void nothingBreaksOutOfAnAttribute() {
    PagePlot plot = new PagePlot(HOSTILE, "x", "y");
    String image =
        Pages.html("page/plot", Map.of("plot", plot.line("l", new double[1], new double[1])));
    String alternative = image.split("alt=\"")[1];
    assertTrue(alternative.startsWith("&lt;b>&#34;x&#34; &amp; &#39;y&#39;"), alternative);
  }

  @Test
  void aPageThatNobodyWroteIsAnError() {
    assertThrows(TemplateException.class, () -> Pages.html("page/none", Map.of()));
  }

  @Test
  void aLocaleMakesNoDifference() {
    Locale locale = Locale.getDefault();
    Locale.setDefault(Locale.FRANCE);
    try {
      assertEquals("1234.5", Pages.format("%.1f", 1234.5));
    } finally {
      Locale.setDefault(locale);
    }
  }
}
