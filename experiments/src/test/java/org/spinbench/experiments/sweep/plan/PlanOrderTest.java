package org.spinbench.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.sweep.plan.PlanOrder.Next;
import org.spinbench.experiments.task.Seeds;

class PlanOrderTest {
  private static List<Place> places(Plan plan) {
    List<Place> places = new ArrayList<>();
    PlanOrder.walk(
        plan,
        (place, done) -> {
          assertEquals(places.size(), done);
          places.add(place);
          return Next.GO_ON;
        });
    return places;
  }

  private static String indices(Plan plan) {
    StringBuilder text = new StringBuilder();
    places(plan).forEach(place -> place.indices().forEach(text::append));
    return text.toString();
  }

  private static Axis axis(String name, int points) {
    return Axis.linear(name, 0, 1, points);
  }

  @Test
  void theInnermostAxisIsTheLast() {
    assertEquals("000102101112", indices(Plan.named("p").sweep(axis("a", 2)).sweep(axis("b", 3))));
  }

  @Test
  void aSnakeTurnsAroundAtEachEnd() {
    Plan plan = Plan.named("p").sweep(axis("a", 3)).sweep(axis("b", 3).snake());
    assertEquals("000102121110202122", indices(plan));
  }

  @Test
  void aSnakeInTheMiddleTurnsWithItsOwnPasses() {
    Plan plan =
        Plan.named("p").sweep(axis("a", 2)).sweep(axis("b", 2).snake()).sweep(axis("c", 2).snake());
    assertEquals("000001011010110111101100", indices(plan));
  }

  @Test
  void thereAndBackMeasuresEveryPointTwice() {
    Plan plan = Plan.named("p").sweep(axis("a", 3).thereAndBack());
    assertEquals("012210", indices(plan));
    assertEquals(
        List.of(false, false, false, true, true, true),
        places(plan).stream().map(Place::backward).toList());
  }

  @Test
  void repeatsAreCountedAndASnakeContinuesThroughThem() {
    Plan plan = Plan.named("p").sweep(axis("a", 2).snake()).repeats(2);
    assertEquals("0110", indices(plan));
    assertEquals(List.of(0, 0, 1, 1), places(plan).stream().map(Place::repeat).toList());
    assertEquals(List.of(0L, 0L, 1L, 1L), places(plan).stream().map(Place::line).toList());
  }

  @Test
  void withoutAxesThereAreOnlyRepeats() {
    List<Place> places = places(Plan.named("p").repeats(3));
    assertEquals(3, places.size());
    assertEquals(List.of(), places.get(2).indices());
    assertEquals(2, places.get(2).repeat());
  }

  /** Any nesting: as many places as the plan says, each index in range, a snake moves by one. */
  @Test
  void everySetpointOfAnyPlanIsVisited() {
    RandomGenerator random = Seeds.generator(3);
    for (int trial = 0; trial < 300; trial++) {
      Plan plan = Plan.named("p").repeats(random.nextInt(1, 4));
      int axes = random.nextInt(0, 4);
      boolean snakes = random.nextBoolean();
      for (int depth = 0; depth < axes; depth++) {
        Axis axis = axis("axis " + depth, random.nextInt(1, 6));
        plan =
            plan.sweep(snakes ? axis.snake() : random.nextBoolean() ? axis : axis.thereAndBack());
      }
      List<Place> places = places(plan);
      assertEquals(plan.points(), places.size());
      assertEquals(plan.lines(), axes == 0 ? 1 : 1 + places.get(places.size() - 1).line());
      for (int i = 1; i < places.size() && snakes; i++) {
        int moved = 0;
        for (int depth = 0; depth < axes; depth++) {
          int before = places.get(i - 1).indices().get(depth);
          moved += Math.abs(places.get(i).indices().get(depth) - before);
        }
        assertTrue(moved <= 1, plan + " jumps at " + i);
      }
    }
  }

  @Test
  void anEndedLineLeavesTheRestOfItOut() {
    Plan plan = Plan.named("p").sweep(axis("a", 3)).sweep(axis("b", 4));
    StringBuilder visited = new StringBuilder();
    PlanOrder.walk(
        plan,
        (place, done) -> {
          visited.append(done).append(' ');
          return place.indices().equals(List.of(1, 1)) ? Next.END_LINE : Next.GO_ON;
        });
    assertEquals("0 1 2 3 4 5 8 9 10 11 ", visited.toString());
  }

  @Test
  void linesAreTheInnermostPasses() {
    Plan plan = Plan.named("p").sweep(axis("a", 2)).sweep(axis("b", 3).snake()).repeats(2);
    List<List<Place>> lines = new ArrayList<>();
    List<Long> done = new ArrayList<>();
    PlanOrder.walkLines(
        plan,
        (places, before) -> {
          lines.add(places);
          done.add(before);
        });
    assertEquals(List.of(0L, 3L, 6L, 9L), done);
    List<Place> one = new ArrayList<>();
    PlanOrder.walk(
        plan,
        (place, before) -> {
          one.add(place);
          return Next.GO_ON;
        });
    assertEquals(one, lines.stream().flatMap(List::stream).toList());
    assertEquals(List.of(1, 2), lines.get(1).get(0).indices());
  }

  @Test
  void anEndedPlanEndsItsRepeatsToo() {
    Plan plan = Plan.named("p").sweep(axis("a", 3)).repeats(5);
    List<Place> visited = new ArrayList<>();
    PlanOrder.walk(
        plan,
        (place, done) -> {
          visited.add(place);
          return visited.size() == 5 ? Next.END_PLAN : Next.GO_ON;
        });
    assertEquals(5, visited.size());
  }
}
