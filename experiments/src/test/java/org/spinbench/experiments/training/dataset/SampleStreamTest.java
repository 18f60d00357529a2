package org.spinbench.experiments.training.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.task.TableTask.Columns;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.Believed;

/** What a trained chip is given to do. */
@Tag("any-jdk")
class SampleStreamTest {
  private static final TaskData.Sizes SIZES = new TaskData.Sizes(100, 60, 20);

  @TempDir Path folder;

  /** No two samples are alike. */
  private Dataset dataset(String answer) throws IOException {
    StringBuilder text = new StringBuilder("a,b," + answer + "\n");
    for (int i = 0; i < 120; i++) {
      text.append(i).append(',').append(i * i).append(',');
      text.append(answer.equals("class") ? "no yes".split(" ")[i % 2] : Integer.toString(3 * i));
      text.append('\n');
    }
    Path file = folder.resolve("samples.csv");
    Files.writeString(file, text);
    return Assignment.of(file, Columns.USUAL).dataset(5, SIZES, Believed.FILE);
  }

  private static String text(double[] input) {
    return Arrays.toString(input);
  }

  private static Set<String> inputs(Examples... parts) {
    return Stream.of(parts)
        .flatMap(part -> Arrays.stream(part.inputs()))
        .map(SampleStreamTest::text)
        .collect(Collectors.toSet());
  }

  private static List<SampleStream.Item> round(SampleStream work, int samples) {
    List<SampleStream.Item> items = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      items.add(work.next());
    }
    return items;
  }

  private static List<String> order(List<SampleStream.Item> items) {
    return items.stream().map(item -> text(item.input())).toList();
  }

  @Test
  void ofAFileEverySampleComesOnceInARoundInAnOrderOfItsOwn() throws IOException {
    Dataset dataset = dataset("class");
    SampleStream work = dataset.work(3);
    List<SampleStream.Item> first = round(work, 120);
    List<SampleStream.Item> second = round(work, 120);
    assertEquals(120, new HashSet<>(order(first)).size());
    assertEquals(new HashSet<>(order(first)), new HashSet<>(order(second)));
    assertNotEquals(order(first), order(second));
    assertEquals(order(first), order(round(dataset.work(3), 120)), "the seed says the order");
    assertNotEquals(order(first), order(round(dataset.work(4), 120)));
  }

  @Test
  void ofAFileTheQuarterThatWasKeptForTheTestIsUnseenAndNothingIsChosenWithIt() throws IOException {
    Dataset dataset = dataset("class");
    SampleStream work = dataset.work(3);
    Set<String> unseen =
        round(work, 120).stream()
            .filter(SampleStream.Item::unseen)
            .map(item -> text(item.input()))
            .collect(Collectors.toSet());
    assertEquals(OptionalInt.of(30), work.unseen());
    assertEquals(inputs(dataset.fresh(30, 1)), unseen);
    Set<String> chosenWith = inputs(work.duty().training(), work.duty().testing());
    assertEquals(inputs(dataset.train(), dataset.validation()), chosenWith);
    assertTrue(unseen.stream().noneMatch(chosenWith::contains));
  }

  @Test
  void aSampleOfAFileKeepsWhatIsAskedOfIt() throws IOException {
    double full = Believed.FILE.inputs().get(0).maximumPower();
    for (SampleStream.Item item : round(dataset("class").work(1), 120)) {
      long row = Math.round((item.input()[0] / full - Task.LOWEST) / (1 - Task.LOWEST) * 119);
      assertEquals(row % 2, item.label());
      assertEquals(item.label(), item.target());
    }
    for (SampleStream.Item item : round(dataset("target").work(1), 120)) {
      double part = (item.input()[0] / full - Task.LOWEST) / (1 - Task.LOWEST);
      assertEquals(-1, item.label());
      assertEquals(part, item.target(), 1e-12);
    }
  }

  @Test
  void aTaskDrawsANewSampleEachTime() {
    Dataset dataset = Assignment.of(Task.named("xor")).dataset(1, SIZES, Believed.FILE);
    SampleStream work = dataset.work(6);
    List<SampleStream.Item> items = round(work, 300);
    assertEquals(300, new HashSet<>(order(items)).size());
    assertTrue(items.stream().allMatch(SampleStream.Item::unseen));
    assertEquals(OptionalInt.empty(), work.unseen());
    Set<String> chosenWith = inputs(work.duty().training(), work.duty().testing());
    assertFalse(order(items).stream().anyMatch(chosenWith::contains));
    assertEquals(order(items), order(round(dataset.work(6), 300)));
    long ones = items.stream().filter(item -> item.label() == 1).count();
    assertTrue(ones > 110 && ones < 190, ones + " of class 1");
  }
}
