package org.spinbench.drivers.instrument.role;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;

/**
 * Role: a source of DC current or voltage. A source with several channels provides one for each.
 *
 * <p>Readings wait after each of its changes, by the bench file's time for its wiring, or by {@link
 * #settling} if that is longer. Each step of a ramp is a change.
 */
public interface BiasSource extends Instrument {
  /** Level, A or V; see its unit. */
  NumberSetting level();

  /** Switch of the output; a source without one is always on. */
  SwitchSetting output();

  /**
   * Prepares it for levels up to a magnitude: function, range, protection. Present settings are
   * kept if they fit; if anything must change, the source is brought to rest first.
   *
   * @param largest largest magnitude of later levels
   * @throws LimitException if the source cannot reach that
   */
  void prepare(double largest);

  /**
   * The ramp of the level to a value: one step if the value is within one step of the ramp,
   * otherwise several. Each {@code next} makes one step, and returns the time to wait before the
   * next one, so that several sources can ramp in parallel.
   */
  Iterator<Duration> way(double target);

  /** The largest step of the ramp, in the level's unit. */
  double step();

  /** Brings the level to a value along its {@link #way}. */
  default void ramp(double target) {
    Iterator<Duration> way = way(target);
    while (way.hasNext()) {
      Duration pause = way.next();
      if (way.hasNext()) {
        session().clock().sleep(pause);
      }
    }
  }

  /**
   * The source, an instrument or a channel, to which a level belongs; empty if the setting is not a
   * level. Code that sets a level by its setting's name must ramp it too.
   */
  static Optional<BiasSource> ofLevel(Instrument instrument, Setting setting) {
    return owning(instrument, setting).filter(source -> source.level() == setting);
  }

  /** The source, an instrument or a channel, to which a setting belongs; empty for none. */
  static Optional<BiasSource> owning(Instrument instrument, Setting setting) {
    return Channels.of(instrument, setting.channel()) instanceof BiasSource source
        ? Optional.of(source)
        : Optional.empty();
  }

  /**
   * Queries whether the source is limited now: in compliance, and below its level. Empty for a
   * model without such a query.
   */
  default Optional<BooleanSupplier> limited() {
    return Optional.empty();
  }

  @Override
  default List<Output> outputs() {
    return List.of(Output.of(name(), level(), output()));
  }

  /** Ramps the level to zero, switches off if possible, and verifies both. */
  @Override
  void safe();
}
