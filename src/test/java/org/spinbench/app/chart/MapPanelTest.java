package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.chart.MapPanel.Scale;
import org.spinbench.app.chart.MapPanel.Tick;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Points;

class MapPanelTest {
  private static List<String> labels(Points points, double factor) {
    return new Scale("x", points, factor).ticks().stream().map(Tick::label).toList();
  }

  @Test
  void manyCellsHaveTicksAtRoundNumbers() {
    assertEquals(
        List.of("200", "220", "240", "260", "280", "300"),
        labels(new Points.Linear(200e6, 300e6, 80), 1e-6));
    assertEquals(
        List.of("-4", "-2", "0", "2", "4"), labels(new Points.Linear(-4e-3, 4e-3, 60), 1e3));
    assertEquals(List.of("0", "100", "200", "300"), labels(new Points.Linear(0, 300, 301), 1));
    assertEquals(
        List.of("251.38", "251.4", "251.42"),
        labels(new Points.Linear(251.37e6, 251.43e6, 50), 1e-6));
  }

  @Test
  void aTickStandsWhereItsValueIs() {
    List<Tick> up = new Scale("x", new Points.Linear(1, 21, 21), 1).ticks();
    assertEquals(List.of("5", "10", "15", "20"), up.stream().map(Tick::label).toList());
    assertEquals(4, up.get(0).cell(), 1e-12);
    assertEquals(19, up.get(3).cell(), 1e-12);
    List<Tick> down = new Scale("x", new Points.Linear(20, 0, 41), 1).ticks();
    assertEquals("0", down.get(0).label());
    assertEquals(40, down.get(0).cell(), 1e-12);
    assertEquals("20", down.get(down.size() - 1).label());
    assertEquals(0, down.get(down.size() - 1).cell(), 1e-12);
  }

  @Test
  void fewCellsAndListsHaveTicksAtCells() {
    assertEquals(
        List.of("-6", "-3", "0", "3", "6"), labels(new Points.Linear(-6e-3, 6e-3, 5), 1e3));
    Points list = Axis.list("x", 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9).points();
    assertEquals(List.of("3", "1", "2", "3", "9"), labels(list, 1));
    assertEquals(List.of("7", "7", "7", "7", "7"), labels(new Points.Linear(7, 7, 20), 1));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1.1, 2", "2, 2", "3, 5", "5, 5", "5.1, 10", "0.03, 0.05", "700, 1000"})
  void aStepIsRoundAndNotBelowTheWidth(double width, double step) {
    assertEquals(step, Style.roundStep(width), 1e-12 * step);
  }
}
