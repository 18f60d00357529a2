package org.spinbench.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.bench.TerminalTruth;
import org.spinbench.simulator.server.Servers;

/**
 * A bench in real time, whose instruments are served, each over the kind of link that the bench
 * file names and through a gate of its own, and fail on request.
 */
final class FaultyRack implements AutoCloseable {
  final SimulatedBench twins;
  private final BenchFile file;
  private final Map<String, One> instruments = new LinkedHashMap<>();
  private final String text;
  private volatile Instant touched;
  private volatile String victim = "";

  /** An instrument, its servers, and the way to it. */
  private record One(FaultyTwin twin, Servers servers, Gate gate) {}

  /** The instruments of a bench file, whatever their resource names say. */
  FaultyRack(String original) throws IOException {
    file = BenchFile.parse(original, "the rack");
    twins = SimulatedBench.inRealTime(file, 1, 1);
    String served = original;
    for (var entry : twins.endpoints().entrySet()) {
      String name = entry.getKey();
      InstrumentEntry declared = file.instruments().get(name);
      FaultyTwin twin = new FaultyTwin(entry.getValue(), () -> polled(name));
      Servers servers =
          new Servers(
              List.of(new Servers.Instrument(name, declared.model(), false, twin)),
              Servers.Ports.loopback());
      ResourceName own = servers.instruments().get(0).resources().get(link(declared.resource()));
      Gate gate = new Gate(port(own), () -> used(name));
      instruments.put(name, new One(twin, servers, gate));
      served =
          served.replaceFirst(
              "(?s)(\\[instruments\\." + name + "].*?resource = \")[^\"]*",
              "$1" + Matcher.quoteReplacement(through(own, gate.port()).toString()));
    }
    text = served;
  }

  private static Servers.Link link(String resource) {
    ResourceName name = ResourceName.parse(resource);
    if (name instanceof ResourceName.Vxi11) {
      return Servers.Link.VXI11;
    }
    return name instanceof ResourceName.HiSlip ? Servers.Link.HISLIP : Servers.Link.SOCKET;
  }

  private static int port(ResourceName name) {
    if (name instanceof ResourceName.Vxi11 vxi11) {
      return vxi11.port().getAsInt();
    }
    return name instanceof ResourceName.HiSlip hislip
        ? hislip.port()
        : ((ResourceName.TcpipSocket) name).port();
  }

  private static ResourceName through(ResourceName name, int port) {
    if (name instanceof ResourceName.Vxi11 vxi11) {
      return new ResourceName.Vxi11(0, vxi11.host(), OptionalInt.of(port), vxi11.device());
    }
    return name instanceof ResourceName.HiSlip hislip
        ? new ResourceName.HiSlip(0, hislip.host(), hislip.device(), port)
        : new ResourceName.TcpipSocket(0, "127.0.0.1", port);
  }

  /** The bench file with the names under which the instruments are reached. */
  String text() {
    return text;
  }

  /** The same as a file. */
  Path write(Path path) throws IOException {
    return Files.writeString(path, text);
  }

  List<String> names() {
    return List.copyOf(instruments.keySet());
  }

  String model(String name) {
    return file.instruments().get(name).model();
  }

  private void used(String name) {
    if (touched == null && name.equals(victim)) {
      touched = Instant.now();
    }
  }

  /** Who still answers serial polls has not let anybody down. */
  private void polled(String name) {
    if (name.equals(victim)) {
      touched = null;
    }
  }

  /** When anybody first wanted anything of the instrument that had failed; null for never. */
  Instant touched() {
    return touched;
  }

  /** Whether a fault can befall an instrument: a meter has no output to protect. */
  boolean canHave(String name, Fault fault) {
    return fault != Fault.COMPLIANCE || isSource(name);
  }

  private boolean isSource(String name) {
    return twins.terminals().stream().anyMatch(one -> instrument(one).equals(name));
  }

  /** A meter other than this instrument. */
  String otherMeter(String name) {
    return names().stream()
        .filter(one -> !one.equals(name) && one.startsWith("voltmeter"))
        .findFirst()
        .orElseThrow();
  }

  private static String instrument(TerminalTruth terminal) {
    return terminal.name().replaceFirst(":.*", "");
  }

  /** Has an instrument fail from now on. */
  void fail(String name, Fault fault) throws IOException, InterruptedException {
    One one = instruments.get(name);
    touched = null;
    victim = name;
    switch (fault) {
      case CUT -> one.gate.cut(true);
      case HALF_OPEN -> one.gate.swallow();
      case UNPLUGGED -> one.gate.unplug();
      case NOISE -> one.gate.disturb();
      case WRONG_IDENTITY -> {
        one.twin.fail(fault);
        one.gate.cut(false);
      }
      case POWER_CYCLED -> {
        one.gate.cut(true);
        one.twin.directly("*RST");
        Thread.sleep(100);
        one.gate.open();
      }
      case COMPLIANCE -> protect(name, one.twin);
      default -> one.twin.fail(fault);
    }
  }

  private void protect(String name, FaultyTwin twin) {
    String model = model(name);
    if (model.equals("B2901A")) {
      twin.fail(Fault.COMPLIANCE);
    } else if (model.equals("QDAC-II")) {
      // While it goes through a list, a fixed voltage is only stored.
      twin.trip(":ABOR;:SOUR:VOLT:MODE FIX,(@1:24);:SOUR:VOLT 0,(@1:24)");
    } else if (model.startsWith("B29")) {
      twin.trip(":OUTP1 OFF;:OUTP2 OFF");
    } else {
      twin.trip(":OUTP OFF");
    }
  }

  /** Heals an instrument, and leaves it as after a reset. */
  void heal(String name) throws IOException {
    victim = "";
    One one = instruments.get(name);
    one.twin.fail(null);
    one.gate.open();
    one.twin.directly("*RST", "*CLS");
  }

  /** Cuts every link for a moment, so that whatever is under way ends. */
  void breakOff() throws IOException, InterruptedException {
    for (One one : instruments.values()) {
      one.gate.cut(true);
    }
    Thread.sleep(1000);
    for (One one : instruments.values()) {
      one.gate.open();
    }
  }

  /** The last moment at which an output of any other instrument was live. */
  Instant othersLive(String name) {
    return twins.terminals().stream()
        .filter(one -> !instrument(one).equals(name))
        .flatMap(one -> one.seen().stream())
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** The last moment at which an output of this instrument was live. */
  Instant lastLive(String name) {
    return twins.terminals().stream()
        .filter(one -> instrument(one).equals(name))
        .flatMap(one -> one.seen().stream())
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** Other instruments whose outputs are live. */
  List<String> othersEnergised(String name) {
    return twins.energised().stream().filter(one -> !one.equals(name)).toList();
  }

  boolean isLive(String name) {
    return twins.energised().contains(name);
  }

  @Override
  public void close() {
    instruments.values().forEach(one -> one.gate.close());
    instruments.values().forEach(one -> one.servers.close());
  }

  /** Names of instruments that a text holds as words. */
  List<String> named(String said) {
    List<String> found = new ArrayList<>();
    for (String name : instruments.keySet()) {
      if (Pattern.compile("(?<![\\w/.])" + name + "(?!\\w)").matcher(said).find()) {
        found.add(name);
      }
    }
    return found;
  }
}
