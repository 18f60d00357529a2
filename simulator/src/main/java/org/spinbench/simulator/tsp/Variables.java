package org.spinbench.simulator.tsp;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Global variables: those of the instrument, and those of scripts, of which the number is limited.
 */
final class Variables {
  private static final int MOST = 256;
  private static final int MOST_VALUES = 20_000;

  private final TspTable bound;
  private final Map<String, Object> own = new HashMap<>();

  Variables(TspTable bound) {
    this.bound = bound;
  }

  /** A value; nil if it is not set. */
  Object get(String name) {
    return bound.has(name) ? bound.get(name) : own.get(name);
  }

  /** Whether the tables of scripts, and the tables in these, hold too many values together. */
  boolean tooLarge() {
    Set<TspTable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> rest = new ArrayDeque<>(own.values());
    int count = 0;
    while (!rest.isEmpty() && count <= MOST_VALUES) {
      if (rest.pop() instanceof TspTable table && seen.add(table)) {
        rest.addAll(table.contents());
        count += table.contents().size();
      }
    }
    return count > MOST_VALUES;
  }

  /** Removes the tables of scripts. */
  void forgetTables() {
    own.values().removeIf(value -> value instanceof TspTable table && table.isOfScript());
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
