package org.spinbench.drivers.bench.file;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile.Chip;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;

/**
 * Combines two bench files of one chip: for each entry of the device card, and each limit of an
 * instrument, the tighter one.
 */
public final class TightestLimits {
  private TightestLimits() {}

  /**
   * A bench file with limits no wider than those of another.
   *
   * @param file source of everything else
   */
  public static BenchFile of(BenchFile file, BenchFile other) {
    Map<String, InstrumentEntry> instruments = new LinkedHashMap<>();
    file.instruments()
        .forEach((name, entry) -> instruments.put(name, of(entry, other.instruments().get(name))));
    Chip chip = file.chip();
    return new BenchFile(
        file.name(),
        instruments,
        file.gpib(),
        file.keys(),
        new Chip(
            chip.name(),
            chip.junctionResistance(),
            chip.fieldLineResistance(),
            of(chip.limits(), other.chip().limits())),
        file.inputs(),
        file.chains(),
        file.neurons(),
        file.stripLines(),
        file.readout(),
        file.coupling(),
        file.settling(),
        file.design(),
        file.validity(),
        file.safety(),
        file.labels(),
        file.simulation());
  }

  private static DeviceCard of(DeviceCard one, DeviceCard other) {
    return new DeviceCard(
        Math.min(one.neuronVoltage(), other.neuronVoltage()),
        Math.min(one.neuronCurrent(), other.neuronCurrent()),
        Math.min(one.synapsePeakVoltage(), other.synapsePeakVoltage()),
        Math.min(one.synapsePower(), other.synapsePower()),
        Math.min(one.fieldLineCurrent(), other.fieldLineCurrent()),
        Math.min(one.absoluteVoltage(), other.absoluteVoltage()),
        Math.min(one.slew(), other.slew()));
  }

  /** Another model has other settings, to which the limits do not apply. */
  private static InstrumentEntry of(InstrumentEntry one, InstrumentEntry other) {
    if (other == null || !other.model().equals(one.model())) {
      return one;
    }
    Map<String, LimitRange> limits = new HashMap<>(one.limits());
    other.limits().forEach((setting, range) -> limits.merge(setting, range, TightestLimits::of));
    return new InstrumentEntry(
        one.model(),
        one.resource(),
        one.timeout(),
        limits,
        one.serial(),
        one.source(),
        one.pulsed(),
        one.triggeredBy(),
        one.table());
  }

  private static LimitRange of(LimitRange one, LimitRange other) {
    return new LimitRange(
        Math.max(one.lowest(), other.lowest()), Math.min(one.highest(), other.highest()));
  }
}
