package org.spinbench.app.pages;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.experiments.DefaultBench;

/** The files in TOML of the pages, and bench files that have parts of them. */
final class PageFiles {
  static final TomlMapper TOML = new TomlMapper();
  static final TypeReference<Map<String, Object>> TABLE = new TypeReference<>() {};

  /** What parts of bench files on the pages suppose beside the default bench. */
  private static final String OTHERS =
      """
      [gpib.0]
      controller = "TCPIP::192.168.0.30::1234::SOCKET"
      firmware = "prologix"

      [instruments.supply]
      model = "GS200"
      resource = "INPROC::supply::INSTR"

      [instruments.smu]
      model = "B2912A"
      resource = "INPROC::smu::INSTR"

      [instruments.generator]
      model = "SG384"
      resource = "INPROC::generator::INSTR"
      """;

  private PageFiles() {}

  /** The default bench, with other instruments and a part of a bench file. */
  static Map<String, Object> whole(Map<String, Object> part) throws IOException {
    Map<String, Object> bench = TOML.readValue(DefaultBench.text(), TABLE);
    return joined(joined(bench, TOML.readValue(OTHERS, TABLE)), part);
  }

  /** A table with the keys of a part: tables are joined, items of lists by their names. */
  static Map<String, Object> joined(Map<String, Object> whole, Map<String, Object> part) {
    Map<String, Object> all = new LinkedHashMap<>(whole);
    part.forEach((key, value) -> all.merge(key, value, PageFiles::joined));
    return all;
  }

  @SuppressWarnings("unchecked")
  private static Object joined(Object old, Object more) {
    if (old instanceof Map && more instanceof Map) {
      return joined((Map<String, Object>) old, (Map<String, Object>) more);
    }
    boolean tables =
        old instanceof List<?> items && !items.isEmpty() && items.get(0) instanceof Map;
    if (!tables) {
      return more;
    }
    List<Map<String, Object>> all = new ArrayList<>((List<Map<String, Object>>) old);
    for (Map<String, Object> item : (List<Map<String, Object>>) more) {
      Optional<Map<String, Object>> same =
          all.stream()
              .filter(one -> item.containsKey("name") && item.get("name").equals(one.get("name")))
              .findFirst();
      if (same.isPresent()) {
        all.set(all.indexOf(same.get()), joined(same.get(), item));
      } else {
        all.add(item);
      }
    }
    return all;
  }
}
