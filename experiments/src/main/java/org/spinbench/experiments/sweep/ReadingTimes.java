package org.spinbench.experiments.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.sweep.pass.Times;

/**
 * Estimates the time of readings at the setpoints of a plan, of which only some are read.
 *
 * <p>Setpoints with the same settings of the meters take the same time. They form a group, of which
 * a few are always read. Other setpoints to read are spread over the plan by multiples of the
 * golden ratio modulo one, so that they are never in step with an axis.
 */
final class ReadingTimes {
  /** Approximate total number of setpoints that are read. */
  private static final int READ = 64;

  /** Minimum number of setpoints per group. */
  private static final int OF_EACH = 2;

  /** Maximum number of groups; further ones count with the others. */
  private static final int GROUPS = 500;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final List<Integer> depths;
  private final double share;
  private final Map<List<Double>, Group> groups = new HashMap<>();
  private long points;

  /** Setpoints with the same settings of the meters. */
  private static final class Group {
    private final Times reading;
    private final Times still;
    private long points;
    private long read;

    Group(Clock clock) {
      reading = new Times(clock);
      still = new Times(clock);
    }
  }

  private final Clock clock;

  /**
   * Times of a plan's readings.
   *
   * @param depths the axes of the plan that set meters
   * @param total number of setpoints in the plan
   */
  ReadingTimes(Clock clock, List<Integer> depths, long total) {
    this.clock = clock;
    this.depths = List.copyOf(depths);
    share = (double) READ / total;
  }

  /**
   * Counts a setpoint, and reads it if it is selected.
   *
   * @param values of all axes
   * @param allowed whether it can be read
   * @param standing waits until a reading is stable
   * @param reading reads
   */
  void visit(List<Double> values, boolean allowed, Runnable standing, Runnable reading) {
    List<Double> key = new ArrayList<>();
    depths.forEach(depth -> key.add(values.get(depth)));
    boolean known = groups.containsKey(key) || groups.size() < GROUPS;
    Group group = groups.computeIfAbsent(known ? key : List.of(), k -> new Group(clock));
    points++;
    group.points++;
    double place = points * GOLDEN;
    boolean turn = place - Math.floor(place) < share || known && group.read < OF_EACH;
    if (allowed && turn) {
      group.read++;
      group.still.settle(standing);
      group.reading.read(reading);
    }
  }

  /** Time of all readings, s. */
  double reading() {
    return sum(times -> times.reading.reading());
  }

  /** Time of waiting for stable readings, s. */
  double settling() {
    return sum(times -> times.still.settling());
  }

  private interface Part {
    double of(Group group);
  }

  /** Sum over the groups; a group that could not be read has the mean of the others. */
  private double sum(Part part) {
    double seconds = 0;
    long read = 0;
    double all = 0;
    long unread = 0;
    for (Group group : groups.values()) {
      double taken = part.of(group);
      seconds += taken;
      read += group.read;
      all += group.read == 0 ? 0 : taken / group.read * group.points;
      unread += group.read == 0 ? group.points : 0;
    }
    return read == 0 ? 0 : all + unread * seconds / read;
  }
}
