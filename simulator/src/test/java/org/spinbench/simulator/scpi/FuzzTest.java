package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Endpoint.QueryError;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.bench.VirtualClock;
import org.spinbench.simulator.chip.NineJunctions;
import org.spinbench.simulator.coverage.CatalogueMessages;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.Surroundings;

/**
 * Whatever bytes arrive, and whatever a link does besides, the engine and every simulated
 * instrument neither throw nor hang nor keep more and more, and answer afterwards.
 *
 * <p>{@code -Dspinbench.fuzz.messages=5000000} makes the long run of so many messages in all;
 * {@code -Dspinbench.fuzz.of=2400|2450} makes the part of it that these take, of all parts a
 * regular expression names.
 */
@Tag("any-jdk")
@Timeout(3600)
class FuzzTest {
  private static final System.Logger LOG = System.getLogger(FuzzTest.class.getName());
  private static final int SHORT_RUN = 42_000;
  private static final int MESSAGES = Integer.getInteger("spinbench.fuzz.messages", SHORT_RUN);
  private static final String OF = System.getProperty("spinbench.fuzz.of", ".*");
  private static final int LIFETIME = 50_000;
  private static final int LONGEST_RESPONSE = 1 << 24;
  private static final int MOST_ERRORS = 30;
  private static final long MOST_KEPT = 64 << 20;
  private static final String[] TABLES = {
    "messages", "headers", "data", "suffixes", "common", "status", "exchange", "queue"
  };

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** One instrument, or a bench of several, on a clock of its own, with noise. */
  private record Subject(Clock clock, List<Endpoint> endpoints, boolean scpi) {
    static Subject of(SimulatedModel model, long seed) {
      VirtualClock clock = new VirtualClock();
      Surroundings around = Laboratory.surroundings(clock, seed);
      Endpoint endpoint = Laboratory.connected(model, around).endpoint();
      boolean scpi = ask(endpoint, "SYST:ERR:COUN?;*CLS").equals("0");
      return new Subject(clock, List.of(endpoint), scpi);
    }

    static Subject engine() {
      VirtualClock clock = new VirtualClock();
      return new Subject(
          clock, List.of(new TestPanel().panel(clock, Wording.STANDARD, MOST_ERRORS)), true);
    }
  }

  private static Subject bench(long seed) {
    SimulatedBench bench = new SimulatedBench(NineJunctions.FILE, seed);
    return new Subject(bench.clock(), List.copyOf(bench.endpoints().values()), true);
  }

