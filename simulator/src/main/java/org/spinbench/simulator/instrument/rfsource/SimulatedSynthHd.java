package org.spinbench.simulator.instrument.rfsource;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.ScpiVariant;

/**
 * A Windfreak SynthHD of hardware version 2: two channels of 10 MHz to 15 GHz and -70 to +20 dBm.
 *
 * <p>Its commands are single letters with a number or a question mark, without terminators. Most
 * apply to the channel that {@code C} has selected. It has no error queue. Unconfirmed: that it
 * ignores values out of range and unknown characters, its settings after power-up, the decimals of
 * its answers, that it stays at the end of a single sweep, and the ranges of channel spacing,
 * differential sweeps and modulation. Amplitude and frequency modulation, a burst of pulses, dual
 * pulses and differential sweeps have settings and no effect; nothing is kept without power.
 */
public final class SimulatedSynthHd implements SimulatedInstrument {
  private static final double SETTLING_TIME = 1e-3;
  private static final int CHANNELS = 2;
  private static final int MOST_POINTS = 100_000;

  /** Rows of the table of amplitudes; before a row is named there is none. */
  private static final int ROWS = 100;

  private static final int NO_ROW = -1;
  private static final String MODEL = "WFT SynthHD";
  private static final String SERIAL = "1064";
  private static final String[] VERSIONS = {"Firmware Version 3.25", "Hardware Version 2.06", "HD"};

  /** One letter: the allowed numbers, its action, and its query. */
  private record Letter(double lowest, double highest, DoubleConsumer set, Supplier<String> get) {}

  /** One channel. */
  private final class Channel {
    final Map<Character, Letter> letters = new HashMap<>();
    final Map<Character, Double> kept = new HashMap<>();
    final Carrier carrier = new Carrier(surroundings, SETTLING_TIME, 1e9, 0);
    final double[] amplitudes = new double[ROWS];

    Channel() {
      number('f', 10, 15000, 7, 1000, mhz -> carrier.frequency(tenths(mhz)));
      number('W', -70, 20, 3, 0, dbm -> carrier.level(StrictMath.rint(dbm * 100) / 100));
      number('~', 0, 360, 3, 0, degrees -> {});
      number('a', 0, 4000, 0, 2000, dac -> {});
      number('Z', 0, 3, 0, 3, mode -> {});
      number('i', 0.1, 1e6, 3, 100, hertz -> {});
      for (char power : new char[] {'h', 'r', 'E'}) {
        number(power, 0, 1, 0, 0, state -> carrier.on(is('h') && is('r') && is('E')));
      }
      letters.put('p', new Letter(1, 0, none -> {}, () -> Replies.flag(is('E'))));
      letters.put('V', new Letter(1, 0, none -> {}, () -> "1"));
      declareSweep();
      declareModulation();
    }

    private void declareSweep() {
      number('l', 10, 15000, 7, 1000, mhz -> {});
      number('u', 10, 15000, 7, 2000, mhz -> {});
      number('s', 1e-7, 15000, 7, 10, mhz -> {});
      number('t', 4, 10000, 3, 10, milliseconds -> {});
      number('[', -70, 20, 3, 0, dbm -> {});
      number(']', -70, 20, 3, 0, dbm -> {});
      number('^', 0, 1, 0, 1, direction -> {});
      number('X', 0, 1, 0, 0, type -> {});
      number('k', 0, 15000, 7, 1, mhz -> {});
      number('n', 0, 2, 0, 0, method -> {});
      number('g', 0, 1, 0, 0, state -> sweep(state != 0, false));
      number('c', 0, 1, 0, 0, state -> sweep(state != 0, true));
      letters.put('g', asked('g', () -> Replies.flag(runs(false))));
    }

    private void declareModulation() {
      number('A', 0, 1, 0, 0, state -> {});
      number('/', 0, 1, 0, 0, state -> {});
      number('F', 1, 10e6, 0, 1, micros -> {});
      number('q', 1, 65500, 0, 1, samples -> {});
      number('<', 1, 10e6, 0, 1000, hertz -> {});
      number('>', 1, 100e6, 0, 100_000, hertz -> {});
      number(',', 1, 65500, 0, 100, samples -> {});
      number(';', 0, 1, 0, 0, type -> {});
      number('R', 1, 65500, 0, 1, pulses -> {});
      number('D', 0, 1, 0, 0, state -> {});
      number('P', 1, 10e6, 0, 1, micros -> pulse());
      number('O', 2, 10e6, 0, 10, micros -> pulse());
      number(':', 0, 1, 0, 0, inverted -> pulse());
      number('j', 0, 1, 0, 0, state -> pulse());
    }

    private void number(
        char letter, double low, double high, int decimals, double preset, DoubleConsumer change) {
      kept.put(letter, preset);
      DoubleConsumer set =
          value -> {
            kept.put(letter, value);
            change.accept(value);
          };
      letters.put(letter, new Letter(low, high, set, () -> fixed(kept.get(letter), decimals)));
    }

