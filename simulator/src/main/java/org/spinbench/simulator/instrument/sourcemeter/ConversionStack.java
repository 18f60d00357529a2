package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;

/**
 * The stack of a source meter's averaging filter, whose mean is a reading. A repeating filter is
 * refilled for every reading. A moving one takes one conversion per reading and keeps the earlier
 * ones. When it is empty, its first conversion fills every place, or it takes as many conversions
 * as it has places (2400 Series user's manual 2400S-900-01, page 7-9; 2450 reference manual,
 * section 4, "Moving average filter"; 2600B reference manual, smuX.measure.filter.type).
 */
final class ConversionStack {
  private final boolean copiesFirst;
  private final Deque<SourceMeasureUnit.Reading> kept = new ArrayDeque<>();

  /**
   * An empty stack.
   *
   * @param copiesFirst whether the first conversion fills it
   */
  ConversionStack(boolean copiesFirst) {
    this.copiesFirst = copiesFirst;
  }

  /** Discards every conversion. */
  void clear() {
    kept.clear();
  }

  /**
   * A reading.
   *
   * @param places number of averaged conversions, from 1
   * @param moving whether earlier conversions are kept
   * @param start of the first conversion, ns
   * @param conversion makes a conversion from its start
   */
  SourceMeasureUnit.Reading read(
      int places, boolean moving, long start, LongFunction<SourceMeasureUnit.Reading> conversion) {
    if (!moving) {
      kept.clear();
    }
    while (kept.size() > places) {
      kept.removeFirst();
    }
    SourceMeasureUnit.Reading latest = conversion.apply(start);
    push(latest, places);
    while (kept.size() < places) {
      latest = moving && copiesFirst ? latest : conversion.apply(latest.nanos());
      push(latest, places);
    }
    return mean(latest);
  }

  private void push(SourceMeasureUnit.Reading reading, int places) {
    if (kept.size() == places) {
      kept.removeFirst();
    }
    kept.addLast(reading);
  }

  private SourceMeasureUnit.Reading mean(SourceMeasureUnit.Reading latest) {
    double volts = 0;
    double amperes = 0;
    for (SourceMeasureUnit.Reading one : kept) {
      volts += one.volts() / kept.size();
      amperes += one.amperes() / kept.size();
    }
    return new SourceMeasureUnit.Reading(
        volts, amperes, latest.level(), latest.limited(), latest.rangeLimited(), latest.nanos());
  }
}
