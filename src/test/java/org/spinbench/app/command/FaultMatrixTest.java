package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.command.FaultMatrix.Ending;
import org.spinbench.app.command.FaultMatrix.Kind;
import org.spinbench.app.command.FaultMatrix.Phase;

/** Every instrument of two racks fails in every way, whatever is under way. */
class FaultMatrixTest {
  /** From when a failure can be noticed until the other sources are at rest, s. */
  private static final double LONGEST_TO_REST = 2;

  /** How often it is tried again where a busy computer let a run end before anything failed. */
  private static final int RETRIES = 2;

  private static final int SIDE_BY_SIDE = 6;

  @TempDir static Path folder;
  private static final Map<Kind, FaultMatrix> RACKS = new EnumMap<>(Kind.class);

  private static FaultMatrix rack(Kind kind) throws IOException {
    if (!RACKS.containsKey(kind)) {
      RACKS.put(kind, new FaultMatrix(kind, folder));
    }
    return RACKS.get(kind);
  }

  private static Ending fail(FaultMatrix rack, String instrument, Fault fault, Phase phase)
      throws Exception {
    Ending ending = rack.fail(instrument, fault, phase);
    for (int n = 0; n < RETRIES && ending.problems().contains(FaultMatrix.TOO_SOON); n++) {
      ending = rack.fail(instrument, fault, phase);
    }
    return ending;
  }

  @AfterAll
  static void close() {
    RACKS.values().forEach(FaultMatrix::close);
    RACKS.clear();
  }

  /** A selection: each fault and each kind of link. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "SOCKETS,  rf_1,        CUT,            TRAINING",
    "KEYSIGHT, voltmeter_2, HUNG,           SWEEP",
    "KEYSIGHT, rf_2,        HALF_OPEN,      TRAINING",
    "SOCKETS,  voltmeter_1, UNPLUGGED,      CALIBRATION",
    "KEYSIGHT, bias_1,      GARBAGE,        CALIBRATION",
    "KEYSIGHT, rf_1,        NOISE,          TRAINING",
    "SOCKETS,  field,       WRONG_IDENTITY, TRAINING",
    "SOCKETS,  bias_1,      POWER_CYCLED,   SERVE",
    "KEYSIGHT, bias_1,      COMPLIANCE,     SWEEP",
    "KEYSIGHT, voltmeter_1, STUCK_BUSY,     LIST_PASS",
    "SOCKETS,  bias_3,      SLOW,           TRAINING",
  })
  @DisabledOnOs(OS.WINDOWS)
  void theOthersComeToRestAndItIsNamed(Kind kind, String instrument, Fault fault, Phase phase)
      throws Exception {
    Ending ending = fail(rack(kind), instrument, fault, phase);
    assertEquals(List.of(), ending.problems(), ending.said());
  }

  /**
   * Those whose names match; {@code .*} for all. Prints a table, and judges the times too. Most of
   * a failure is waiting, so that several racks, with ports and folders of their own, fail side by
   * side.
   */
  @Test
  @EnabledIfSystemProperty(named = "spinbench.faults", matches = ".+")
  void manyOnRequest() throws Exception {
    Pattern wanted = Pattern.compile(System.getProperty("spinbench.faults"));
    Map<Kind, Queue<Cell>> cells = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      cells.put(kind, new ConcurrentLinkedQueue<>(cells(rack(kind))));
      cells.get(kind).removeIf(cell -> !wanted.matcher(kind + " " + cell).matches());
    }
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    Map<String, List<Double>> times = new TreeMap<>();
    List<Callable<Void>> workers =
        IntStream.range(0, SIDE_BY_SIDE)
            .<Callable<Void>>mapToObj(
                n ->
                    () -> {
                      failAll(n, cells, times, wrong);
                      return null;
                    })
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      for (Future<Void> done : threads.invokeAll(workers)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }
    print(times);
    assertEquals(List.of(), wrong);
  }

  private static void failAll(
      int worker, Map<Kind, Queue<Cell>> cells, Map<String, List<Double>> times, List<String> wrong)
      throws Exception {
    for (Kind kind : Kind.values()) {
      Path own = Files.createDirectory(folder.resolve(kind + "-" + worker));
      try (FaultMatrix rack = new FaultMatrix(kind, own)) {
        for (Cell cell = cells.get(kind).poll(); cell != null; cell = cells.get(kind).poll()) {
          String name = kind + " " + cell;
          Ending ending = fail(rack, cell.instrument(), cell.fault(), cell.phase());
          String verdict = verdict(name, ending);
          if (!verdict.equals("ok")) {
            wrong.add(name + ": " + verdict);
          }
          if (ending.toRest() > 0) {
            synchronized (times) {
              for (Enum<?> row : List.of(cell.fault(), cell.phase())) {
                times.computeIfAbsent(row.name(), one -> new ArrayList<>()).add(ending.toRest());
              }
            }
          }
        }
      }
    }
  }

  /** Says how a failure ended, in a line of the output, and what is wrong with it. */
  private static String verdict(String name, Ending ending) {
    List<String> problems = new ArrayList<>(ending.problems());
    if (ending.toRest() > LONGEST_TO_REST) {
      problems.add("at rest too late");
    }
    String verdict = problems.isEmpty() ? "ok" : problems + " " + ending.said();
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-46s wanted after %6.2f s, %6.2f s to rest, %6.2f s to the end, exit %d, %s",
            name,
            ending.toNeed(),
            ending.toRest(),
            ending.toEnd(),
            ending.code(),
            verdict));
    return verdict;
  }

  /**
   * Of each failure, and of what was under way, how many times, s, and how long: the median, the
   * 95th percentile, the largest.
   */
  private static void print(Map<String, List<Double>> times) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    System.out.println("at a load of " + load + " at the end");
    times.forEach(
        (row, all) -> {
          double[] sorted = all.stream().mapToDouble(one -> one).sorted().toArray();
          System.out.println(
              String.format(
                  Locale.ROOT,
                  "| %s | %d | %.2f | %.2f | %.2f |",
                  row,
                  sorted.length,
                  sorted[sorted.length / 2],
                  sorted[(int) (0.95 * (sorted.length - 1))],
                  sorted[sorted.length - 1]));
        });
  }

  private record Cell(String instrument, Fault fault, Phase phase) {
    @Override
    public String toString() {
      return instrument + " " + fault + " " + phase;
    }
  }

  private static List<Cell> cells(FaultMatrix rack) {
    List<Cell> cells = new ArrayList<>();
    for (String instrument : rack.instruments()) {
      for (Fault fault : Fault.values()) {
        for (Phase phase : Phase.values()) {
          if (rack.canHave(instrument, fault)) {
            cells.add(new Cell(instrument, fault, phase));
          }
        }
      }
    }
    return cells;
  }
}
