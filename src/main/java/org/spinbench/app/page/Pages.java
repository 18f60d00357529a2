package org.spinbench.app.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Locale;
import java.util.Map;

/** Makes pages of HTML from the templates that the build compiled. */
public final class Pages {
  private static final String PACKAGE = "org.spinbench.app";
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE);

  private Pages() {}

  /**
   * Makes a page.
   *
   * @param template its folder and name below {@code src/main/jte}, without the ending
   * @param parameters of the template, by name
   */
  public static String html(String template, Map<String, Object> parameters) {
    StringOutput page = new StringOutput();
    ENGINE.render(template + ".jte", parameters, page);
    return page.toString();
  }

  /** Formats numbers of a page, the same in every locale. */
  public static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
