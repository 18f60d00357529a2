package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
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

  @TempDir static Path folder;
  private static final Map<Kind, FaultMatrix> RACKS = new EnumMap<>(Kind.class);

  private static FaultMatrix rack(Kind kind) throws IOException {
    if (!RACKS.containsKey(kind)) {
      RACKS.put(kind, new FaultMatrix(kind, folder));
    }
    return RACKS.get(kind);
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
    Ending ending = rack(kind).fail(instrument, fault, phase);
    for (int n = 0; n < RETRIES && ending.problems().contains(FaultMatrix.TOO_SOON); n++) {
      ending = rack(kind).fail(instrument, fault, phase);
    }
    assertEquals(List.of(), ending.problems(), ending.said());
  }

  /** Those whose names match; {@code .*} for all. Prints a table, and judges the times too. */
  @Test
  @EnabledIfSystemProperty(named = "spinbench.faults", matches = ".+")
  void manyOnRequest() throws Exception {
    Pattern wanted = Pattern.compile(System.getProperty("spinbench.faults"));
    List<String> wrong = new ArrayList<>();
    Map<Fault, List<Double>> times = new EnumMap<>(Fault.class);
    for (Kind kind : Kind.values()) {
      FaultMatrix rack = rack(kind);
      for (Cell cell : cells(rack)) {
        String name = kind + " " + cell;
        if (!wanted.matcher(name).matches()) {
          continue;
        }
        Ending ending = rack.fail(cell.instrument(), cell.fault(), cell.phase());
        List<String> problems = new ArrayList<>(ending.problems());
        if (ending.toRest() > 0) {
          times.computeIfAbsent(cell.fault(), fault -> new ArrayList<>()).add(ending.toRest());
        }
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
        if (!problems.isEmpty()) {
          wrong.add(name + ": " + verdict);
        }
      }
    }
    print(times);
    assertEquals(List.of(), wrong);
  }

  /**
   * Of each failure how many times, s, and how long: the median, the 95th percentile, the largest.
   */
  private static void print(Map<Fault, List<Double>> times) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    System.out.println("at a load of " + load + " at the end");
    times.forEach(
        (fault, all) -> {
          double[] sorted = all.stream().mapToDouble(one -> one).sorted().toArray();
          System.out.println(
              String.format(
                  Locale.ROOT,
                  "| %s | %d | %.2f | %.2f | %.2f |",
                  fault,
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
