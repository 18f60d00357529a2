package org.spinbench.simulator.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of physics. */
@Tag("any-jdk")
class PhysicsCaseTest {
  static Stream<PhysicsCase> cases() {
    return PhysicsCase.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsComputedIsWhatIsKnown(PhysicsCase known) {
    PhysicsCase.Row row = known.compute();
    assertTrue(
        row.holds(),
        known.quantity()
            + ": expected "
            + known.expected()
            + ", computed "
            + row.computed()
            + ", "
            + row.difference());
  }

  @Test
  void aWrongValueDoesNotHold() {
    PhysicsCase known = new PhysicsCase("macrospin", "two", "", 2, 0.01, "none", () -> 2.03);
    PhysicsCase.Row row = known.compute();
    assertEquals(0.015, row.difference(), 1e-12);
    assertFalse(row.holds());
    assertFalse(
        new PhysicsCase("m", "nan", "", 1, 0.5, "none", () -> Double.NaN).compute().holds());
  }

  @Test
  void everyModelAndEveryCaseOnce() {
    List<String> names = PhysicsCase.all().stream().map(PhysicsCase::quantity).toList();
    assertEquals(names.size(), names.stream().distinct().count());
    assertEquals(
        List.of("oscillator", "vortex", "macrospin"),
        PhysicsCase.all().stream().map(PhysicsCase::model).distinct().toList());
  }
}
