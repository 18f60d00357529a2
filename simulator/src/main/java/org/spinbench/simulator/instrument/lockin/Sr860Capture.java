package org.spinbench.simulator.instrument.lockin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.StringJoiner;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The capture buffer of an SR860, which fills as time passes; after it has stopped, it is read in
 * blocks of up to 64 kB of little-endian singles (SR860 operation manual, chapter 4, "Data capture
 * commands"). The highest rate is taken as the highest 1.25 MHz/2ⁿ up to 100 samples per time
 * constant; this is to be confirmed on an instrument.
 */
final class Sr860Capture {
  private static final double HIGHEST_RATE = 1.25e6;
  private static final double SAMPLES_IN_A_TIME_CONSTANT = 100;
  private static final int KILOBYTE = 1024;
  private static final int LONGEST_CAPTURE = 4096;
  private static final int LONGEST_TRANSFER = 64;
  private static final int SLOWEST_RATE = 20;
  private static final List<String> CONFIGURATIONS = List.of("X", "XY", "RT", "XYRT");
  private static final int[] CAPTURED_VALUES = {1, 2, 2, 4};
  private static final int CAPTURING = 1;
  private static final int TRIGGERED = 1 << 1;
  private static final int FULL = 1 << 2;

  private final BenchClock clock;
  private final Demodulator demodulator;
  private final LockInOutputs outputs;
  private final SampleBuffer samples = new SampleBuffer(this::captured);
  private int configuration;
  private int kilobytes;
  private int rate;
  private boolean triggered;

  /** An empty buffer for these outputs. */
  Sr860Capture(BenchClock clock, Demodulator demodulator, LockInOutputs outputs) {
    this.clock = clock;
    this.demodulator = demodulator;
    this.outputs = outputs;
  }

  void declare(CommandTree tree) {
    tree.command("CAPTURECFG", 1, 1, this::setConfiguration);
    tree.query("CAPTURECFG", () -> Integer.toString(configuration));
    tree.query("CAPTURERATEMAX", () -> SimulatedSr860.text(highestRate()));
    tree.integer("CAPTURERATE", 0, SLOWEST_RATE, () -> rate, n -> rate = (int) n);
    tree.command("CAPTURELEN", 1, 1, this::setLength);
    tree.query("CAPTURELEN", () -> Integer.toString(kilobytes));
    tree.command("CAPTURESTART", 2, 2, this::startCapture);
    tree.event("CAPTURESTOP", samples::stop);
    tree.query("CAPTURESTAT", () -> Integer.toString(captureStatus()));
    tree.query("CAPTUREBYTES", () -> Integer.toString(capturedBytes()));
    tree.query("CAPTUREPROG", () -> Integer.toString(capturedKilobytes()));
    tree.query("CAPTUREVAL", 1, 1, this::capturedSample);
    tree.query("CAPTUREGET", 2, 2, this::capturedBlock);
    tree.event("*TRG", this::trigger);
  }

  private void setConfiguration(Call call) {
    configuration = SimulatedSr860.chosen(CONFIGURATIONS, CONFIGURATIONS.size() - 1, call);
    samples.clear(capacity(), false);
  }

  /** Sets the length, an even number of kilobytes. */
  private void setLength(Call call) {
    int length = call.integer(1, LONGEST_CAPTURE);
    kilobytes = length + length % 2;
    samples.clear(capacity(), false);
  }

  private int width() {
    return CAPTURED_VALUES[configuration];
  }

  private int capacity() {
    return kilobytes * KILOBYTE / (Float.BYTES * width());
  }

  private double highestRate() {
    double highest = HIGHEST_RATE;
    while (highest > SAMPLES_IN_A_TIME_CONSTANT / demodulator.timeConstant) {
      highest /= 2;
    }
    return highest;
  }

  private void startCapture(Call call) {
    boolean loop = call.took("CONT") || call.took("CONTINUOUS");
    if (!loop && !call.took("ONE") && !call.took("ONESHOT")) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    boolean immediate = call.took("IMM") || call.took("IMMEDIATE");
    if (!immediate && !call.took("TRIG") && !call.took("TRIGGERSTART")) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    samples.clear(capacity(), loop);
    triggered = false;
    if (immediate) {
      trigger();
    }
  }

  private void trigger() {
    if (!triggered) {
      triggered = true;
      samples.start(clock.nanos(), StrictMath.pow(2, rate) / highestRate());
    }
  }

  private double[] captured(long moment) {
    demodulator.advance(moment);
    double x = outputs.value(0);
    double y = outputs.value(1);
    return switch (configuration) {
      case 0 -> new double[] {x};
      case 1 -> new double[] {x, y};
      case 2 -> new double[] {outputs.value(2), outputs.value(3)};
      default -> new double[] {x, y, outputs.value(2), outputs.value(3)};
    };
  }

  private int captureStatus() {
    int bits = triggered ? TRIGGERED : 0;
    bits |= samples.running() ? CAPTURING : 0;
    return samples.size() == capacity() ? bits | FULL : bits;
  }

  private int capturedBytes() {
    return Float.BYTES * width() * samples.size();
  }

  private int capturedKilobytes() {
    return (capturedBytes() + KILOBYTE - 1) / KILOBYTE;
  }

  private String capturedSample(Call call) {
    int index = call.integer(0, capacity() - 1);
    if (index >= samples.size()) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    StringJoiner values = new StringJoiner(",");
    for (double value : samples.sample(index)) {
      values.add(SimulatedSr860.text(value));
    }
    return values.toString();
  }

  /** A block by offset and length in kilobytes; refused during the capture. */
  private String capturedBlock(Call call) {
    int offset = call.integer(0, LONGEST_CAPTURE);
    int length = call.integer(1, LONGEST_TRANSFER);
    if (samples.running() || offset + length > kilobytes) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    int width = width();
    ByteBuffer bytes = ByteBuffer.allocate(length * KILOBYTE).order(ByteOrder.LITTLE_ENDIAN);
    int first = offset * KILOBYTE / (Float.BYTES * width);
    for (int i = first; bytes.hasRemaining() && i < samples.size(); i++) {
      for (double value : samples.sample(i)) {
        bytes.putFloat((float) value);
      }
    }
    return Replies.block(bytes.array());
  }

  /** X and Y at the highest rate, 256 kB. */
  void preset() {
    configuration = 1;
    kilobytes = 256;
    rate = 0;
    samples.clear(capacity(), false);
    triggered = false;
  }

  void advance(long now) {
    samples.advance(now);
  }
}
