package org.spinbench.experiments.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.text.UserFile;

/**
 * Writes a data set as JSON in the layout of {@code xarray.Dataset.to_dict}: {@code dims}, {@code
 * attrs}, {@code coords} and {@code data_vars}, with {@code dims}, {@code attrs} and {@code data}
 * of each variable. A missing number is null.
 */
final class JsonDataSet {
  private final DataSet data;
  private final JsonGenerator out;

  private JsonDataSet(DataSet data, JsonGenerator out) {
    this.data = data;
    this.out = out;
  }

  /**
   * Writes a new file.
   *
   * @throws UncheckedIOException if it cannot be written, or exists already
   */
  static void write(Path file, DataSet data) {
    try (OutputStream bytes = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
        JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
      new JsonDataSet(data, out).write();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + UserFile.reason(e), e);
    }
  }

  private void write() throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("dims");
    for (Map.Entry<String, Integer> size : data.sizes().entrySet()) {
      out.writeNumberField(size.getKey(), size.getValue());
    }
    out.writeEndObject();
    attributes(data.attributes());
    variables("coords", data.variables().stream().filter(Variable::coordinate).toList());
    variables("data_vars", data.variables().stream().filter(one -> !one.coordinate()).toList());
    out.writeEndObject();
  }

  private void attributes(Map<String, Object> attributes) throws IOException {
    out.writeObjectFieldStart("attrs");
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      // The layout itself shows which variables are coordinates.
      if (!attribute.getKey().equals("coordinates")) {
        out.writeFieldName(attribute.getKey());
        attribute(attribute.getValue());
      }
    }
    out.writeEndObject();
  }

  private void attribute(Object value) throws IOException {
    if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Double number) {
      number(number);
    } else {
      out.writeString((String) value);
    }
  }

  private void variables(String name, List<Variable> variables) throws IOException {
    out.writeObjectFieldStart(name);
    for (Variable variable : variables) {
      out.writeObjectFieldStart(variable.name());
      out.writeArrayFieldStart("dims");
      for (String dimension : variable.dimensions()) {
        out.writeString(dimension);
      }
      out.writeEndArray();
      attributes(variable.attributes());
      out.writeFieldName("data");
      Places places = new Places(variable.values());
      places.write(variable.dimensions(), 0);
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private void number(double number) throws IOException {
    if (Double.isNaN(number)) {
      out.writeNull();
    } else {
      out.writeNumber(number);
    }
  }

  /** Values in nested arrays, one per dimension. */
  private final class Places {
    private final Values values;
    private int next;

    Places(Values values) {
      this.values = values;
    }

    void write(List<String> dimensions, int depth) throws IOException {
      if (depth == dimensions.size()) {
        value(next++);
        return;
      }
      out.writeStartArray();
      for (int i = 0; i < data.sizes().get(dimensions.get(depth)); i++) {
        write(dimensions, depth + 1);
      }
      out.writeEndArray();
    }

    private void value(int index) throws IOException {
      if (values instanceof Values.Numbers numbers) {
        number(numbers.values()[index]);
      } else if (values instanceof Values.Integers integers) {
        out.writeNumber(integers.values()[index]);
      } else {
        out.writeString(((Values.Texts) values).values()[index]);
      }
    }
  }
}
