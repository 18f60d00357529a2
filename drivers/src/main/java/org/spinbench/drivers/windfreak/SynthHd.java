package org.spinbench.drivers.windfreak;

import static org.spinbench.drivers.instrument.Units.MHz;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.instrument.SweptRfSource;
import org.spinbench.drivers.instrument.Syntax;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.Identification;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Windfreak SynthHD or SynthHD PRO, an RF source of two channels on a serial line (SynthHD API
 * guide). Single letters set and ask, mostly for the channel that {@code C} has selected, so the
 * selection and what follows are never parted. It tells no errors: every setting is asked back.
 *
 * <p>The device knows no terminator; a serial line needs {@code write_terminator = "none"} unless
 * its firmware passes line feeds over, which is unconfirmed.
 *
 * <p>{@link #inspect} and {@link #safe} concern the channels that somebody has asked for with
 * {@link #channel}.
 */
public final class SynthHd implements Channels<SweptRfSource> {
  /** Single letters; model, serial number and firmware version for an identity. */
  public static final Dialect DIALECT =
      Dialect.letters(new Identification(List.of("+", "-", "v0"), SynthHd::identity));

  private static final int CHANNELS = 2;

  private final ScpiSession session;
  private final Settings settings;
  private final List<SynthHdChannel> channels = new ArrayList<>();
  private final List<SynthHdChannel> used = new ArrayList<>();

  /** A driver on this session; sends nothing. */
  public SynthHd(ScpiSession session) {
    this.session = session;
    settings = new Settings(session, Syntax.LETTERS);
    settings.choice("reference", "x", "EXT", "INT_27MHZ", "INT_10MHZ").numbered();
    settings
        .number("reference_frequency", "*", Unit.HERTZ, 10 * MHz, 100 * MHz)
        .resolution(1000)
        .inPowersOfTen(6);
    for (int number = 1; number <= CHANNELS; number++) {
      channels.add(SynthHdChannel.on(session, settings, number));
    }
  }

  private static Identity identity(List<String> answers) {
    if (!answers.get(0).contains("SynthHD")) {
      throw new IllegalArgumentException("a model with SynthHD in its name was expected");
    }
    return new Identity("Windfreak", "SynthHD", answers.get(1).strip(), answers.get(2).strip());
  }

  /** {@inheritDoc} Each, 1 or 2, is an RF source: the device's channels 0 and 1. */
  @Override
  public SweptRfSource channel(int number) {
    if (number < 1 || number > CHANNELS) {
      throw new IllegalArgumentException(
          name() + " has channels 1 to " + CHANNELS + ", not " + number);
    }
    SynthHdChannel channel = channels.get(number - 1);
    if (!used.contains(channel)) {
      used.add(channel);
    }
    return channel;
  }

  @Override
  public void inspect() {
    used.forEach(SynthHdChannel::inspect);
  }

  @Override
  public void safe() {
    Steps steps = new Steps();
    used.forEach(channel -> steps.run(channel::safe));
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
