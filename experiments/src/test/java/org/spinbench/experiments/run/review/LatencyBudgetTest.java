package org.spinbench.experiments.run.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;

class LatencyBudgetTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private final StringBuilder text =
      new StringBuilder("spinbench transcript 1, begun 2026-01-01T00:00:00Z\n");
  private long micros;

  private void line(long after, String name, String event) {
    micros += after;
    text.append(micros / 1_000_000)
        .append('.')
        .append(Long.toString(1_000_000 + micros % 1_000_000), 1, 7)
        .append("000 ")
        .append(name)
        .append(' ')
        .append(event)
        .append('\n');
  }

  /** The end of an evaluation: its last reading has this time. */
  private Instant now() {
    Instant now = BEGIN.plusNanos(1000 * micros);
    line(0, "clock", "now " + now);
    return now;
  }

  private static String link(String instrument) {
    return "INPROC::" + instrument + "::INSTR";
  }

  private void exchange(long after, String instrument, String message, long takes) {
    line(after, link(instrument), "> " + message);
    line(takes, link(instrument), "< 0");
  }

  private RunFile run() {
    return new Runs(folder)
        .create(
            new StartDocument(
                BEGIN,
                "train",
                DefaultBench.text(),
                1L,
                1,
                "xor",
                Map.of(),
                StartDocument.Program.running("test", ""),
                Map.of(),
                Map.of()),
            BEGIN);
  }

  private static void reading(RunFile run, long evaluation, Instant time) {
    run.reading(
        new Reading("analyzer", "power", 1e-6, Unit.WATT, 0, time, false),
        Purpose.TRAIN,
        OptionalLong.of(evaluation));
  }

  @Test
  void everyMicrosecondIsInOnePlace() throws IOException {
    try (RunFile run = run()) {
      exchange(500, "rf_1", "*IDN?", 300);
      reading(run, 1, now());
      // 100 by the trainer; rf_1 takes 200 on the wire, then 200 and 1300 of its own.
      exchange(100, "rf_1", ":SOUR:POW -9", 200);
      exchange(100, "rf_1", ":SOUR:POW -10", 1500);
      // A ramp of two steps with 1 ms between them, woken 40 late.
      exchange(0, "bias_1", ":SOUR:LEV 1E-3", 250);
      line(0, "clock", "sleep PT0.001S");
      exchange(1040, "bias_1", ":SOUR:LEV 2E-3", 250);
      // 3 ms to settle, woken 60 late; then two voltmeters at once, 20 ms and 25 ms.
      line(0, "clock", "sleep PT0.003S");
      line(3060, link("voltmeter_1"), "> :READ?");
      line(0, link("voltmeter_2"), "> :READ?");
      line(20_000, link("voltmeter_1"), "< 1");
      line(5_000, link("voltmeter_2"), "< 1");
      exchange(0, "voltmeter_2", ":SYST:ERR?", 300);
      reading(run, 2, now());
      // Another evaluation, of 200 by the trainer and 100 on the wire; what comes after is no part.
      exchange(200, "voltmeter_2", ":SYST:ERR?", 300);
      reading(run, 3, now());
      exchange(5000, "rf_1", ":OUTP 0", 900);
      byte[] lines = text.toString().getBytes(StandardCharsets.US_ASCII);
      run.transcripts().begin().take(out -> out.write(lines));
      run.commit();
      LatencyBudget budget = LatencyBudget.of(run).orElseThrow();
      assertEquals(2, budget.evaluations());
      assertEquals(0.5e-3, budget.dwell(), 1e-9);
      assertEquals(1.5e-3, budget.settle(), 1e-9);
      assertEquals(24.7e-3 / 2, budget.integrate(), 1e-9);
      assertEquals(1.3e-3 / 2, budget.set(), 1e-9);
      assertEquals((200 + 200 + 250 + 250 + 300 + 300 + 300) * 0.5e-6, budget.wire(), 1e-9);
      assertEquals(50e-6, budget.idle(), 1e-9);
      assertEquals(50e-6, budget.compute(), 1e-9);
      assertEquals(150e-6, budget.think(), 1e-9);
      double seconds =
          (100 + 200 + 100 + 1500 + 250 + 1040 + 250 + 3060 + 25_000 + 300 + 500) * 1e-6;
      assertEquals(seconds / 2, budget.total(), 1e-9);
      assertEquals(2.3 / 32.3, budget.overhead(), 1e-6);
      assertTrue(
          budget.text().startsWith("an evaluation takes 16.2 ms: dwell 0.50, settle 1.50, "));
      assertTrue(budget.text().endsWith("; 7.1 % is not instrument time"), budget.text());
    }
  }

  /** Long ago evaluations took 30 ms, now they take 3 ms; only the last ones are looked at. */
  @Test
  void theLatestEvaluationsAreThoseAtTheEnd() throws IOException {
    try (RunFile run = run()) {
      Transcript.Place place = run.transcripts().begin();
      for (int k = 1; k <= 12_000; k++) {
        exchange(100, "voltmeter_1", ":READ?", k <= 3000 ? 29_900 : 2_900);
        reading(run, k, now());
        byte[] lines = text.toString().getBytes(StandardCharsets.US_ASCII);
        place.take(out -> out.write(lines));
        text.setLength(0);
      }
      run.commit();
      LatencyBudget latest = LatencyBudget.ofLatest(run).orElseThrow();
      assertTrue(
          latest.evaluations() > 1000 && latest.evaluations() < 9000, latest.evaluations() + "");
      assertEquals(3e-3, latest.total(), 1e-9);
      assertEquals(1e-4, latest.think(), 1e-9);
      assertEquals(11_999, LatencyBudget.of(run).orElseThrow().evaluations());
    }
  }

  @Test
  void thereIsNoneWithoutEvaluationsOrMessages() throws IOException {
    try (RunFile run = run()) {
      assertEquals(Optional.empty(), LatencyBudget.of(run));
      assertEquals(Optional.empty(), LatencyBudget.ofLatest(run));
      exchange(500, "rf_1", "*IDN?", 300);
      byte[] lines = text.toString().getBytes(StandardCharsets.US_ASCII);
      run.transcripts().begin().take(out -> out.write(lines));
      run.commit();
      assertEquals(Optional.empty(), LatencyBudget.of(run));
    }
  }
}
