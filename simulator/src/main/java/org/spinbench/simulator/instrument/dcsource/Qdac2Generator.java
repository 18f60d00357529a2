package org.spinbench.simulator.instrument.dcsource;

import java.util.List;

/**
 * A waveform generator of a QDAC-II channel, whose voltage is added to the channel's DC voltage
 * while it runs. The filter of the channel is not applied to waveforms.
 *
 * <p>A symmetric square or triangle swings around its offset, a positive one from the offset up,
 * and a negative one from the offset down. The duty cycle is the share of the period in which a
 * square is high, or in which a triangle rises. Samples of an arbitrary waveform last 1 µs.
 */
final class Qdac2Generator {
  /** Time of a sample of an arbitrary waveform, s. */
  static final double SAMPLE = 1e-6;

  /** Its shape, with the word of its commands. */
  enum Shape {
    SINE("SINE"),
    SQUARE("SQUare"),
    TRIANGLE("TRIangle"),
    ARBITRARY("AWG");

    final String word;

    Shape(String word) {
      this.word = word;
    }
  }

  /**
   * One run. The voltage is offset + middle + swing × shape.
   *
   * @param start first moment, ns
   * @param period s
   * @param count number of periods; negative if endless
   * @param duty share of the period
   * @param samples of an arbitrary waveform, from -1 to 1
   */
  record Run(
      Shape shape,
      long start,
      double period,
      int count,
      double offset,
      double middle,
      double swing,
      double duty,
      List<Double> samples) {

    long end() {
      return count < 0 ? Long.MAX_VALUE : start + Math.round(1e9 * period * count);
    }

    double at(long nanos) {
      double periods = (nanos - start) * 1e-9 / period;
      return offset + middle + swing * unit(periods - Math.floor(periods));
    }

    private double unit(double part) {
      return switch (shape) {
        case SINE -> StrictMath.sin(2 * StrictMath.PI * part);
        case SQUARE -> part < duty ? 1 : -1;
        case TRIANGLE -> part < duty ? 2 * part / duty - 1 : 1 - 2 * (part - duty) / (1 - duty);
        case ARBITRARY -> samples.get((int) (part * samples.size()));
      };
    }

    /** The highest or the lowest voltage. */
    double extreme(boolean highest) {
      double up = shape == Shape.ARBITRARY ? samples.stream().reduce(-1.0, Math::max) : 1;
      double low = shape == Shape.ARBITRARY ? samples.stream().reduce(1.0, Math::min) : -1;
      double one = swing * up;
      double other = swing * low;
      return offset + middle + (highest ? Math.max(one, other) : Math.min(one, other));
    }
  }

  private volatile Run run;
  boolean armed;

  /** Starts a run, or stops with null. */
  void run(Run next) {
    run = next;
  }

  boolean running(long nanos) {
    Run present = run;
    return present != null && nanos >= present.start && nanos < present.end();
  }

  /** Its voltage at a moment; zero if it does not run. */
  double at(long nanos) {
    Run present = run;
    return running(nanos) ? present.at(nanos) : 0;
  }

  /** Its highest or lowest voltage if it runs at a moment. */
  double extreme(boolean highest, long nanos) {
    Run present = run;
    return running(nanos) ? present.extreme(highest) : 0;
  }

  /** Remaining periods, also of the present one; -1 if endless. */
  int left(long nanos) {
    Run present = run;
    if (present == null || nanos >= present.end()) {
      return 0;
    }
    double done = Math.max(0, (nanos - present.start) * 1e-9 / present.period);
    return present.count < 0 ? -1 : present.count - (int) done;
  }

  /** The next start or end of the run after a moment. */
  long turn(long after) {
    Run present = run;
    if (present == null || after >= present.end()) {
      return Long.MAX_VALUE;
    }
    return after < present.start ? present.start : present.end();
  }
}
