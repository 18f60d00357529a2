package org.spinbench.simulator.tsp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One run of a script: its local variables and its remaining budget. */
final class Run {
  private static final int MOST_SCRIPTS = 4;
  private static final int MOST_DEPTH = 800;
  private static final Object[] NOTHING = {};

  private final Variables globals;
  private Scope scope;
  private int budget;
  private int line = 1;
  private int scripts;
  private int depth;
  private Object[] results;

  /** A function of a script, with the local variables around it. */
  static final class Closure {
    private final List<String> parameters;
    private final Statement body;
    private final int weight;
    private final Scope around;

    private Closure(List<String> parameters, Statement body, int weight, Scope around) {
      this.parameters = parameters;
      this.body = body;
      this.weight = weight;
      this.around = around;
    }

    @Override
    public String toString() {
      return "function";
    }
  }

  private record Scope(Map<String, Object> locals, Scope outer) {}

  Run(Variables globals, int budget) {
    this.globals = globals;
    this.budget = budget;
  }

  /** Counts one step, and ends a script that takes too many. */
  void step() {
    if (--budget < 0) {
      throw new ScriptException("the script takes too many steps and is stopped");
    }
  }

  /** Notes the current line. */
  void at(int place) {
    line = place;
    step();
  }

  int line() {
    return line;
  }

  /** Runs a loaded script within this run. */
  void call(Statement script) {
    if (++scripts > MOST_SCRIPTS) {
      throw new ScriptException("too many scripts call each other");
    }
    Scope outer = scope;
    scope = null;
    try {
      script.execute(this);
    } finally {
      results = null;
      scope = outer;
      scripts--;
    }
  }

  /**
   * A function with the present local variables.
   *
   * @param weight depth of its nested operators and blocks
   */
  Closure closure(List<String> parameters, Statement body, int weight) {
    return new Closure(parameters, body, weight, scope);
  }

  /** Calls a function of a script. The depth of calls is limited, and so is the stack. */
  Object[] call(Closure function, Object... given) {
    depth += function.weight;
    if (depth > MOST_DEPTH) {
      throw new ScriptException("stack overflow");
    }
    Scope outer = scope;
    scope = new Scope(new HashMap<>(), function.around);
    try {
      for (int i = 0; i < function.parameters.size(); i++) {
        declare(function.parameters.get(i), i < given.length ? given[i] : null);
      }
      function.body.execute(this);
      return results == null ? NOTHING : results;
    } finally {
      results = null;
      scope = outer;
      depth -= function.weight;
    }
  }

  /** Ends a function, or a script, with results. */
  void give(Object... values) {
    results = values;
  }

  /** Whether the statements after a loop are executed: not after a return. */
  boolean goesOn() {
    return results == null;
  }

  /** Executes a body in a new scope of local variables. */
  boolean inScope(Statement body) {
    Scope outer = scope;
    scope = new Scope(new HashMap<>(), outer);
    try {
      return body.execute(this);
    } finally {
      scope = outer;
    }
  }

  void declare(String name, Object value) {
    scope.locals.put(name, value);
  }

  Object get(String name) {
    for (Scope s = scope; s != null; s = s.outer) {
      if (s.locals.containsKey(name)) {
        return s.locals.get(name);
      }
    }
    return globals.get(name);
  }

  void set(String name, Object value) {
    for (Scope s = scope; s != null; s = s.outer) {
      if (s.locals.containsKey(name)) {
        s.locals.put(name, value);
        return;
      }
    }
    globals.set(name, value);
  }
}
