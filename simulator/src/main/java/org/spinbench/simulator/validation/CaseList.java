package org.spinbench.simulator.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The cases of one model while they are listed. */
final class CaseList {
  private final String model;
  private final List<PhysicsCase> cases = new ArrayList<>();

  CaseList(String model) {
    this.model = model;
  }

  /** Adds a case: see {@link PhysicsCase}. */
  void add(
      String quantity,
      String unit,
      double expected,
      double tolerance,
      String source,
      DoubleSupplier computation) {
    cases.add(new PhysicsCase(model, quantity, unit, expected, tolerance, source, computation));
  }

  List<PhysicsCase> all() {
    return cases;
  }
}
