package org.spinbench.simulator.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.bench.VirtualClock;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.scpi.CommandCatalogue.Effect;
import org.spinbench.simulator.scpi.CommandCatalogue.Line;

/**
 * Every setting that a twin only stores takes both ends of its range, each of its words and both
 * states, answers each as it was set, and answers its default again after a reset.
 */
class StoredCommandsTest {
  /** Models whose headers are not written like SCPI's. */
  private static final List<String> OTHERS = List.of("2602B", "SynthHD");

  @TestFactory
  Stream<DynamicTest> whatIsStoredIsAnswered() {
    return SimulatedModel.names().stream()
        .filter(model -> !OTHERS.contains(model))
        .map(model -> dynamicTest(model, () -> check(model)));
  }

  private static SimulatedInstrument fresh(String model) {
    return Laboratory.connected(
        SimulatedModel.of(model).orElseThrow(), Laboratory.surroundings(new VirtualClock(), 1));
  }

  private static void check(String model) {
    SimulatedInstrument twin = fresh(model);
    List<String> wrong = new ArrayList<>();
    for (Line line : twin.panel().catalogue().lines()) {
      if (line.effect() == Effect.STORED && line.set() && line.query()) {
        String header = ":" + CatalogueMessages.header(line);
        for (String value : CatalogueMessages.values(line.form())) {
          check(twin, header, value, wrong);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static void check(
      SimulatedInstrument twin, String header, String value, List<String> wrong) {
    MessageTable.exchange(twin.endpoint(), header + ' ' + value);
    String answer = MessageTable.exchange(twin.endpoint(), header + '?');
    if (!twin.queuedErrors().isEmpty() || !same(value, answer.strip())) {
      wrong.add(header + ' ' + value + " -> " + answer + ' ' + twin.queuedErrors());
    }
    twin.panel().clearErrors();
  }

  /** The same number, or the same word in its short form. */
  private static boolean same(String value, String answer) {
    try {
      double number = Double.parseDouble(value);
      return Math.abs(Double.parseDouble(answer) - number) <= 1e-5 * Math.abs(number);
    } catch (NumberFormatException word) {
      return value.toUpperCase(Locale.ROOT).startsWith(answer.replaceAll("\\d+$", ""))
          || value.equals(answer);
    }
  }
}
