package org.spinbench.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.record.TranscriptEvent;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.bench.TerminalTruth;
import org.spinbench.simulator.server.Servers;

/**
 * The default bench in real time, served to programs in other processes, with a note of when each
 * instrument gave each answer.
 */
final class TappedTwins implements AutoCloseable {
  final SimulatedBench twins;
  private final Servers servers;
  private final Map<String, List<Instant>> answers = new ConcurrentHashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Servers.Link link;

  TappedTwins(Servers.Link link, double speed) {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
    this.link = link;
    twins = SimulatedBench.inRealTime(file, 1, speed);
    List<Servers.Instrument> instruments = new ArrayList<>();
    twins
        .endpoints()
        .forEach(
            (name, endpoint) ->
                instruments.add(
                    new Servers.Instrument(
                        name,
                        file.instruments().get(name).model(),
                        false,
                        new Tap(endpoint, answers.computeIfAbsent(name, n -> new ArrayList<>())))));
    servers = new Servers(instruments, Servers.Ports.loopback());
  }

  /** The default bench file with the names under which the twins are served. */
  Path benchFile(Path path) throws IOException {
    String text = DefaultBench.text();
    for (Servers.Served one : servers.instruments()) {
      String resource = one.resources().get(link).toString();
      names.put(one.name(), resource);
      text = text.replace("INPROC::" + one.name() + "::INSTR", resource);
    }
    if (link == Servers.Link.GPIB) {
      text +=
          "\n[gpib.0]\nfirmware = \"prologix\"\ncontroller = \"" + servers.controller() + "\"\n";
    }
    return Files.writeString(path, text);
  }

  /** How many answers each instrument has given so far. */
  Map<String, Integer> answersSoFar() {
    Map<String, Integer> counts = new HashMap<>();
    answers.forEach(
        (name, times) -> {
          synchronized (times) {
            counts.put(name, times.size());
          }
        });
    return counts;
  }

  /**
   * How long before a moment the first answer was given that is missing in a run file, s; zero if
   * none is.
   *
   * @param before how many answers had been given before the run
   */
  double missing(RunFile run, Map<String, Integer> before, Instant moment) {
    Map<String, Integer> held = new HashMap<>();
    run.transcripts()
        .replay(1)
        .eachEvent(
            (TranscriptEvent event) -> {
              if (event.kind().equals("<")) {
                held.merge(event.name(), 1, Integer::sum);
              }
            });
    double longest = 0;
    for (Map.Entry<String, List<Instant>> one : answers.entrySet()) {
      List<Instant> times = List.copyOf(one.getValue());
      int first = before.get(one.getKey()) + held.getOrDefault(names.get(one.getKey()), 0);
      if (first < times.size()) {
        double seconds = Duration.between(times.get(first), moment).toNanos() * 1e-9;
        longest = Math.max(longest, seconds);
      }
    }
    return longest;
  }

  /** The last moment, on the computer's clock, at which any terminal was live. */
  Instant lastLive() {
    return twins.terminals().stream()
        .map(TerminalTruth::seen)
        .flatMap(seen -> seen.stream())
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  @Override
  public void close() {
    servers.close();
  }

  /** An instrument whose answers are noted. */
  private static final class Tap extends ForwardingEndpoint {
    private final List<Instant> times;

    Tap(Endpoint inner, List<Instant> times) {
      super(inner);
      this.times = times;
    }

    @Override
    public byte[] exchange(byte[] message, Client client) {
      return noted(super.exchange(message, client));
    }

    @Override
    public byte[] read() {
      return noted(super.read());
    }

    private byte[] noted(byte[] answer) {
      if (answer != null) {
        synchronized (times) {
          times.add(Instant.now());
        }
      }
      return answer;
    }
  }
}
