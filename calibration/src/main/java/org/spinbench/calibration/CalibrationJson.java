package org.spinbench.calibration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.spinbench.drivers.text.UserFile;

/** Calibrations as JSON: times in ISO 8601, numbers in shortest form that reads back the same. */
final class CalibrationJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // The shortest form; that of Double.toString depends on the version of Java.
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  private CalibrationJson() {}

  static String text(Calibration calibration) {
    try {
      return MAPPER.writeValueAsString(calibration);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Calibration parse(String json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      completed(tree);
      return MAPPER.treeToValue(tree, Calibration.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "This is not a calibration: " + e.getOriginalMessage() + ". Calibrate again.", e);
    }
  }

  /**
   * Calibrations were made before the shift of a resonance by power was a number of theirs, and
   * before their provenance was noted.
   */
  private static void completed(JsonNode tree) {
    if (tree instanceof ObjectNode calibration) {
      calibration.putIfAbsent("provenance", MAPPER.valueToTree(Provenance.UNKNOWN));
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
    return parse(UserFile.text(file, "a calibration"));
  }

  private static final class InstantWriter extends JsonSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  private static final class InstantReader extends JsonDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Instant.parse(in.getValueAsString());
    }
  }
}
