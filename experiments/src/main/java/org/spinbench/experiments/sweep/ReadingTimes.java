package org.spinbench.experiments.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.sweep.pass.Times;

/**
 * What reading takes at the setpoints of a plan, of which only some are read.
 *
 * <p>Setpoints at which the meters are set alike take alike: they are a group, a few of which are
 * read in any case. Beside these, setpoints are read that are spread over the plan as a multiple of
 * the golden ratio is over the unit interval, so that their distance never falls in step with an
 * axis.
 */
final class ReadingTimes {
  /** How many setpoints are read in all, about. */
  private static final int READ = 64;

  /** How many of each group at least. */
  private static final int OF_EACH = 2;

  /** Groups beyond so many take what the others take. */
  private static final int GROUPS = 500;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final List<Integer> depths;
  private final double share;
  private final Map<List<Double>, Group> groups = new HashMap<>();
  private long points;

  /** Setpoints at which the meters are set alike. */
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
   * @param depths which axes of the plan set meters
   * @param total setpoints of the plan
   */
  ReadingTimes(Clock clock, List<Integer> depths, long total) {
    this.clock = clock;
    this.depths = List.copyOf(depths);
    share = (double) READ / total;
  }

  /**
   * Counts a setpoint, and reads it if its turn has come.
   *
   * @param values of all axes
   * @param allowed whether it can be read
   * @param standing waits until a reading stands still
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

  /** Time that is waited for readings that are to stand still, s. */
  double settling() {
    return sum(times -> times.still.settling());
  }

  private interface Part {
    double of(Group group);
  }

  /** Of each group what it takes; of one that could not be read, what the others take. */
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
