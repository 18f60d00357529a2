package org.spinbench.app.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.simulator.server.Servers.Served;

/**
 * Where the instruments of a simulated bench are served, for people and for programs.
 *
 * @param clock the bench's clock, if its time is virtual
 */
record ServedReport(String bench, List<Served> instruments, Optional<Served> clock) {
  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Json(List<Instrument> instruments, String clock) {}

  private record Instrument(String name, String model, List<String> resources) {}

  /** The JSON object, on one line. */
  String json() {
    Json object =
        new Json(
            instruments.stream().map(ServedReport::instrument).toList(),
            clock.map(ServedReport::first).map(ResourceName::toString).orElse(null));
    try {
      return new ObjectMapper().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instrument instrument(Served served) {
    List<String> resources =
        served.resources().values().stream().map(ResourceName::toString).toList();
    return new Instrument(served.name(), served.model(), resources);
  }

  /** The same as a table, and how to try it. */
  String text() {
    int names = instruments.stream().mapToInt(served -> served.name().length()).max().orElse(0);
    int models = instruments.stream().mapToInt(served -> served.model().length()).max().orElse(0);
    String row = "%-" + (names + 2) + "s%-" + (models + 2) + "s%s\n";
    StringBuilder text = new StringBuilder();
    text.append("The instruments of \"" + bench + "\", simulated; Ctrl-C ends them.\n\n");
    for (Served served : instruments) {
      String name = served.name();
      String model = served.model();
      for (ResourceName resource : served.resources().values()) {
        text.append(String.format(Locale.ROOT, row, name, model, resource));
        name = "";
        model = "";
      }
    }
    clock.ifPresent(
        served ->
            text.append(
                "\nTime is virtual. Train with it: spinbench train BENCH.toml --clock "
                    + first(served)
                    + "\n"));
    return text.append("\nTry: ").append(python()).append('\n').toString();
  }

  private static ResourceName first(Served served) {
    return served.resources().values().iterator().next();
  }

  /** A line of Python that asks the first instrument who it is. */
  private String python() {
    return "python3 -c \"import pyvisa; print(pyvisa.ResourceManager('@py').open_resource('"
        + first(instruments.get(0))
        + "', read_termination='\\n', write_termination='\\n').query('*IDN?'))\"";
  }
}
