package org.spinbench.drivers.bench.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.text.UserFile;

/**
 * The driver files of a user: {@code drivers/MODEL.toml} beside the bench file that names the
 * model. Their tables become part of the bench file's text, so that a run file, a replay and the
 * watchdog have them too.
 */
public final class DriverFiles {
  private static final TomlMapper TOML = new TomlMapper();
  private static final String FOLDER = "drivers";
  static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final Pattern JAR = Pattern.compile("(?m)^(\\s*jar\\s*=\\s*)\"([^\"\\\\\n]+)\"");

  private DriverFiles() {}

  /**
   * Reads a bench file, with the driver files that it needs.
   *
   * @throws IllegalArgumentException if it, or one of them, cannot be read
   * @throws BenchFileException naming a driver file, and for each problem its line and key
   */
  public static String text(Path benchFile) {
    String text = UserFile.text(benchFile, "a bench file");
    Path folder = benchFile.toAbsolutePath().getParent().resolve(FOLDER);
    StringBuilder complete = new StringBuilder(withJars(text, folder));
    for (String model : missing(text)) {
      Path file = folder.resolve(model + ".toml");
      if (Files.isRegularFile(file)) {
        String driver = UserFile.text(file, "a driver file");
        if (!parse(driver, file.toString()).containsKey(model)) {
          throw new BenchFileException(
              file.toString(), "", "it has no table [drivers." + model + "]");
        }
        complete.append("\n# ").append(FOLDER).append('/').append(model).append(".toml\n");
        complete.append(withJars(driver, folder));
      }
    }
    return complete.toString();
  }

  /**
   * Reads a driver file, with the whole paths of its jars.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static String driverText(Path driverFile) {
    String text = UserFile.text(driverFile, "a driver file");
    return withJars(text, driverFile.toAbsolutePath().getParent());
  }

  /**
   * Reads the text of a driver file.
   *
   * @param origin source of the text, for messages
   * @return the drivers by model
   * @throws BenchFileException naming the origin, and for each problem its line and key
   */
  public static Map<String, DriverTable> parse(String toml, String origin) {
    Map<String, DriverTable> drivers = TomlTable.parse(toml, origin, DriverTableReader::all);
    if (drivers.isEmpty()) {
      throw new BenchFileException(origin, "", "it has no table [drivers.MODEL]");
    }
    return drivers;
  }

  /** Gives each jar its whole path, since the text will be read elsewhere. */
  private static String withJars(String toml, Path folder) {
    return JAR.matcher(toml)
        .replaceAll(
            jar ->
                Matcher.quoteReplacement(
                    jar.group(1)
                        + '"'
                        + folder.resolve(jar.group(2)).normalize().toString().replace("\\", "\\\\")
                        + '"'));
  }

  /** The models that a bench file names without having a driver for them. */
  private static Set<String> missing(String toml) {
    Set<String> models = new LinkedHashSet<>();
    try {
      JsonNode tree = TOML.readTree(toml);
      for (JsonNode instrument : tree.path("instruments")) {
        String model = instrument.path("model").asText("");
        boolean known = Drivers.models().contains(model) || tree.path(FOLDER).has(model);
        if (!known && MODEL.matcher(model).matches()) {
          models.add(model);
        }
      }
    } catch (JsonProcessingException wrong) {
      // The reader of the bench file says what is wrong.
    }
    return models;
  }
}
