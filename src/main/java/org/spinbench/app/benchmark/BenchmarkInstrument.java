package org.spinbench.app.benchmark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.instrument.SimulatedSgs100a;
import org.spinbench.simulator.instrument.Surroundings;

/**
 * A simulated SGS100A that also gives a trace and a block which lie ready in memory, so that what
 * is measured is the link and the instrument's SCPI engine, and no physics.
 */
final class BenchmarkInstrument implements Endpoint {
  private static final int TRACE_POINTS = 1001;
  private static final int BLOCK_POINTS = 1_000_000;

  private final Endpoint panel;
  private final Map<String, byte[]> ready = new HashMap<>();
  private byte[] response;

  BenchmarkInstrument() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    Surroundings alone = new Surroundings(new PacedClock(1), random, false, () -> {});
    panel = new SimulatedSgs100a(alone).endpoint();
    ready.put(Workload.TRACE.messages().get(0), trace(random));
    ready.put(Workload.BLOCK.messages().get(0), block(random));
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
    String text = new String(message, StandardCharsets.US_ASCII);
    response = ready.get(text);
    if (response == null && text.contains(":TRAC:")) {
      response = ready.computeIfAbsent(text, this::marked);
    }
    if (response == null) {
      panel.write(message);
      response = panel.read();
    }
  }

  /** The answer to a message that asks the panel something before what lies ready. */
  private byte[] marked(String message) {
    int last = message.lastIndexOf(';');
    panel.write(message.substring(0, last).getBytes(StandardCharsets.US_ASCII));
    byte[] marks = panel.read();
    byte[] data = ready.get(message.substring(last + 1));
    return ByteBuffer.allocate(marks.length + 1 + data.length)
        .put(marks)
        .put((byte) ';')
        .put(data)
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

  /** What it answers to every message of every workload. */
  Map<String, byte[]> answers() {
    Map<String, byte[]> answers = new HashMap<>();
    for (Workload workload : Workload.values()) {
      for (String message : workload.messages()) {
        write(message.getBytes(StandardCharsets.US_ASCII));
        answers.put(message, read());
      }
    }
    return answers;
  }
}
