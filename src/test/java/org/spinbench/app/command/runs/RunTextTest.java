package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Faulty;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;

/** What is shown of runs that were made up. */
class RunTextTest {
  private static final Instant VIRTUAL = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant WALL = Instant.parse("2026-11-28T20:00:00Z");

  @TempDir Path folder;

  private RunFile run(Long chipSeed, Instant bench) {
    StartDocument start =
        new StartDocument(
            bench,
            "train",
            "",
            chipSeed,
            42,
            "xor",
            Map.of(),
            new StartDocument.Program("test", "", "17", "Linux"),
            Map.of(),
            Map.of());
    return new Runs(folder).create(start, WALL);
  }

  /** A bench that another process simulates in virtual time holds no simulated chip of its own. */
  @Test
  void theClockOfTheBenchIsDistinguishedFromTheComputers() {
    try (RunFile served = run(null, VIRTUAL)) {
      served.stop(new StopDocument(VIRTUAL.plusSeconds(90), StopDocument.SUCCESS, "", "{}"));
      String text = RunText.of(served);
      assertTrue(
          text.contains(
              "begun 2026-11-28T20:00:00Z; 2026-01-01T00:00:00Z on the clock of the bench, like"
                  + " all times below\n"),
          text);
      assertTrue(
          text.contains(
              "success at 2026-01-01T00:01:30Z on the clock of the bench, 1 min 30 s after its"),
          text);
    }
    try (RunFile real = run(null, WALL)) {
      assertTrue(RunText.of(real).contains("begun 2026-11-28T20:00:00Z\n"), RunText.of(real));
    }
    // Of a bench of which some instruments are real the clock is the computer's.
    try (RunFile mixed = run(7L, WALL)) {
      assertFalse(RunText.of(mixed).contains("on the clock"), RunText.of(mixed));
    }
  }

  @Test
  void anAccuracyExpectedByTheTwinIsLabelled() {
    try (RunFile run = run(7L, VIRTUAL)) {
      run.step(new Step(VIRTUAL, "proposal", 3, 0.01, 0.99996, true, List.of()));
      assertTrue(
          RunText.of(run)
              .contains("last step: proposal 3, loss 0.0100, accuracy >99.99 % expected by the"),
          RunText.of(run));
      run.step(new Step(VIRTUAL, "block", 3, 0.01, 0.75, true, List.of()));
      assertTrue(
          RunText.of(run).contains("last step: block 3, loss 0.0100, accuracy 75.00 %\n"),
          RunText.of(run));
    }
  }

  /** Whoever has trained with readings that had not settled hears of it at once. */
  @Test
  void readingsThatAreNotWhatTheySayAreCountedAloud() {
    StringWriter said = new StringWriter();
    try (RunFile run = run(7L, VIRTUAL)) {
      Faulty.say(run, new Progress(new PrintWriter(said), false));
      assertEquals("", said.toString());
      Reading sound = new Reading("v", "voltage", 1, Unit.VOLT, 1, VIRTUAL, false);
      run.reading(sound, Purpose.TRAIN, OptionalLong.of(1));
      run.reading(sound.settledIf(false), Purpose.TRAIN, OptionalLong.of(1));
      Faulty.say(run, new Progress(new PrintWriter(said), false));
      assertEquals(
          "spinbench: warning: 1 readings are taken before all changes had settled\n",
          said.toString());
    }
  }
}
