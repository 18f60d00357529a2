package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spinbench.experiments.run.RunFileTest.append;
import static org.spinbench.experiments.run.RunFileTest.execute;
import static org.spinbench.experiments.run.RunFileTest.lines;
import static org.spinbench.experiments.run.RunFileTest.start;
import static org.spinbench.experiments.run.RunFileTest.texts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.experiments.run.store.RunException;

/** Damage of run files, and what is none. */
class RunVerifierTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Text of a block that is full, bytes. */
  private static final int FULL = 1 << 16;

  @TempDir Path folder;

  /** Blocks of a transcript begin at lines 1, 1001, 2001, ... */
  private Path inBlocks() throws IOException {
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      Transcript.Place transcript = file.transcripts().begin();
      for (int block = 0; block < 5; block++) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        append(more -> more.writeTo(lines), 1000 * block, 1000 * (block + 1));
        assertTrue(lines.size() >= FULL);
        transcript.take(lines::writeTo);
      }
      return file.path();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE transcript SET lines = lines + 1 WHERE block = 2, 'block 2 of session 1, lines 1001'",
    "UPDATE transcript SET bytes = bytes - 1 WHERE block = 3, 'block 3 of session 1, lines 2001'",
    "UPDATE transcript SET checksum = 7 WHERE block = 4, 'block 4 of session 1, lines 3001'",
    "'UPDATE transcript SET text = substr(text, 1, 99) WHERE block = 5', 'block 5 of session 1'",
    "DELETE FROM transcript WHERE block = 1, 'block 1 of session 1, from line 1, is missing'",
    "DELETE FROM transcript WHERE block = 4, 'block 4 of session 1, from line 3001, is missing'",
    "UPDATE transcript SET text = (SELECT text FROM transcript WHERE block = 2) WHERE block = 3,"
        + " 'block 3 of session 1, lines 2001 to 3000, is not what was written'"
  })
  void aDamagedTranscriptIsNamedByItsPlace(String sql, String place) throws Exception {
    Path path = inBlocks();
    execute(path, sql);
    try (RunFile file = RunFile.read(path)) {
      String message = assertThrows(RunException.class, () -> texts(file)).getMessage();
      assertTrue(message.contains(place), message);
      String damage = "the transcript of " + path + " is damaged: " + message;
      assertEquals(Optional.of(damage), RunVerifier.check(file).damage());
      int block = Integer.parseInt(place.substring("block ".length(), "block ".length() + 1));
      long sound = RunVerifier.check(file).lines();
      assertTrue(sound >= 1000 * (block - 1) && sound <= 5000, () -> sound + " lines");
    }
  }

  @Test
  void aSoundFileIsSound() throws IOException {
    try (RunFile file = RunFile.read(inBlocks())) {
      assertEquals(new RunVerifier.Check(5000, Optional.empty()), RunVerifier.check(file));
    }
  }

  /** An instrument that died: its link was closed, could not be opened again, and was closed. */
  @Test
  void aLinkThatWasLostIsNoMissingEnd() throws IOException {
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      String lost = "0 a open\n0 a close\n0 a open\n0 a open! link refused\n0 a close\n";
      file.transcripts()
          .begin()
          .take(out -> out.write(("spinbench transcript 1, begun x\n" + lost).getBytes()));
      file.stop(new StopDocument(NOON, StopDocument.FAILED, "a does not answer", "{}"));
      assertEquals(new RunVerifier.Check(6, Optional.empty()), RunVerifier.check(file));
    }
  }

  @Test
  void aTranscriptWithoutItsEndIsNoticedOnceTheRunHasEnded() throws IOException {
    try (RunFile file = new Runs(folder).create(start(), NOON)) {
      Transcript.Place transcript = file.transcripts().begin();
      transcript.take(
          out -> out.write("spinbench transcript 1, begun x\n0 a open\n0 a > x\n".getBytes()));
      file.commit();
      assertEquals(Optional.empty(), RunVerifier.check(file).damage());
      file.stop(new StopDocument(NOON, StopDocument.SUCCESS, "", "{}"));
      String damage = RunVerifier.check(file).damage().orElseThrow();
      assertTrue(damage.endsWith(" lacks the end of session 1, after line 3"), damage);
      transcript.take(out -> out.write("0 a close\n".getBytes()));
      file.commit();
      assertEquals(new RunVerifier.Check(4, Optional.empty()), RunVerifier.check(file));
    }
  }

  /** A file that lost its last pages, as after a copy that was cut off. */
  @Test
  void aFileThatWasCutOffIsRefused() throws IOException {
    Path path = inBlocks();
    byte[] whole = Files.readAllBytes(path);
    for (int part = 4; part < 8; part++) {
      Files.write(path, Arrays.copyOf(whole, whole.length * part / 8));
      String message = assertThrows(RunException.class, () -> RunFile.read(path)).getMessage();
      assertTrue(message.startsWith("cannot read the run file " + path), message);
    }
  }

  @Test
  void everyChangedByteOfATranscriptIsNoticed() throws Exception {
    Path path = inBlocks();
    byte[] text;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT text FROM transcript WHERE block = 3")) {
      text = row.getBytes(1);
    }
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int i = 0; i < 200; i++) {
      byte[] changed = text.clone();
      changed[random.nextInt(text.length)] ^= (byte) (1 << random.nextInt(8));
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
          PreparedStatement update =
              connection.prepareStatement("UPDATE transcript SET text = ? WHERE block = 3")) {
        update.setBytes(1, changed);
        update.executeUpdate();
      }
      try (RunFile file = RunFile.read(path)) {
        String message = assertThrows(RunException.class, () -> texts(file)).getMessage();
        assertTrue(message.contains("block 3 of session 1, lines 2001 to 3000"), message);
      }
    }
  }
}
