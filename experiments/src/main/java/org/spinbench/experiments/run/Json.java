package org.spinbench.experiments.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.NumberOutput;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.spinbench.drivers.text.JsonFormat;
import org.spinbench.experiments.run.store.RunException;

/** Records and results as JSON, for run files and other programs. */
public final class Json {
  private static final JsonMapper MAPPER = JsonFormat.mapper();

  private Json() {}

  /** The JSON text of a record. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new RunException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
    }
  }

  /** The JSON text of numbers, in the form of {@link #write}, but faster. */
  static String write(double[] numbers) {
    StringBuilder json = new StringBuilder("[");
    for (double number : numbers) {
      String text = NumberOutput.toString(number, true);
      String quote = Double.isFinite(number) ? "" : "\"";
      json.append(json.length() > 1 ? "," : "").append(quote).append(text).append(quote);
    }
    return json.append(']').toString();
  }

  /**
   * A JSON text of a run file with unknown fields.
   *
   * @throws RunException if it is not JSON
   */
  public static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new RunException("the run file contains invalid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The record in a JSON text; a missing or unknown field is an error that names it. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new RunException(
          "this is not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }
}
