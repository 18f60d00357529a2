package org.spinbench.drivers.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.bench.file.RestGroup;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.safety.SafeState;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;

/**
 * Brings instruments to rest from any state, for a bench that another program has left. Also
 * defines the order and the names of instruments for all benches.
 */
public final class BenchRest {
  private BenchRest() {}

  /**
   * Brings every source of the file to rest, verified, from any state, for a bench that another
   * program has left. If an instrument cannot be reached, the others are brought to rest all the
   * same.
   *
   * @throws org.spinbench.drivers.instrument.NotAtRestException naming every instrument that could
   *     not be reached or brought to rest, and must be switched off by hand
   */
  public static void bringToRest(BenchFile file, Transports transports, Clock clock) {
    Map<String, Instrument> reached = new ConcurrentHashMap<>();
    try {
      leftBench(
              file,
              file.instruments().keySet(),
              transports,
              clock,
              reached,
              new ConcurrentHashMap<>())
          .enter();
    } finally {
      reached.values().forEach(instrument -> instrument.session().close());
    }
  }

  /**
   * Does the same as {@link #bringToRest}, and reports for each instrument, in the order of the
   * file, how it came to rest, or why not.
   *
   * @param names which instruments of the file
   */
  public static List<RestReport> reports(
      BenchFile file, Collection<String> names, Transports transports, Clock clock) {
    Map<String, Instrument> reached = new ConcurrentHashMap<>();
    Map<String, List<RestReport.Output>> outputs = new ConcurrentHashMap<>();
    List<String> ordered = file.instruments().keySet().stream().filter(names::contains).toList();
    try {
      List<SafeState.Result> results =
          leftBench(file, ordered, transports, clock, reached, outputs).attempt();
      List<RestReport> reports = new ArrayList<>();
      for (String name : ordered) {
        SafeState.Result result = results.get(reports.size());
        InstrumentEntry entry = file.instruments().get(name);
        boolean atRest = result.failure().isEmpty();
        reports.add(
            new RestReport(
                name,
                entry.model(),
                entry.resource(),
                atRest,
                result.seconds(),
                atRest ? outputs.get(name) : List.of(),
                result.failure().map(Throwable::getMessage)));
      }
      return reports;
    } finally {
      reached.values().forEach(instrument -> instrument.session().close());
    }
  }

  private static SafeState leftBench(
      BenchFile file,
      Collection<String> names,
      Transports transports,
      Clock clock,
      Map<String, Instrument> reached,
      Map<String, List<RestReport.Output>> outputs) {
    SafeState state = new SafeState(clock);
    Rest every = new Rest(true, file.safety().leave());
    for (String name : names) {
      state.add(
          where(file, name),
          stage(file, name),
          () ->
              outputs.put(
                  name,
                  rest(
                      reached.computeIfAbsent(
                          name,
                          missing ->
                              InstrumentOpener.openWithChannels(file, missing, transports, clock)),
                      every)),
          () -> answers(reached.get(name)),
          () -> false);
    }
    return state;
  }

  private static List<RestReport.Output> rest(Instrument found, Rest rest) {
    if (!rest.leaves(found, found.name())) {
      found.takeOver();
    }
    found.safe(rest);
    return RestReport.outputs(found, rest);
  }

  private static long answers(Instrument instrument) {
    return instrument == null ? 0 : instrument.session().answers();
  }

  /** The stage of the file's order in which an instrument comes to rest; meters come last. */
  static int stage(BenchFile file, String name) {
    List<RestGroup> order = file.safety().restOrder();
    return order.indexOf(RestGroup.of(file, name));
  }

  static String where(BenchFile file, String name) {
    InstrumentEntry entry = file.instruments().get(name);
    return name + " (" + entry.model() + ", " + entry.resource() + ")";
  }
}
