package org.spinbench.experiments.run.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.NotedSetting;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunValues;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;

/** Readings come back from a run file as they were noted, however they are put into its table. */
class RowInsertsTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir Path folder;

  private RunFile create() {
    return new Runs(folder)
        .create(
            new StartDocument(
                NOON,
                "train",
                "",
                7L,
                42,
                "xor",
                Map.of(),
                new StartDocument.Program("", "", "", ""),
                Map.of(),
                Map.of()),
            NOON);
  }

  private static List<NotedReading> readings(RunFile file) {
    List<NotedReading> readings = new ArrayList<>();
    file.eachReading(readings::add);
    return readings;
  }

  private static NotedReading reading(long evaluation, double value) {
    return new NotedReading(
        NOON.plusNanos(evaluation),
        Purpose.TRAIN,
        OptionalLong.of(evaluation),
        "chain 1.voltage",
        "voltmeter 1",
        "voltage",
        value,
        "V",
        4e-8,
        0.1,
        0.02,
        Optional.of(true),
        false,
        Optional.of(false));
  }

  /** Of any kind, and more kinds than statements are kept. */
  private static NotedReading drawn(RandomGenerator random, int i) {
    String name = random.nextInt(3) == 0 ? "it's \"" + random.nextInt(9) : "Ω µ";
    return new NotedReading(
        NOON.plusNanos(random.nextLong(1L << 40)),
        Purpose.values()[random.nextInt(Purpose.values().length)],
        random.nextBoolean() ? OptionalLong.of(i / 5) : OptionalLong.empty(),
        name,
        "meter " + random.nextInt(3),
        random.nextBoolean() ? "power" : "voltage",
        Double.longBitsToDouble(random.nextLong() & 0xBFFFFFFFFFFFFFFFL),
        random.nextBoolean() ? "V" : "W",
        random.nextDouble(),
        random.nextBoolean() ? random.nextDouble() : Double.NaN,
        random.nextBoolean() ? random.nextDouble() : Double.NaN,
        random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty(),
        random.nextInt(5) == 0,
        random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty());
  }

  @Test
  void everyKindComesBackInItsOrderToTheLastBit() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    List<NotedReading> noted = new ArrayList<>();
    Path path;
    try (RunFile file = create()) {
      path = file.path();
      for (int i = 0; i < 1500; i++) {
        NotedReading reading = drawn(random, i);
        noted.add(reading);
        file.reading(reading);
        if (random.nextInt(100) == 0) {
          assertEquals(noted, readings(file), "what waits is seen by whoever asks");
        }
      }
    }
    try (RunFile file = RunFile.read(path)) {
      assertEquals(noted, readings(file));
    }
  }

  @Test
  void manyReadingsOfAnEvaluationStayInTheirOrder() {
    List<NotedReading> noted = new ArrayList<>();
    try (RunFile file = create()) {
      for (int i = 0; i < 500; i++) {
        noted.add(reading(i < 123 ? 1 : i < 124 ? 2 : 3, i));
        file.reading(noted.get(i));
      }
      assertEquals(noted, readings(file));
      assertEquals(123, RunValues.of(file).get(1L).size());
      assertEquals(List.of(123.0), RunValues.of(file).get(2L));
    }
  }

  /** Rows of each table that wait for others of their kind are in it when others may look. */
  @Test
  void rowsOfEveryTableAreWrittenByTheEndOfTheTransaction() {
    try (RunFile file = create()) {
      AtomicReference<Double> last = new AtomicReference<>();
      for (int i = 1; i <= 33; i++) {
        file.evaluation(i, Purpose.TRAIN, new double[] {1e-6 * i}, i % 2);
        file.reading(reading(i, i));
        file.setting(NOON.plusNanos(i), "field current of synapse 1", 1e-4 * i, "A");
        file.calibrated("{\"n\":" + i + "}");
        file.commit();
        try (RunFile other = RunFile.read(file.path())) {
          assertEquals(i, readings(other).size());
          assertEquals(i, other.lastEvaluation());
          assertEquals("{\"n\":" + i + "}", other.calibrated().get(i - 1));
          other.eachSetting(setting -> last.set(setting.value()));
          assertEquals(1e-4 * i, last.get());
        }
      }
      List<NotedSetting> settings = new ArrayList<>();
      file.eachSetting(settings::add);
      assertEquals(
          new NotedSetting(NOON.plusNanos(33), "field current of synapse 1", 1e-4 * 33, "A"),
          settings.get(32));
    }
  }

  /** Of an input that is changed afterwards, what was noted is what it was. */
  @Test
  void laterChangesDoNotReachNotedRows() {
    try (RunFile file = create()) {
      double[] input = {1e-6, 2e-6};
      file.evaluation(1, Purpose.TRAIN, input, 0);
      file.setpoint(2, Purpose.MEASURE, input, Instant.EPOCH);
      input[0] = 7;
      List<List<Double>> inputs = new ArrayList<>();
      file.eachEvaluation(evaluation -> inputs.add(evaluation.inputs()));
      assertEquals(List.of(List.of(1e-6, 2e-6), List.of(1e-6, 2e-6)), inputs);
    }
  }

  @Test
  void whatIsSetAsideIsWhatWaitsToo() {
    try (RunFile file = create()) {
      file.reading(reading(1, 1));
      file.reading(reading(2, 2));
      file.setAside(2);
      assertEquals(Map.of(1L, List.of(1.0)), RunValues.of(file));
      assertEquals(2, readings(file).size());
    }
  }

  @ParameterizedTest
  @CsvSource({"NaN, 1", "1, NaN", "NaN, NaN"})
  void anythingButANumberIsRefusedAtOnce(double value, double uncertainty) {
    NotedReading one = reading(1, 1);
    NotedReading none =
        new NotedReading(
            NOON,
            one.purpose(),
            one.evaluation(),
            one.name(),
            one.source(),
            one.quantity(),
            value,
            one.unit(),
            uncertainty,
            one.range(),
            one.integration(),
            one.settled(),
            one.overload(),
            one.compliance());
    try (RunFile file = create()) {
      assertEquals(
          "the reading chain 1.voltage at 2026-11-25T12:00:00Z is "
              + value
              + " ± "
              + uncertainty
              + " V; a run file accepts only numbers as readings",
          assertThrows(RunException.class, () -> file.reading(none)).getMessage());
      assertEquals(List.of(), readings(file));
    }
  }

  @Test
  void infinityIsANumber() {
    try (RunFile file = create()) {
      file.reading(reading(1, Double.NEGATIVE_INFINITY));
      assertEquals(Double.NEGATIVE_INFINITY, readings(file).get(0).value());
    }
  }

  /** The numbers of an input are written in a way of their own, to the same text. */
  @Test
  void numbersAreTheJsonThatAnyRecordHas() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(2);
    for (int i = 0; i < 3000; i++) {
      double[] numbers = new double[random.nextInt(4)];
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] =
            random.nextBoolean()
                ? Double.longBitsToDouble(random.nextLong())
                : Math.scalb(random.nextInt(1000), -random.nextInt(40));
      }
      assertEquals(Json.write((Object) numbers), Json.write(numbers));
    }
    double[] special = {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e22};
    assertEquals(Json.write((Object) special), Json.write(special));
    assertTrue(Json.write(special).startsWith("[0.0,-0.0,\"NaN\","), Json.write(special));
  }
}
