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
 * Role: a source of one direct current or voltage. Sources of several channels hand out one each.
 *
 * <p>Readings wait after each of its changes, for as long as the bench file says of what it is
 * wired to, or for {@link #settling} if that is longer. Each step of a ramp is a change.
 */
public interface BiasSource extends Instrument {
  /** Level, in A or V: see its unit. */
  NumberSetting level();

  /** Output connected or not; a source that has no such switch is always on and says so. */
  SwitchSetting output();

  /**
   * Makes it able to give levels up to a magnitude: function, range, protection. What is set so
   * already is left alone; if anything has to change, the source is brought to rest first.
   *
   * @param largest largest magnitude of the level that will be asked for
   * @throws LimitException if the source cannot give that much
   */
  void prepare(double largest);

  /**
   * The way of the level to a value, in steps when it is further away than one step of the ramp.
   * Each {@code next} makes one step, and returns how long to wait before the one that follows; so
   * several sources can go their ways side by side.
   */
  Iterator<Duration> way(double target);

  /** The largest step of that way, in the level's unit. */
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
   * The source, an instrument or a channel of it, whose level a setting is; empty if it is the
   * level of none. Whoever sets a level by its setting's name has to ramp it as well.
   */
  static Optional<BiasSource> ofLevel(Instrument instrument, Setting setting) {
    return owning(instrument, setting).filter(source -> source.level() == setting);
  }

  /**
   * The source, an instrument or a channel of it, that a setting belongs to; empty for no source.
   */
  static Optional<BiasSource> owning(Instrument instrument, Setting setting) {
    return Channels.of(instrument, setting.channel()) instanceof BiasSource source
        ? Optional.of(source)
        : Optional.empty();
  }

  /**
   * What asks the source whether it is limited now: its compliance holds, and it gives less than
   * its level. Empty for a model without such a question; then nobody knows.
   */
  default Optional<BooleanSupplier> limited() {
    return Optional.empty();
  }

  @Override
  default List<Output> outputs() {
    return List.of(Output.of(name(), level(), output()));
  }

  /** Ramps the level to zero, switches off where it can, and verifies both. */
  @Override
  void safe();
}
