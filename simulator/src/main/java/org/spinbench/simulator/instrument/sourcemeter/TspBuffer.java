package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.simulator.tsp.TspTable;

/**
 * A reading buffer of a channel of a 2600: readings with levels, times and statuses (2600B
 * reference manual 2600BS-901-01, section 3, "Reading buffers").
 */
final class TspBuffer {
  private static final double NOT_A_NUMBER = 9.91e37;

  /** Maximum number of readings. */
  static final int LARGEST = 60_000;

  private final List<Double> readings = new ArrayList<>();
  private final List<Double> sources = new ArrayList<>();
  private final List<Double> times = new ArrayList<>();
  private final List<Double> statuses = new ArrayList<>();
  private boolean appends;

  /** Empty, and cleared before each filling. */
  void preset() {
    clear();
    appends = false;
  }

  /** Prepares it for readings: clears it unless it appends. */
  void fill() {
    if (!appends) {
      clear();
    }
  }

  void bind(TspTable table) {
    elements(table, readings);
    elements(table.table("readings"), readings);
    elements(table.table("sourcevalues"), sources);
    elements(table.table("timestamps"), times);
    elements(table.table("statuses"), statuses);
    table.event("clear", this::clear);
    table.attribute("appendmode", 0, 1, () -> appends ? 1 : 0, mode -> appends = mode != 0);
    table.readOnly("capacity", () -> (double) LARGEST);
    table.attribute("collectsourcevalues", 0, 1, () -> 1, state -> {});
    table.attribute("collecttimestamps", 0, 1, () -> 1, state -> {});
  }

  private static void elements(TspTable table, List<Double> values) {
    table.elements(values::size, index -> values.get(index - 1));
  }

  private void clear() {
    readings.clear();
    sources.clear();
    times.clear();
    statuses.clear();
  }

  /** A value in the precision of stored and printed numbers. */
  static double shown(double value) {
    return Double.isFinite(value) ? value : NOT_A_NUMBER;
  }

  /** The readings, oldest first. */
  double[] readings() {
    return readings.stream().mapToDouble(reading -> reading).toArray();
  }

  void add(double value, double source, double seconds, int status) {
    if (readings.size() < LARGEST) {
      readings.add(value);
      sources.add(source);
      times.add(seconds);
      statuses.add((double) status);
    }
  }
}