    private Letter asked(char letter, Supplier<String> answer) {
      Letter plain = letters.get(letter);
      return new Letter(plain.lowest, plain.highest, plain.set, answer);
    }

    private boolean is(char letter) {
      return kept.get(letter) != 0;
    }

    private boolean runs(boolean again) {
      return carrier.stepping() && carrier.steps().again() == again;
    }

    /** Sweeps from the lower end to the upper or back; the last step may miss the end. */
    private void sweep(boolean state, boolean again) {
      double low = kept.get('l') * 1e6;
      double span = kept.get('u') * 1e6 - low;
      double step = kept.get('s') * 1e6;
      double count = StrictMath.floor(span / step + 1e-6) + 1;
      if (!state) {
        carrier.step(null);
      } else if (count >= 1 && count <= MOST_POINTS) {
        int points = (int) count;
        boolean up = is('^');
        double far = low + (points - 1) * step;
        double[] frequencies = RfSweep.spaced(up ? low : far, up ? far : low, points, false);
        double[] levels =
            RfSweep.spaced(kept.get(up ? '[' : ']'), kept.get(up ? ']' : '['), points, false);
        long now = surroundings.clock().nanos();
        RfSweep pass = RfSweep.of(frequencies, levels, now, again, false, kept.get('t') * 1e-3);
        carrier.step(pass.startedAt(now));
      }
    }

    private void pulse() {
      double share = kept.get('P') / (kept.get('P') + kept.get('O'));
      double part = !is('j') ? 1 : is(':') ? 1 - share : share;
      carrier.pulses(part, part);
    }
  }

  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final List<Channel> channels;
  private final Map<Character, Letter> shared = new HashMap<>();
  private int selected;
  private int row = NO_ROW;
  private int reference = 1;
  private double referenceFrequency = 10;
  private int trigger;

  public SimulatedSynthHd(Surroundings surroundings) {
    this.surroundings = surroundings;
    channels = Stream.generate(Channel::new).limit(CHANNELS).toList();
    shared.put('C', whole(CHANNELS - 1, value -> selected = value, () -> selected));
    shared.put('x', whole(2, value -> reference = value, () -> reference));
    shared.put('w', whole(9, value -> trigger = value, () -> trigger));
    shared.put(
        '*',
        new Letter(10, 100, mhz -> referenceFrequency = mhz, () -> fixed(referenceFrequency, 7)));
    shared.put('z', new Letter(1, 0, none -> {}, () -> "34.125"));
    shared.put('+', new Letter(1, 0, none -> {}, () -> MODEL));
    shared.put('-', new Letter(1, 0, none -> {}, () -> surroundings.serial(SERIAL)));
    CommandTree none = new CommandTree(Replies::plain);
    panel = new FrontPanel(MODEL, ScpiVariant.SCPI, 1, surroundings.clock(), none, () -> {});
    panel.speak(scpi -> Letters.of(this::question, this::set));
  }

  private static Letter whole(int most, IntConsumer set, IntSupplier get) {
    return new Letter(
        0, most, value -> set.accept((int) value), () -> Integer.toString(get.getAsInt()));
  }

  private static double tenths(double mhz) {
    return StrictMath.rint(mhz * 1e7) / 10;
  }

  private static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private Letter letter(char letter) {
    Letter common = shared.get(letter);
    return common != null ? common : channels.get(selected).letters.get(letter);
  }

  /** The answer to a query; null if it is unknown. */
  private String question(char letter) {
    if (letter == 'a' && row != NO_ROW) {
      return fixed(channels.get(selected).amplitudes[takenRow()], 3);
    }
    Letter known = letter(letter);
    return known == null ? null : known.get.get();
  }

  /** The row that {@code @} has named, for the one {@code a} that follows. */
  private int takenRow() {
    int taken = row;
    row = NO_ROW;
    return taken;
  }

  /**
   * Executes a letter with a number.
   *
   * @return the answer of the few queries with a number
   */
  private String set(char letter, double value) {
    if (letter == 'v') {
      boolean known = value == 0 || value == 1 || value == 2;
      return known ? VERSIONS[(int) value] : null;
    }
    if (letter == '@') {
      row = value >= 0 && value < ROWS ? (int) value : NO_ROW;
      return null;
    }
    if (letter == 'a' && row != NO_ROW) {
      channels.get(selected).amplitudes[takenRow()] = value;
      return null;
    }
    Letter known = letter(letter);
    if (known != null && value >= known.lowest && value <= known.highest) {
      known.set.accept(value);
    }
    return null;
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public List<RfOutput> rfOutputs() {
    return channels.stream().<RfOutput>map(channel -> channel.carrier).toList();
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return channels.stream().anyMatch(channel -> channel.carrier.on());
  }
}
