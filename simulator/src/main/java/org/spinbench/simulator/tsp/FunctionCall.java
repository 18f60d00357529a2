package org.spinbench.simulator.tsp;

import java.util.List;

/** A call of a function, with its arguments. */
record FunctionCall(Expression function, List<Expression> arguments) implements Expression {
  @Override
  public Object value(Run run) {
    Object[] results = values(run);
    return results.length == 0 ? null : results[0];
  }

  @Override
  public Object[] values(Run run) {
    run.step();
    Object called = function.value(run);
    Object[] given = Parser.all(arguments, run);
    if (called instanceof Run.Closure own) {
      return run.call(own, given);
    }
    TspFunction callee =
        called instanceof TspTable table
            ? table.call()
            : called instanceof TspFunction plain ? plain : null;
    if (callee == null) {
      throw new ScriptException("attempt to call a " + Text.kind(called));
    }
    return callee.call(new Arguments(given));
  }
}
