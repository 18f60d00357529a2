package org.spinbench.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.experiments.DefaultBench;

/** Bench files with other instruments around the chip of the default bench. */
final class Racks {
  private static final Pattern INSTRUMENT =
      Pattern.compile("(?ms)^(# 24 channels[^\\n]*\\n)?\\[instruments\\.[^\\]]*].*?(?=^\\n|\\z)");
  private static final Pattern PORT = Pattern.compile("(?m)^# (\\S+) -> (\\S+)$");

  private Racks() {}

  /** The default bench with the instruments of a rack in place of its own. */
  static String text(String rack) throws IOException {
    String instruments = read(rack);
    String text = INSTRUMENT.matcher(DefaultBench.text()).replaceAll("");
    Matcher port = PORT.matcher(instruments);
    while (port.find()) {
      text = text.replace('"' + port.group(1) + '"', '"' + port.group(2) + '"');
    }
    text = text.replaceFirst("(?m)^tone = 1e-3", "tone = 10e-3");
    return text.replace("[chip]\n", instruments + "[chip]\n");
  }

  private static String read(String rack) throws IOException {
    try (InputStream file = Racks.class.getResourceAsStream("racks/" + rack + ".toml")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
