package org.spinbench.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.spinbench.drivers.text.JsonFormat;
import org.spinbench.drivers.text.UserFile;

/** Writes calibrations as JSON, and reads those of this and of earlier versions. */
final class CalibrationJson {
  private static final JsonMapper MAPPER = JsonFormat.mapper();

  private static final String REMEDY = "; give a file that 'calibrate --save' wrote";

  private static final Pattern MISSING =
      Pattern.compile("Missing (?:required )?creator property '([^']*)'");

  private CalibrationJson() {}

  static String text(Calibration calibration) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(calibration);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Calibration parse(String json) {
    return parse(json, "this");
  }

  /**
   * Reads a text.
   *
   * @param origin what error messages call it
   * @throws IllegalArgumentException that names the line that is not JSON, or the key that is
   *     missing or wrong
   */
  private static Calibration parse(String json, String origin) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          origin + " is not a calibration: from line " + line + " on it is no JSON" + REMEDY, e);
    }
    if (!tree.isObject()) {
      throw new IllegalArgumentException(
          origin + " is not a calibration: it does not begin with {" + REMEDY);
    }
    completed(tree);
    try {
      return MAPPER.treeToValue(tree, Calibration.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(origin + " is not a calibration: " + fault(e) + REMEDY, e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(origin + " is not a calibration" + REMEDY, e);
    }
  }

  /** Names the entry that is missing or wrong. */
  private static String fault(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(one -> one.getFieldName() == null ? "" + one.getIndex() : one.getFieldName())
            .collect(Collectors.joining("."));
    Matcher missing = MISSING.matcher(e.getOriginalMessage());
    if (missing.find()) {
      boolean named = path.equals(missing.group(1)) || path.endsWith("." + missing.group(1));
      String entry =
          path.isEmpty() ? missing.group(1) : named ? path : path + "." + missing.group(1);
      return "it has no entry " + entry;
    }
    return path.isEmpty() ? "its entries are others" : "the entry " + path + " is wrong";
  }

  /**
   * Adds what earlier versions did not write: the shift of a resonance by power (zero), the
   * provenance (unknown), the degrees of freedom of fluctuations (one, the least), the priors of
   * fits (none), the bends of a neuron's response (zero), its linewidth (zero), and its knee.
   */
  private static void completed(JsonNode tree) {
    if (tree instanceof ObjectNode calibration) {
      calibration.putIfAbsent("provenance", MAPPER.valueToTree(Provenance.UNKNOWN));
    }
    for (JsonNode provenance : tree.findParents("wanders")) {
      ((ObjectNode) provenance).putIfAbsent("powerDegrees", MAPPER.createObjectNode());
    }
    for (JsonNode wander : tree.findParents("repeatability")) {
      ((ObjectNode) wander).putIfAbsent("degrees", MAPPER.valueToTree(1.0));
    }
    for (JsonNode fit : tree.findParents("degreesOfFreedom")) {
      ((ObjectNode) fit).putIfAbsent("priors", MAPPER.createObjectNode());
    }
    for (JsonNode one : tree.path("neurons")) {
      if (one instanceof ObjectNode neuron) {
        neuron.putIfAbsent("biasLoss", MAPPER.valueToTree(Value.exact(0)));
        neuron.putIfAbsent("curvature", MAPPER.valueToTree(Value.exact(0)));
        neuron.putIfAbsent("linewidth", MAPPER.valueToTree(Value.exact(0)));
        neuron.putIfAbsent("brightest", MAPPER.valueToTree(0.0));
        neuron.putIfAbsent("knee", MAPPER.valueToTree(Knee.ROOT));
      }
    }
    for (JsonNode synapse : tree.findParents("tuningQuadratic")) {
      ((ObjectNode) synapse).putIfAbsent("powerShift", MAPPER.valueToTree(Value.exact(0)));
    }
  }

  static void write(Calibration calibration, Path file) {
    try {
      Files.writeString(file, text(calibration));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the calibration into " + file + ": " + UserFile.reason(e), e);
    }
  }

  static Calibration read(Path file) {
    return parse(UserFile.text(file, "a calibration"), file.toString());
  }
}
