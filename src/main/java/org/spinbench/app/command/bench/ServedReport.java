package org.spinbench.app.command.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.run.Json;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.server.Servers.Link;
import org.spinbench.simulator.server.Servers.Served;

/** The resource names of a served simulated bench, as text and as JSON. */
record ServedReport(String bench, ServedBench served) {
  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Fields(List<Instrument> instruments, String prologix, String clock) {}

  /**
   * @param resources names that any VISA client can open
   * @param gpib name behind the Prologix controller
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Instrument(String name, String model, List<String> resources, String gpib) {}

  /** The JSON object, on one line. */
  String json() {
    Fields object =
        new Fields(
            served.instruments().stream().map(ServedReport::instrument).toList(),
            served.controller().toString(),
            served.clock().map(ServedReport::first).map(ResourceName::toString).orElse(null));
    return Json.write(object);
  }

  private static Instrument instrument(Served one) {
    Map<Link, ResourceName> names = new EnumMap<>(one.resources());
    ResourceName gpib = names.remove(Link.GPIB);
    return new Instrument(
        one.name(),
        one.model(),
        names.values().stream().map(ResourceName::toString).toList(),
        gpib == null ? null : gpib.toString());
  }

  /** The table for people, and how to try it. */
  String text() {
    List<Served> instruments = served.instruments();
    int names = instruments.stream().mapToInt(one -> one.name().length()).max().orElse(0);
    int models = instruments.stream().mapToInt(one -> one.model().length()).max().orElse(0);
    String row = "%-" + (names + 2) + "s%-" + (models + 2) + "s%s\n";
    StringBuilder text = new StringBuilder();
    text.append("The instruments of \"" + bench + "\", simulated; Ctrl-C ends them.\n\n");
    for (Served one : instruments) {
      String name = one.name();
      String model = one.model();
      for (ResourceName resource : one.resources().values()) {
        text.append(String.format(Locale.ROOT, row, name, model, resource));
        name = "";
        model = "";
      }
    }
    text.append("\nGPIB0 is behind a Prologix controller; in a bench file:\n");
    text.append("  [gpib.0]\n  controller = \"" + served.controller() + "\"\n");
    text.append("  firmware = \"prologix\"\n");
    served.clock().ifPresent(clock -> text.append(virtualTime(clock)));
    return text.append("\nTry:  ").append(python(instruments.get(0))).append('\n').toString();
  }

  private static String virtualTime(Served clock) {
    return "\nTime is virtual; to train with it: spinbench train BENCH.toml --clock "
        + first(clock)
        + "\n";
  }

  private static ResourceName first(Served served) {
    return served.resources().values().iterator().next();
  }

  /** A line of Python that queries an instrument's identity. */
  private static String python(Served one) {
    return "python3 -c \"import pyvisa; print(pyvisa.ResourceManager('@py').open_resource('"
        + one.resources().get(Link.HISLIP)
        + "').query('*IDN?'))\"";
  }
}
