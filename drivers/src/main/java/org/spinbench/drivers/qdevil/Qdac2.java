package org.spinbench.drivers.qdevil;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeChannels;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * QDevil QDAC-II, a voltage source of 24 channels, ±2 V or ±10 V each, without output switches
 * (QDAC-II manual, chapter "SCPI commands").
 */
public final class Qdac2 {
  /** Number of channels. */
  public static final int CHANNELS = 24;

  private Qdac2() {}

  /**
   * A driver on this session whose channels are sources of voltage; sends nothing.
   *
   * @param ramp how fast a channel may move, V and V/s
   */
  public static Channels<SweptBiasSource> on(ScpiSession session, Ramp ramp) {
    Settings settings = new Settings(session);
    List<SweptBiasSource> channels = new ArrayList<>();
    for (int number = 1; number <= CHANNELS; number++) {
      channels.add(new Qdac2Channel(session, settings.channel(number), number, ramp));
    }
    return new SafeChannels<>(session, settings, channels);
  }
}
