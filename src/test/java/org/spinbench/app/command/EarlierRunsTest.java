package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.spinbench.drivers.transport.record.Replay;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.NotedSample;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunVerifier;
import org.spinbench.experiments.run.Step;

/**
 * Small runs that earlier programs recorded: each version of the run file, each kind of experiment;
 * finished, stopped, killed, failed, resumed. Their names begin with the version of their tables;
 * {@code v5a} is from the time before a setpoint had a time of its own.
 *
 * <p>{@code runs.csv} says of each how many lines of messages are sound, a digest of all that is
 * read from it (first 16 digits of SHA-256), and what {@code replay} answers: a part of its report,
 * or of the reason why the run cannot be replayed. The digests were computed by the program as it
 * was before its classes of storage were divided (those of {@code v5a} by the first program since
 * then that can read them).
 */
@Tag("any-jdk")
class EarlierRunsTest {
  private static final String RESOURCES = "/org/spinbench/earlier/";

  /** The training whose chip the watches of version 5 watched. */
  private static final String WATCHED = "20261129-062100-train-xor-3972725b.sqlite";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = RESOURCES + "runs.csv",
      delimiter = '|',
      quoteCharacter = '"',
      numLinesToSkip = 1)
  void isReadVerifiedAndReplayedAsBefore(String name, long lines, String digest, String replay)
      throws IOException, SQLException {
    Path file = unpack(name, name + ".sqlite");
    try (RunFile run = RunFile.read(file)) {
      assertEquals(new RunVerifier.Check(lines, Optional.empty()), RunVerifier.check(run));
      assertEquals(digest, digest(run));
    }
    unpack("v5-train-ladder", WATCHED);
    nameSamples(file);
    Outcome outcome = Outcome.of("replay", file.toString());
    boolean same = replay.endsWith("recorded events replayed");
    assertEquals(same ? 0 : 1, outcome.code(), outcome.err());
    String said = same ? outcome.out() : outcome.err();
    assertTrue(said.contains(replay), said);
  }

  private Path unpack(String name, String as) throws IOException {
    Path file = folder.resolve(as);
    try (InputStream packed =
            EarlierRunsTest.class.getResourceAsStream(RESOURCES + name + ".sqlite.gz");
        InputStream run = new GZIPInputStream(packed)) {
      Files.copy(run, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** A run of 'broadcast' names its file of samples by a path, which is here another one. */
  private void nameSamples(Path file) throws IOException, SQLException {
    Path samples = folder.resolve("digits.csv");
    try (InputStream in =
        EarlierRunsTest.class.getResourceAsStream(RESOURCES + "broadcast-samples.csv")) {
      Files.copy(in, samples, StandardCopyOption.REPLACE_EXISTING);
    }
    String sql = "UPDATE document SET body = replace(body, ?, ?) WHERE name = 'start'";
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, "\"file 1\":\"digits.csv\"");
      update.setString(2, "\"file 1\":\"" + samples + "\"");
      update.executeUpdate();
    }
  }

  private static String digest(RunFile run) {
    MessageDigest sha = sha256();
    Consumer<String> line = text -> sha.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    line.accept(run.start().toString());
    line.accept(run.stop().toString());
    line.accept(run.columns().toString());
    line.accept(run.calibration().toString());
    run.calibrated().forEach(line);
    run.eachEvaluation(each -> line.accept(text(each)));
    run.eachReading(each -> line.accept(text(each)));
    run.eachSetting(
        each -> line.accept(join(each.time(), each.name(), bits(each.value()), each.unit())));
    run.eachStep(each -> line.accept(text(each)));
    run.eachSample(each -> line.accept(text(each)));
    run.events().forEach(each -> line.accept(join(each.time(), each.kind(), each.detail())));
    for (int session : run.transcripts().sessions()) {
      try (Replay replay = run.transcripts().replay(session)) {
        replay.marks().forEach(line);
      }
    }
    return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(NotedEvaluation one) {
    return join(one.number(), one.purpose(), bits(one.inputs()), one.expected(), one.time());
  }

  private static String text(NotedReading one) {
    return join(
        one.time(),
        one.purpose(),
        one.evaluation(),
        one.name(),
        one.source(),
        one.quantity(),
        bits(one.value()),
        one.unit(),
        bits(one.uncertainty()),
        bits(one.range()),
        bits(one.integration()),
        one.settled(),
        one.overload(),
        one.compliance());
  }

  private static String text(Step one) {
    return join(
        one.time(),
        one.phase(),
        one.block(),
        bits(one.loss()),
        bits(one.accuracy()),
        one.accepted(),
        bits(one.parameters()));
  }

  private static String text(NotedSample one) {
    return join(
        one.number(),
        one.time(),
        bits(one.inputs()),
        one.expected(),
        one.right(),
        bits(one.values()));
  }

  private static String join(Object... parts) {
    StringJoiner text = new StringJoiner(" ");
    for (Object part : parts) {
      text.add(String.valueOf(part));
    }
    return text.toString();
  }

  private static List<String> bits(List<Double> values) {
    return values.stream().map(EarlierRunsTest::bits).toList();
  }

  private static String bits(double value) {
    return Long.toHexString(Double.doubleToLongBits(value));
  }
}
