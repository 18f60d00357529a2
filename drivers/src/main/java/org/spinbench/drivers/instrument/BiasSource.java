package org.spinbench.drivers.instrument;

/**
 * Role: a source of one direct current or voltage. Sources of several channels hand out one each.
 */
public interface BiasSource {
  /** Name on this bench, with the channel where there are several: {@code field:3}. */
  String name();

  /** Level, in A or V: see its unit. */
  NumberSetting level();

  /** Output connected or not; a source that has no such switch is always on and says so. */
  SwitchSetting output();

  /** Ramps the level to zero, switches off where it can, and verifies both. */
  void safe();
}
