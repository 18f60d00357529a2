package org.spinbench.app.command.junction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.spinbench.simulator.validation.PhysicsCase;

/** The table of known values of {@code simulate-junction --check} as text and JSON. */
final class PhysicsReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PhysicsReport() {}

  static String text(List<PhysicsCase.Row> rows) {
    StringBuilder text = new StringBuilder();
    String model = "";
    for (PhysicsCase.Row row : rows) {
      PhysicsCase known = row.known();
      if (!known.model().equals(model)) {
        model = known.model();
        text.append(
            String.format(
                Locale.ROOT,
                "%n%-72s %13s %13s %9s %9s%n",
                model,
                "expected",
                "computed",
                "difference",
                "tolerance"));
      }
      text.append(
          String.format(
              Locale.ROOT,
              "%-72s %13.6g %13.6g %+9.1e %9.0e %s%n",
              known.unit().isEmpty()
                  ? known.quantity()
                  : known.quantity() + " [" + known.unit() + "]",
              known.expected(),
              row.computed(),
              row.difference(),
              known.tolerance(),
              row.holds() ? "" : "FAILS"));
      text.append(String.format(Locale.ROOT, "    %s%n", known.source()));
    }
    return text.toString();
  }

  static String json(List<PhysicsCase.Row> rows) throws JsonProcessingException {
    ArrayNode list = JSON.createArrayNode();
    for (PhysicsCase.Row row : rows) {
      PhysicsCase known = row.known();
      ObjectNode node = list.addObject();
      node.put("model", known.model());
      node.put("quantity", known.quantity());
      node.put("unit", known.unit());
      node.put("expected", known.expected());
      node.put("computed", row.computed());
      node.put("tolerance", known.tolerance());
      node.put("holds", row.holds());
      node.put("source", known.source());
    }
    return JSON.writeValueAsString(list);
  }
}
