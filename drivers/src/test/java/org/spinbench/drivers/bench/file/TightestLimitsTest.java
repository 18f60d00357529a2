package org.spinbench.drivers.bench.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile.Chip;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.bench.file.BenchFile.Readout;
import org.spinbench.drivers.bench.file.BenchFile.Settling;

class TightestLimitsTest {
  private static final DeviceCard LOW = new DeviceCard(1, 20, 3, 40, 5, 60, 7);
  private static final DeviceCard HIGH = new DeviceCard(10, 2, 30, 4, 50, 6, 70);

  private static BenchFile bench(DeviceCard card, String model, Map<String, LimitRange> limits) {
    return new BenchFile(
        "a bench",
        Map.of("bias_1", BenchParts.instrument(model, "INPROC::bias_1::INSTR", 2, limits)),
        Map.of(),
        Optional.empty(),
        new Chip("a chip", 45, 50, card),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Readout.NONE,
        Coupling.NONE,
        new Settling(0, 0, 0, 0),
        Optional.empty(),
        CalibrationValidity.USUAL,
        BenchFile.Safety.USUAL,
        RunLabels.NONE,
        Map.of());
  }

  @Test
  void ofEachEntryOfTheCardTheOneThatAllowsLessHolds() {
    DeviceCard tightest = new DeviceCard(1, 2, 3, 4, 5, 6, 7);
    BenchFile one = bench(LOW, "GS200", Map.of());
    BenchFile other = bench(HIGH, "GS200", Map.of());
    assertEquals(tightest, TightestLimits.of(one, other).chip().limits());
    assertEquals(tightest, TightestLimits.of(other, one).chip().limits());
  }

  @Test
  void limitsOfAnInstrumentAreWhatBothAllow() {
    Map<String, LimitRange> here =
        Map.of("current", new LimitRange(-5.0, null), "range", new LimitRange(null, 3.0));
    Map<String, LimitRange> there = Map.of("current", new LimitRange(-9.0, 4.0));
    BenchFile both = TightestLimits.of(bench(LOW, "GS200", here), bench(LOW, "GS200", there));
    Map<String, LimitRange> limits = both.instruments().get("bias_1").limits();
    assertEquals(new LimitRange(-5.0, 4.0), limits.get("current"));
    assertEquals(Double.NEGATIVE_INFINITY, limits.get("range").lowest());
    assertEquals(3.0, limits.get("range").highest());
  }

  @Test
  void limitsOfAnotherModelSayNothing() {
    Map<String, LimitRange> there = Map.of("voltage", new LimitRange(0.0, 1.0));
    BenchFile both = TightestLimits.of(bench(LOW, "GS200", Map.of()), bench(LOW, "2400", there));
    assertEquals(Map.of(), both.instruments().get("bias_1").limits());
    assertEquals("GS200", both.instruments().get("bias_1").model());
  }
}
