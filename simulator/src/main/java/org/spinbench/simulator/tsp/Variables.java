package org.spinbench.simulator.tsp;

import java.util.HashMap;
import java.util.Map;

/**
 * Global variables: those of the instrument, and those of scripts, of which the number is limited.
 */
final class Variables {
  private static final int MOST = 256;

  private final TspTable bound;
  private final Map<String, Object> own = new HashMap<>();

  Variables(TspTable bound) {
    this.bound = bound;
  }

  /** A value; nil if it is not set. */
  Object get(String name) {
    return bound.has(name) ? bound.get(name) : own.get(name);
  }

  void set(String name, Object value) {
    if (bound.has(name)) {
      throw new ScriptException(Text.quoted(name) + " belongs to the instrument");
    }
    if (value == null) {
      own.remove(name);
      return;
    }
    if (own.size() >= MOST && !own.containsKey(name)) {
      throw new ScriptException("not enough memory for another variable");
    }
    own.put(name, value);
  }
}
