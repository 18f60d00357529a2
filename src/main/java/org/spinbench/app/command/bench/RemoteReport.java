package org.spinbench.app.command.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.run.Json;

/**
 * The resource names of a bench server's instruments, as text and as JSON.
 *
 * @param names resource names by the instruments' names
 */
record RemoteReport(BenchFile file, Map<String, ResourceName> names) {
  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Fields(List<Instrument> instruments) {}

  private record Instrument(String name, String model, List<String> resources) {}

  private List<Instrument> instruments() {
    return file.instruments().entrySet().stream()
        .map(
            one ->
                new Instrument(
                    one.getKey(),
                    one.getValue().model(),
                    List.of(names.get(one.getKey()).toString())))
        .toList();
  }

  /** The JSON object, on one line. */
  String json() {
    return Json.write(new Fields(instruments()));
  }

  /** The table for people. */
  String text() {
    List<Instrument> all = instruments();
    int name = all.stream().mapToInt(one -> one.name().length()).max().orElse(0);
    int model = all.stream().mapToInt(one -> one.model().length()).max().orElse(0);
    String row = "%-" + (name + 2) + "s%-" + (model + 2) + "s%s\n";
    StringBuilder text = new StringBuilder();
    text.append("The instruments of \"" + file.name() + "\", served; Ctrl-C ends them.\n\n");
    for (Instrument one : all) {
      text.append(String.format(Locale.ROOT, row, one.name(), one.model(), one.resources().get(0)));
    }
    return text.append("\nPut these names into the bench file on the other computer.\n").toString();
  }
}
