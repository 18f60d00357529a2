package org.spinbench.experiments.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Instant;
import org.spinbench.experiments.run.store.RunException;

/** Records as JSON: times in ISO 8601, numbers in the shortest form that reads back the same. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          // The shortest form; that of Double.toString depends on the version of Java.
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  private Json() {}

  /** The JSON text of a record. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new RunException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
    }
  }

  /** The JSON text of numbers, as {@link #write} has it, sooner. */
  static String write(double[] numbers) {
    StringBuilder json = new StringBuilder("[");
    for (double number : numbers) {
      String text = NumberOutput.toString(number, true);
      String quote = Double.isFinite(number) ? "" : "\"";
      json.append(json.length() > 1 ? "," : "").append(quote).append(text).append(quote);
    }
    return json.append(']').toString();
  }

  /** The record that a JSON text holds; a missing or unknown field is an error that names it. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new RunException(
          "this is not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
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
