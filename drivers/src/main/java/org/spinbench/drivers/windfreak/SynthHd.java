package org.spinbench.drivers.windfreak;

import static org.spinbench.drivers.instrument.Units.MHz;

import java.util.List;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Syntax;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.drivers.safety.SafeChannels;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.Identification;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Windfreak SynthHD or SynthHD PRO, an RF source of two channels on a serial line (SynthHD API
 * guide). Single letters set and ask, mostly for the channel that {@code C} has selected, so the
 * selection and what follows are never parted. It reports no errors: every setting is asked back.
 *
 * <p>The device knows no terminator; a serial line needs {@code write_terminator = "none"} unless
 * its firmware passes line feeds over, which is unconfirmed.
 */
public final class SynthHd {
  /** Single letters; model, serial number and firmware version for an identity. */
  public static final Dialect DIALECT =
      Dialect.letters(new Identification(List.of("+", "-", "v0"), SynthHd::identity));

  private SynthHd() {}

  /** A driver on this session, of channels 1 and 2, the device's 0 and 1; sends nothing. */
  public static Channels<SweptRfSource> on(ScpiSession session) {
    Settings settings = new Settings(session, Syntax.LETTERS).sends("v1", "v2");
    settings.choice("reference", "x", "EXT", "INT_27MHZ", "INT_10MHZ").numbered();
    settings
        .number("reference_frequency", "*", Unit.HERTZ, 10 * MHz, 100 * MHz)
        .resolution(1000)
        .inPowersOfTen(6);
    return new SafeChannels<>(
        session,
        settings,
        List.of(SynthHdChannel.on(session, settings, 1), SynthHdChannel.on(session, settings, 2)));
  }

  private static Identity identity(List<String> answers) {
    if (!answers.get(0).contains("SynthHD")) {
      throw new IllegalArgumentException("a model with SynthHD in its name was expected");
    }
    return new Identity("Windfreak", "SynthHD", answers.get(1).strip(), answers.get(2).strip());
  }
}
