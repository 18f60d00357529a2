package org.spinbench.simulator.instrument.lockin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The data buffer of an SR830: both displays, sampled at a rate or by triggers, and its transfers
 * as text, IEEE floats and the lock-in's own floats (SR830 operation and service manual, chapter 5,
 * "Data storage"). Binary transfers are bytes without a block header; the servers add a line feed,
 * as to every response.
 */
final class Sr830Buffer {
  private static final int CAPACITY = 16_383;
  private static final int TRIGGERED_RATE = 14;

  /** Delay from STRD to the first point, ns. */
  private static final long DELAY = 500_000_000;

  private final BenchClock clock;
  private byte[] binary = {};
  private final LongFunction<double[]> values;
  private final SampleBuffer samples;
  private int rate;
  private boolean loops;
  private boolean startsOnTrigger;
  private boolean waits;

  /**
   * An empty buffer.
   *
   * @param values the values of both displays at a moment
   */
  Sr830Buffer(BenchClock clock, LongFunction<double[]> values) {
    this.clock = clock;
    this.values = values;
    samples = new SampleBuffer(values);
  }

  void declare(CommandTree tree) {
    tree.integer("SRAT", 0, TRIGGERED_RATE, () -> rate, index -> setRate((int) index));
    tree.integer("SEND", 0, 1, () -> loops ? 1 : 0, index -> setLoops(index == 1));
    tree.integer("TSTR", 0, 1, () -> startsOnTrigger ? 1 : 0, i -> startsOnTrigger = i == 1);
    tree.event("TRIG", this::trigger);
    tree.event("*TRG", this::trigger);
    tree.event("STRT", this::start);
    tree.event("STRD", () -> start(DELAY));
    tree.event("PAUS", samples::stop);
    tree.event("REST", this::clear);
    tree.query("SPTS", () -> Integer.toString(samples.size()));
    tree.query("TRCA", 3, 3, this::asText);
    tree.query("TRCB", 3, 3, this::asFloats);
    tree.query("TRCL", 3, 3, this::asLockInFloats);
  }

  /**
   * Sets the rate, 62.5 mHz to 512 Hz in factors of two; the last index is one sample per trigger.
   */
  private void setRate(int index) {
    rate = index;
    samples.stop();
  }

  private void setLoops(boolean state) {
    loops = state;
    clear();
  }

  private void clear() {
    waits = false;
    samples.clear(CAPACITY, loops);
  }

  private void start() {
    start(0);
  }

  /** Starts the buffer, or arms its trigger, after a delay in ns. */
  private void start(long delay) {
    if (startsOnTrigger && !waits) {
      waits = true;
      return;
    }
    waits = false;
    if (rate < TRIGGERED_RATE && !samples.running()) {
      long now = clock.nanos();
      samples.startLater(now + delay, 16 / StrictMath.pow(2, rate));
      samples.advance(now);
    }
  }

  private void trigger() {
    if (waits) {
      start();
    } else if (rate == TRIGGERED_RATE) {
      samples.add(values.apply(clock.nanos()));
    }
  }

  /** Samples of one channel, by channel, first point and count. */
  private double[] samples(Call call) {
    int channel = call.integer(1, 2) - 1;
    int first = call.integer(0, CAPACITY);
    int count = call.integer(1, CAPACITY);
    if (first + count > samples.size()) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    double[] found = new double[count];
    for (int i = 0; i < count; i++) {
      found[i] = samples.sample(first + i)[channel];
    }
    return found;
  }

  /** Text with a comma after each value. */
  private String asText(Call call) {
    StringBuilder text = new StringBuilder();
    for (double sample : samples(call)) {
      text.append(PrintedNumber.general(sample, 6)).append(',');
    }
    return text.toString();
  }

  /** IEEE floats, least significant byte first. */
  private String asFloats(Call call) {
    return binary(Replies.reals(samples(call), Float.BYTES, ByteOrder.LITTLE_ENDIAN));
  }

  private String binary(byte[] bytes) {
    binary = bytes;
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Whether a response is the last one that was binary, which has no terminator (page 5-17). */
  boolean wasBinary(byte[] response) {
    return Arrays.equals(binary, response);
  }

  /** Mantissa m and exponent e, 16 bits each, for m 2^(e - 124). */
  private String asLockInFloats(Call call) {
    double[] channel = samples(call);
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * channel.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (double sample : channel) {
      int exponent = sample == 0 ? 0 : Math.max(0, Math.getExponent(sample) - 14 + 124);
      bytes.putShort((short) StrictMath.rint(sample * StrictMath.pow(2, 124 - exponent)));
      bytes.putShort((short) exponent);
    }
    return binary(bytes.array());
  }

  /** Empty, at 1 Hz, in loop mode. */
  void preset() {
    rate = 4;
    loops = true;
    startsOnTrigger = false;
    clear();
  }

  void advance(long now) {
    samples.advance(now);
  }

  boolean running() {
    return samples.running();
  }
}
