package org.spinbench.app.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.record.RecordingTransports;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;

/**
 * What recording adds to a message in a run file: the messages of a training on the simulated
 * bench, in their proportions (of sixty, thirty are settings and questions, twenty-nine short
 * answers and one a trace of 501 binary numbers: 250 bytes on average), to an instrument that costs
 * next to nothing, with and without recording. A transaction ends every 1000 messages.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RecordingBenchmark {
  private static final int EXCHANGES = 30;
  private static final int MESSAGES = 2 * EXCHANGES;
  private static final Clock CLOCK = new SystemClock();
  private static final ResourceName NAME = ResourceName.parse("INPROC::voltmeter_1::INSTR");

  /** Messages to send, and an instrument that has the answers. */
  private static final class Talk implements Endpoint {
    private final byte[][] questions = new byte[EXCHANGES][];
    private final byte[][] answers = new byte[EXCHANGES][];
    private int next;

    Talk() {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
      for (int i = 0; i < EXCHANGES; i++) {
        String question =
            String.format(Locale.ROOT, ":SOUR:CURR %.9E;:SYST:ERR?", random.nextDouble());
        questions[i] = question.getBytes(StandardCharsets.US_ASCII);
        String answer =
            i % 2 == 0
                ? "+0,\"No error\""
                : String.format(Locale.ROOT, "%+.11E", random.nextDouble());
        answers[i] = answer.getBytes(StandardCharsets.US_ASCII);
      }
      answers[7] = new byte[501 * 8];
      random.nextBytes(answers[7]);
    }

    void hold(Transport link) {
      for (byte[] question : questions) {
        link.write(question, Duration.ofSeconds(10));
        link.read(Duration.ZERO);
      }
    }

    @Override
    public void write(byte[] message) {
      // Its answers come in their order, whatever is asked.
    }

    @Override
    public byte[] read() {
      next = (next + 1) % EXCHANGES;
      return answers[next];
    }

    @Override
    public void clear() {
      next = 0;
    }
  }

  /** A link that is not recorded. */
  @State(Scope.Thread)
  public static class Bare {
    private final Talk talk = new Talk();
    private final Transport link = new InProcess(NAME, talk);
  }

  /** A link that is recorded in a run file; a new one for each iteration. */
  @State(Scope.Thread)
  public static class Recorded {
    private final Talk talk = new Talk();
    private Path folder;
    private RunFile run;
    private Transport link;
    private long messages;

    /** Makes the run file. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
      folder = Files.createTempDirectory("spinbench-recording");
      StartDocument start =
          new StartDocument(
              Instant.EPOCH,
              "benchmark",
              "",
              1L,
              1,
              "",
              Map.of(),
              StartDocument.Program.running("", ""),
              Map.of(),
              Map.of());
      run = new Runs(folder).create(start, Instant.EPOCH);
      Transcript transcript = Transcript.held(CLOCK);
      transcript.moveTo("the run", run.transcripts().begin());
      link = new RecordingTransports(name -> new InProcess(name, talk), transcript).open(NAME);
    }

    /** What is still to be compressed is no part of the time. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
      run.close();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void bare(Bare bare) {
    bare.talk.hold(bare.link);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void recorded(Recorded recorded) {
    recorded.talk.hold(recorded.link);
    recorded.messages += MESSAGES;
    if (recorded.messages % (17 * MESSAGES) == 0) {
      recorded.run.commit();
    }
  }
}
