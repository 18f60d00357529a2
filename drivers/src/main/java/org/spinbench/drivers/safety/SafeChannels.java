package org.spinbench.drivers.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Sources that share one instrument. {@link #inspect} and {@link #safe()} concern the channels that
 * were requested with {@link #channel}. A channel that is requested later is inspected then. A
 * channel whose settings were changed otherwise also comes to rest, and {@link #safe(Rest)} can
 * select all channels; used ones come first.
 *
 * @param <R> role of a channel
 */
public final class SafeChannels<R extends Instrument> implements Channels<R> {
  private final ScpiSession session;
  private final Settings settings;
  private final List<R> channels;
  private final List<R> used = new ArrayList<>();
  private boolean inspected;

  /**
   * Channels from 1; sends nothing.
   *
   * @param settings of the whole instrument
   */
  public SafeChannels(ScpiSession session, Settings settings, List<? extends R> channels) {
    this.session = session;
    this.settings = settings;
    this.channels = List.copyOf(channels);
  }

  @Override
  public R channel(int number) {
    if (number < 1 || number > channels.size()) {
      throw new IllegalArgumentException(
          name() + " has channels 1 to " + channels.size() + ", not " + number);
    }
    R channel = channels.get(number - 1);
    if (!used.contains(channel)) {
      if (inspected) {
        channel.inspect();
      }
      used.add(channel);
    }
    return channel;
  }

  @Override
  public void readOptions() {
    used.forEach(Instrument::readOptions);
  }

  @Override
  public void takeOver() {
    used.forEach(Instrument::takeOver);
  }

  @Override
  public void inspect() {
    inspected = true;
    used.forEach(Instrument::inspect);
  }

  @Override
  public List<Output> outputs() {
    return channels.stream().flatMap(channel -> channel.outputs().stream()).toList();
  }

  @Override
  public void safe() {
    safe(Rest.OF_WHAT_IS_USED);
  }

  @Override
  public void safe(Rest rest) {
    Steps steps = new Steps();
    for (boolean inUse : new boolean[] {true, false}) {
      for (R channel : channels) {
        boolean known = used.contains(channel);
        boolean set = wasSet(channel);
        if (inUse == (known || set) && rest.concerns(this, channel.name(), inUse)) {
          if (!known) {
            steps.run(set ? channel::readOptions : channel::takeOver);
          }
          steps.run(channel::safe);
        }
      }
    }
    steps.finish(name());
  }

  private static boolean wasSet(Instrument channel) {
    return StreamSupport.stream(channel.settings().spliterator(), false).anyMatch(Setting::wasSet);
  }

  /** {@inheritDoc} Those of the requested channels. */
  @Override
  public List<String> notices() {
    return used.stream().flatMap(channel -> channel.notices().stream()).toList();
  }

  @Override
  public Settings settings() {
    return settings;
  }
}
