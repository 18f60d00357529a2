package org.spinbench.drivers.qdevil;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * QDevil QDAC-II, a voltage source of 24 channels, ±2 V or ±10 V each, without output switches
 * (QDAC-II manual, chapter "SCPI commands").
 *
 * <p>{@link #inspect} and {@link #safe} concern the channels that somebody has asked for with
 * {@link #channel}; the others belong to other experiments.
 */
public final class Qdac2 implements Channels<BiasSource> {
  /** Number of channels. */
  public static final int CHANNELS = 24;

  private final ScpiSession session;
  private final Settings settings;
  private final List<Qdac2Channel> channels = new ArrayList<>();
  private final List<Qdac2Channel> used = new ArrayList<>();

  /**
   * A driver on this session; sends nothing.
   *
   * @param ramp how fast a channel may move, V and V/s
   */
  public Qdac2(ScpiSession session, Ramp ramp) {
    this.session = session;
    settings = new Settings(session);
    for (int number = 1; number <= CHANNELS; number++) {
      channels.add(new Qdac2Channel(session, settings.channel(number), number, ramp));
    }
  }

  /** {@inheritDoc} Each, 1 to 24, is a source of voltage. */
  @Override
  public BiasSource channel(int number) {
    if (number < 1 || number > CHANNELS) {
      throw new IllegalArgumentException(
          name() + " has channels 1 to " + CHANNELS + ", not " + number);
    }
    Qdac2Channel channel = channels.get(number - 1);
    if (!used.contains(channel)) {
      used.add(channel);
    }
    return channel;
  }

  @Override
  public void inspect() {
    used.forEach(Qdac2Channel::inspect);
  }

  @Override
  public void safe() {
    Steps steps = new Steps();
    for (Qdac2Channel channel : used) {
      steps.run(channel::safe);
    }
    steps.finish(name());
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public ScpiSession session() {
    return session;
  }
}
