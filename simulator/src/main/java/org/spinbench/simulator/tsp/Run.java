package org.spinbench.simulator.tsp;

import java.util.HashMap;
import java.util.Map;

/** One run of a script: its local variables and its remaining budget. */
final class Run {
  private static final int MOST_SCRIPTS = 4;

  private final Variables globals;
  private Scope scope;
  private int budget;
  private int line = 1;
  private int scripts;

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
      scope = outer;
      scripts--;
    }
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
