package org.spinbench.drivers.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.ObjDoubleConsumer;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.scpi.Batch;
import org.spinbench.drivers.transport.Clock;

/**
 * Ramps the biases of several neurons in parallel. All outputs are switched on at zero, then each
 * takes a step of its ramp in turn. Outputs that reach zero are switched off.
 */
final class BiasRamps {
  private final Batch batch;
  private final Clock clock;
  private final Runnable changed;

  /**
   * Ramps of a bench.
   *
   * @param changed runs after each change of a bias
   */
  BiasRamps(Batch batch, Clock clock, Runnable changed) {
    this.batch = batch;
    this.clock = clock;
    this.changed = changed;
  }

  /** Ramps each source to its current, A, in the order of the sources. */
  void run(List<BiasSource> sources, double... currents) {
    batch.run(() -> each(sources, currents, this::beginBias));
    List<Iterator<Duration>> ways = new ArrayList<>();
    each(sources, currents, (source, current) -> ways.add(source.way(current)));
    walk(ways);
    batch.run(() -> each(sources, currents, this::endBias));
  }

  private static void each(
      List<BiasSource> sources, double[] currents, ObjDoubleConsumer<BiasSource> action) {
    for (int k = 0; k < currents.length; k++) {
      action.accept(sources.get(k), currents[k]);
    }
  }

  private void beginBias(BiasSource source, double current) {
    boolean sent = source.level().current() != current;
    sent |= switchOn(source, current);
    if (sent) {
      changed.run();
    }
  }

  private void endBias(BiasSource source, double current) {
    if (current == 0 && source.output().exists() && source.output().ensure(false)) {
      changed.run();
    }
  }

  /** Takes and confirms one step of each ramp, then waits for the longest pause, and repeats. */
  private void walk(List<Iterator<Duration>> ways) {
    while (ways.stream().anyMatch(Iterator::hasNext)) {
      Duration[] pause = {Duration.ZERO};
      batch.run(
          () ->
              ways.stream()
                  .filter(Iterator::hasNext)
                  .forEach(way -> pause[0] = Collections.max(List.of(pause[0], way.next()))));
      if (ways.stream().anyMatch(Iterator::hasNext)) {
        clock.sleep(pause[0]);
      }
    }
  }

  /**
   * Switches an output on at zero before its level rises.
   *
   * @return whether it was off
   */
  static boolean switchOn(BiasSource source, double level) {
    if (level == 0 || source.output().current()) {
      return false;
    }
    source.level().check(level);
    switchOn(source);
    return true;
  }

  /** Switches the output of a source on at zero. */
  static void switchOn(BiasSource source) {
    if (!source.output().current()) {
      source.level().ensure(0);
      source.output().set(true);
    }
  }

  /** Prepares a source for the largest level that the bench file allows. */
  static void prepareForLimits(BiasSource source) {
    NumberSetting level = source.level();
    source.prepare(Math.max(Math.abs(level.minimum()), Math.abs(level.maximum())));
  }
}
