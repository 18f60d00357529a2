package org.spinbench.app.benchmark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.rfsource.SimulatedSgs100a;

/**
 * A simulated SGS100A with an additional trace and block that are ready in memory, so that a
 * measurement shows only the link and the instrument's SCPI engine.
 */
final class BenchmarkInstrument implements Endpoint {
  private static final int TRACE_POINTS = 1001;
  private static final int BLOCK_POINTS = 1_000_000;

  private final Endpoint panel;
  private final List<Ready> ready;
  private final Map<String, byte[]> marked = new HashMap<>();
  private byte[] response;

  /** A query whose answer is ready in memory. */
  private record Ready(byte[] question, byte[] answer) {
    Ready(LinkWorkload workload, byte[] answer) {
      this(workload.messages().get(0).getBytes(StandardCharsets.US_ASCII), answer);
    }

    boolean isAskedBy(byte[] message) {
      int from = message.length - question.length;
      return from >= 0
          && Arrays.equals(message, from, message.length, question, 0, question.length);
    }
  }

  BenchmarkInstrument() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    Surroundings alone = new Surroundings(new PacedClock(1), random, false, () -> {});
    panel = new SimulatedSgs100a(alone).endpoint();
    ready =
        List.of(
            new Ready(LinkWorkload.TRACE, trace(random)),
            new Ready(LinkWorkload.BLOCK, block(random)));
  }

  private static byte[] trace(RandomGenerator random) {
    StringJoiner numbers = new StringJoiner(",");
    for (int i = 0; i < TRACE_POINTS; i++) {
      numbers.add(Double.toString(-90 + random.nextGaussian()));
    }
    return numbers.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] block(RandomGenerator random) {
    int length = BLOCK_POINTS * Double.BYTES;
    String digits = Integer.toString(length);
    ByteBuffer bytes = ByteBuffer.allocate(2 + digits.length() + length);
    bytes.put(("#" + digits.length() + digits).getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      bytes.putDouble(random.nextGaussian());
    }
    return bytes.array();
  }

  @Override
  public void write(byte[] message) {
    for (Ready one : ready) {
      if (one.isAskedBy(message)) {
        response = answer(message, one);
        return;
      }
    }
    panel.write(message);
    response = panel.read();
  }

  private byte[] answer(byte[] message, Ready asked) {
    if (message.length == asked.question.length) {
      return asked.answer;
    }
    return marked.computeIfAbsent(
        new String(message, StandardCharsets.US_ASCII), text -> marked(message, asked));
  }

  /** The answer to a message that queries the panel before the ready answer. */
  private byte[] marked(byte[] message, Ready asked) {
    panel.write(Arrays.copyOf(message, message.length - asked.question.length - 1));
    byte[] marks = panel.read();
    return ByteBuffer.allocate(marks.length + 1 + asked.answer.length)
        .put(marks)
        .put((byte) ';')
        .put(asked.answer)
        .array();
  }

  @Override
  public byte[] read() {
    byte[] given = response;
    response = null;
    return given;
  }

  @Override
  public void clear() {
    response = null;
    panel.clear();
  }

  /** Its answers to every message of every workload. */
  Map<String, byte[]> answers() {
    Map<String, byte[]> answers = new HashMap<>();
    for (LinkWorkload workload : LinkWorkload.values()) {
      for (String message : workload.messages()) {
        write(message.getBytes(StandardCharsets.US_ASCII));
        answers.put(message, read());
      }
    }
    return answers;
  }
}
