package org.spinbench.simulator.instrument.dcsource;

import java.util.function.Supplier;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.part.TriggerSystem;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StoredSettings;

/** The current sensors of a QDAC-II, one a channel; an endless count is a million readings. */
final class Qdac2Sensors {
  private static final int MOST_READINGS = 1_000_000;
  private static final String TRIGGER = "SENSe#:TRIGger:SOURce";
  private static final NumberRange APERTURE = new NumberRange(Quantity.TIME, 3e-4, 1, 0.02);

  private final TriggerSystem[] sensors;
  private final StoredSettings stored;

  Qdac2Sensors(
      Surroundings surroundings,
      Supplier<FrontPanel> panel,
      Qdac2Channels named,
      Qdac2Output[] channels,
      StoredSettings stored) {
    this.stored = stored;
    sensors = new TriggerSystem[channels.length];
    for (int i = 0; i < channels.length; i++) {
      sensors[i] =
          new TriggerSystem(
              surroundings.clock(), panel, new Sensor(channels[i]), MOST_READINGS, false);
    }
    named.every(
        "SENSe#:NPLCycles",
        call -> call.integer(1, 100),
        (channel, cycles) -> {
          channel.cycles = cycles;
          channel.aperture = 0;
        });
    named.each("SENSe#:NPLCycles", channel -> Integer.toString(channel.cycles));
    named.every(
        "SENSe#:APERture",
        call -> call.number(APERTURE),
        (channel, seconds) -> channel.aperture = seconds);
    named.each("SENSe#:APERture", channel -> Replies.plain(channel.averaging()));
    named.action("SENSe#:INITiate[:IMMediate]", this::measure);
    named.action("SENSe#:ABORt", c -> sensor(c).abort());
    named.each("SENSe#:DATA:POINts", c -> Integer.toString(sensor(c).points()));
    named.each("SENSe#:DATA:LAST", c -> Replies.plain(sensor(c).latest()));
    named.each("SENSe#:DATA:REMove", c -> Qdac2Output.joined(sensor(c).remove(MOST_READINGS)));
    named.each("SENSe#:NCLeft", c -> sensor(c).measuring() ? "1" : "0");
    named.each("FETCh#", c -> Qdac2Output.joined(sensor(c).fetch()));
    named.each(
        "READ#",
        c -> {
          measure(c);
          return Qdac2Output.joined(sensor(c).fetch());
        });
  }

  private TriggerSystem sensor(Qdac2Output channel) {
    return sensors[channel.number - 1];
  }

  /** Starts or arms the readings of a current sensor. */
  private void measure(Qdac2Output channel) {
    int number = channel.number;
    TriggerSystem sensor = sensor(channel);
    int count = (int) stored.number("SENSe#:COUNt", number);
    sensor.abort();
    sensor.samples(count < 0 ? MOST_READINGS : Math.max(1, count));
    String source = stored.text(TRIGGER, number);
    sensor.source(source.startsWith("INT") ? "BUS" : source);
    sensor.initiate();
  }

  /** The readings of a current sensor, each after the delay. */
  private final class Sensor implements TriggerSystem.Reader {
    private final Qdac2Output channel;

    Sensor(Qdac2Output channel) {
      this.channel = channel;
    }

    private long delay() {
      return Math.round(1e9 * stored.number("SENSe#:DELay", channel.number));
    }

    @Override
    public long period() {
      return delay() + Math.round(1e9 * channel.averaging());
    }

    @Override
    public TriggerSystem.Taken take(long start) {
      channel.lowCurrent = stored.text("SENSe#:RANGe", channel.number).equals("LOW");
      double amperes = channel.current(start + delay());
      return new TriggerSystem.Taken(amperes, start + period());
    }
  }

  /** A trigger of the bus, or an internal one by its number, for all that wait for it. */
  void trigger(String source) {
    for (int i = 0; i < sensors.length; i++) {
      if (sensors[i].waitsForBus() && stored.text(TRIGGER, i + 1).equals(source)) {
        sensors[i].trigger();
      }
    }
  }

  void preset() {
    for (TriggerSystem sensor : sensors) {
      sensor.preset();
    }
  }
}
