package org.spinbench.simulator.tsp;

import java.util.List;

/** The loops of a script. A body that breaks or returns ends them. */
final class ScriptLoops {
  private ScriptLoops() {}

  /**
   * Counts a local variable.
   *
   * @param limits the first number, the last one, and the step
   */
  static Statement count(String name, List<Expression> limits, Statement body) {
    return run -> {
      double last = limit(limits.get(1).value(run));
      double step = limit(limits.get(2).value(run));
      double first = limit(limits.get(0).value(run));
      for (double i = first; step > 0 ? i <= last : i >= last; i += step) {
        run.step();
        double index = i;
        boolean goesOn =
            run.inScope(
                inner -> {
                  inner.declare(name, index);
                  return body.execute(inner);
                });
        if (!goesOn) {
          break;
        }
      }
      return run.goesOn();
    };
  }

  private static double limit(Object value) {
    if (value instanceof Double number) {
      return number;
    }
    throw new ScriptException("'for' wants numbers, not a " + Text.kind(value));
  }

  static Statement repeatWhile(Expression condition, Statement body) {
    return run -> {
      while (Operators.isTrue(condition.value(run)) && body.execute(run)) {
        run.step();
      }
      return run.goesOn();
    };
  }

  static Statement repeatUntil(Statement body, Expression end) {
    return run -> {
      boolean goesOn;
      do {
        run.step();
        goesOn = body.execute(run);
      } while (goesOn && !Operators.isTrue(end.value(run)));
      return run.goesOn();
    };
  }
}