  /** First cells of a table: what is sent. */
  private static List<String> corpus(String resource) {
    try (InputStream stream = FuzzTest.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.substring(0, line.indexOf('|')).strip())
          .filter(message -> !message.startsWith("{"))
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @TestFactory
  List<DynamicTest> mutatedMessages() {
    List<String> standard = new ArrayList<>();
    for (String table : TABLES) {
      standard.addAll(corpus("conformance/" + table + ".csv"));
    }
    int share = MESSAGES / (SimulatedModel.names().size() + 2);
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(fuzz("engine", seed -> Subject.engine(), standard, share));
    List<String> all = new ArrayList<>();
    for (String name : SimulatedModel.names()) {
      List<String> own = corpus("../instrument/" + name.toLowerCase(Locale.ROOT) + ".csv");
      List<String> messages = new ArrayList<>(standard.subList(0, standard.size() / 4));
      messages.addAll(own);
      messages.addAll(own);
      all.addAll(own);
      SimulatedModel model = SimulatedModel.of(name).orElseThrow();
      Surroundings around = Laboratory.surroundings(new VirtualClock(), 0);
      messages.addAll(
          CatalogueMessages.of(Laboratory.connected(model, around).panel().catalogue()));
      tests.add(fuzz(name, seed -> Subject.of(model, seed), messages, share));
    }
    for (String table : List.of("E8267D", "6220", "E36312A", "34401A", "N1911A", "335")) {
      SimulatedModel model = SimulatedModel.of(table(table));
      List<String> messages = new ArrayList<>(standard.subList(0, standard.size() / 4));
      Surroundings around = Laboratory.surroundings(new VirtualClock(), 0);
      messages.addAll(
          CatalogueMessages.of(Laboratory.connected(model, around).panel().catalogue()));
      tests.add(fuzz("table " + table, seed -> Subject.of(model, seed), messages, share));
    }
    tests.add(fuzz("bench", FuzzTest::bench, all, share));
    tests.removeIf(test -> !test.getDisplayName().matches(OF));
    return tests;
  }

  /** An example of a driver table. */
  private static DriverTable table(String model) {
    Path file = Path.of("..", "docs", "examples", "drivers", model + ".toml");
    try {
      return DriverFiles.parse(Files.readString(file), model).get(model);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static DynamicTest fuzz(
      String name, Function<Long, Subject> subjects, List<String> corpus, int messages) {
    return dynamicTest(name, () -> run(name, subjects, corpus, messages));
  }

  private static void run(
      String name, Function<Long, Subject> subjects, List<String> corpus, int messages) {
    SystemClock stopwatch = new SystemClock();
    long heap = usedHeap();
    long start = stopwatch.nanos();
    long slowest = 0;
    String slowestMessage = "";
    Subject subject = subjects.apply(0L);
    for (int done = 0; done < messages; done += LIFETIME) {
      subject = subjects.apply((long) done);
      RandomGenerator random = random(done);
      MessageMutator mutator = new MessageMutator(random, corpus);
      for (int i = 0; i < Math.min(LIFETIME, messages - done); i++) {
        byte[] message = mutator.next();
        long began = stopwatch.nanos();
        send(name, done, i, subject, message, random);
        long took = stopwatch.nanos() - began;
        if (took > slowest) {
          slowest = took;
          slowestMessage = text(message);
        }
      }
      assertSound(subject);
    }
    double seconds = (stopwatch.nanos() - start) * 1e-9;
    long kept = usedHeap() - heap;
    LOG.log(
        MESSAGES > SHORT_RUN ? Level.INFO : Level.DEBUG,
        String.format(
            Locale.ROOT,
            "fuzz %s: %d messages, %.1f s, %.1f MB kept, slowest %.0f ms: %s",
            name,
            messages,
            seconds,
            kept / 1e6,
            slowest * 1e-6,
            slowestMessage));
    assertTrue(kept < MOST_KEPT, () -> name + " keeps " + kept + " bytes");
    assertSound(subject);
  }

  private static String text(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
    return text.substring(0, Math.min(200, text.length()));
  }

  private static void send(
      String name, int seed, int number, Subject subject, byte[] message, RandomGenerator random) {
    Endpoint endpoint = subject.endpoints.get(random.nextInt(subject.endpoints.size()));
    try {
      endpoint.write(message);
      besides(subject.clock, endpoint, random);
      byte[] response = endpoint.read();
      assertTrue(response == null || response.length <= LONGEST_RESPONSE, "too long a response");
    } catch (RuntimeException thrown) {
      String where = name + ", seed " + seed + ", message " + number + ": " + text(message);
      throw new AssertionError(where, thrown);
    }
  }

  private static void besides(Clock clock, Endpoint endpoint, RandomGenerator random) {
    switch (random.nextInt(60)) {
      case 0 -> endpoint.clear();
      case 1 -> endpoint.trigger();
      case 2 -> endpoint.queryError(QueryError.values()[random.nextInt(3)]);
      case 3 -> clock.sleep(Duration.ofMillis(random.nextInt(3000)));
      case 4, 5 -> assertTrue((endpoint.serialPoll() & ~0xFF) == 0, "no byte");
      default -> {}
    }
  }

  /**
   * Cleared and reset, an instrument is as good as new. One that speaks another language than SCPI
   * at least takes the next message.
   */
  private static void assertSound(Subject subject) {
    for (Endpoint endpoint : subject.endpoints) {
      endpoint.clear();
      ask(endpoint, "*RST;*CLS;*SRE 0;*ESE 0;:STAT:PRES");
      String health = ask(endpoint, "*OPC?;*ESR?;:SYST:ERR:COUN?");
      if (subject.scpi()) {
        assertEquals("1;0;0", health);
        assertEquals("", ask(endpoint, "FOO;BAR 'x;y'"));
        assertEquals("2;32;0", ask(endpoint, "SYST:ERR:COUN?;*ESR?;*CLS;*ESE?"));
      }
    }
  }

  private static String ask(Endpoint endpoint, String message) {
    endpoint.write(message.getBytes(StandardCharsets.US_ASCII));
    byte[] response = endpoint.read();
    return response == null ? "" : new String(response, StandardCharsets.US_ASCII);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /**
   * Messages of 128 kB of one element take no more than time in proportion, and leave nothing
   * behind.
   */
  @TestFactory
  Stream<DynamicTest> hugeElements() {
    return Stream.of(
            "A", ":", "1", "0", ";", "(", ")", "\"", "'", "#", ",", "FREQ?;", "A:", "E9", " ", "1 ",
            "#0", "#11", "@1,", "1!", "FREQ 1;")
        .map(element -> dynamicTest("many " + element, () -> huge(element)));
  }

  private static void huge(String element) {
    Subject subject = Subject.engine();
    String repeated = element.repeat((1 << 17) / element.length());
    for (String before :
        List.of("", "FREQ ", "FREQ 1", "ECHO:LIST? (@", "ECHO:TEXT? \"", "ECHO:BLOC? #6131072")) {
      for (String after : List.of("", ")", "\"", ";FREQ?")) {
        ask(subject.endpoints.get(0), before + repeated + after);
      }
    }
    assertSound(subject);
  }
}
