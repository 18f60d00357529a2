package org.spinbench.experiments.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.experiments.task.TableTask.Columns;

@Tag("any-jdk")
class TableTaskTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    Path file = folder.resolve("samples.csv");
    Files.writeString(file, text);
    return file;
  }

  private static Columns answering(String answer) {
    return new Columns(List.of(), answer, "", OptionalDouble.empty(), 0, 0);
  }

  private static Columns image(int width, int pooled) {
    return new Columns(List.of(), "", "", OptionalDouble.empty(), width, pooled);
  }

  private TableTask of(String text, Columns columns) throws IOException {
    return new TableTask(file(text), columns);
  }

  /** Two classes of four samples each. */
  private static String classes() {
    StringBuilder text = new StringBuilder("a,class,b\n");
    for (int i = 0; i < 8; i++) {
      text.append(i).append(i < 4 ? ",low," : ",high,").append(-10 * i).append('\n');
    }
    return text.toString();
  }

  @Test
  void bringsEachColumnFromItsRangeToThatOfTheInputs() throws IOException {
    TableTask task = of(classes(), Columns.USUAL);
    assertEquals(List.of("a", "b"), task.inputNames());
    assertEquals(List.of("high", "low"), task.classes());
    assertArrayEquals(new double[] {Task.LOWEST, 1}, task.rows()[0], 1e-15);
    assertArrayEquals(new double[] {1, Task.LOWEST}, task.rows()[7], 1e-15);
    assertEquals(Task.LOWEST + (1 - Task.LOWEST) * 3 / 7, task.rows()[3][0], 1e-15);
    assertEquals(1, task.targets()[0]);
    assertEquals(0, task.targets()[7]);
    assertEquals(8, task.size());
  }

  @Test
  void withoutAHeaderTheLastColumnIsTheAnswerAndColumnsAreNumbered() throws IOException {
    StringBuilder text = new StringBuilder("# digits\n\n");
    for (int i = 0; i < 12; i++) {
      text.append(i).append(',').append(i * i).append(',').append(i % 3 * 5).append('\n');
    }
    TableTask task = of(text.toString(), Columns.USUAL);
    assertEquals(List.of("1", "2"), task.inputNames());
    assertEquals(List.of("0", "5", "10"), task.classes(), "by value");
    TableTask chosen =
        of(text.toString(), new Columns(List.of("2"), "", "", OptionalDouble.empty(), 0, 0));
    assertEquals(List.of("2"), chosen.inputNames());
    assertEquals(1, chosen.rows()[0].length);
  }

  @Test
  void aColumnCalledTargetIsAQuantityWithinATenthOfItsRange() throws IOException {
    TableTask task = of("x,target\n0,20\n1,30\n2,40\n4,60\n", Columns.USUAL);
    assertEquals(List.of(), task.classes());
    assertArrayEquals(new double[] {0, 0.25, 0.5, 1}, task.targets(), 1e-15);
    assertEquals(20, task.lowest());
    assertEquals(60, task.highest());
    assertEquals(0.1, task.tolerance(), 1e-15);
  }

  @Test
  void aToleranceMakesAnyColumnAQuantity() throws IOException {
    Columns columns = new Columns(List.of("x"), "y", "", OptionalDouble.of(2), 0, 0);
    TableTask task = of("x,y\n0,20\n1,30\n2,40\n4,60\n", columns);
    assertEquals(0.05, task.tolerance(), 1e-15);
    assertEquals(List.of(), task.classes());
  }

  @Test
  void onlyTheClassesThatAreAskedForAreRead() throws IOException {
    String text = classes() + "100,other,7\n";
    Columns two =
        new Columns(List.of(), "", "", OptionalDouble.empty(), 0, 0, List.of("low", "high"));
    TableTask task = of(text, two);
    assertEquals(8, task.size());
    assertEquals(List.of("high", "low"), task.classes());
    assertEquals(1, task.rows()[7][0], 1e-15, "the range is that of the samples read");
    Columns none =
        new Columns(List.of(), "", "", OptionalDouble.empty(), 0, 0, List.of("low", "middle"));
    assertTrue(refusal(text, none).endsWith("no sample has \"middle\" in column class"));
  }

  @Test
  void columnsMayHaveCommasInTheirNamesAndDecimals() throws IOException {
    StringBuilder text = new StringBuilder("\uFEFF\"x, cm\";y;class\r\n");
    for (int i = 0; i < 8; i++) {
      text.append(i).append(",5;").append(i % 3).append(i < 4 ? ";low\r\n" : ";high\r\n");
    }
    Columns columns =
        new Columns(
            List.of("x, cm"), "class", "", OptionalDouble.empty(), 0, 0, List.of("low", "high"));
    TableTask task = of(text.toString(), columns);
    assertEquals(List.of("x, cm"), task.inputNames());
    assertEquals(Task.LOWEST + (1 - Task.LOWEST) * 3 / 7, task.rows()[3][0], 1e-15);
    assertEquals(columns, Columns.of(columns.toMap()));
  }

  @Test
  void columnsOfARunWithoutCommasAreKeptAsEver() {
    Columns columns =
        new Columns(List.of("a", "b"), "c", "", OptionalDouble.empty(), 0, 0, List.of("1", "2"));
    assertEquals("a,b", columns.toMap().get("columns inputs"));
    assertEquals("1,2", columns.toMap().get("columns classes"));
    assertEquals(columns, Columns.of(columns.toMap()));
  }

  @Test
  void readsWhatIsPacked() throws IOException {
    Path file = folder.resolve("samples.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(classes().getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(8, new TableTask(file, Columns.USUAL).size());
  }

  /** Of a 4 x 2 image averaged down to width 2: the means of its two squares. */
  @Test
  void averagesImages() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(i == 0 ? "8,0,1,1,0,0,1,1," : "0,0,0,0,0,0,0," + i + ",");
      text.append(i % 2).append('\n');
    }
    TableTask task = of(text.toString(), image(4, 2));
    assertEquals(List.of("pixel 1, 1", "pixel 2, 1"), task.inputNames());
    assertEquals(1, task.rows()[0][0], 1e-15);
    assertEquals(Task.LOWEST, task.rows()[1][0], 1e-15);
    // means of the second square: 1 for the first sample, i/4 for the others, largest 7/4
    double low = 0.25;
    double high = 1.75;
    double expected = Task.LOWEST + (1 - Task.LOWEST) * (1 - low) / (high - low);
    assertEquals(expected, task.rows()[0][1], 1e-15);
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "4, 3", "5, 0"})
  void refusesWhatIsNoImage(int width, int pooled) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append(i).append(",1,2,3,4,5,6,").append(8 - i).append(',').append(i % 2).append('\n');
    }
    String all = text.toString();
    assertTrue(refusal(all, image(width, pooled)).startsWith("8 pixels are not an image of width"));
  }

  private String refusal(String text, Columns columns) throws IOException {
    Path file = file(text);
    return assertThrows(IllegalArgumentException.class, () -> new TableTask(file, columns))
        .getMessage();
  }

  @Test
  void saysWhichColumnsThereAre() throws IOException {
    String message = refusal(classes(), answering("kind"));
    assertTrue(message.endsWith("has no column \"kind\"; there are a, class, b"), message);
  }

  @Test
  void saysWhereSomethingIsNoNumber() throws IOException {
    String message = refusal(classes().replace("\n5,", "\nfive,"), Columns.USUAL);
    assertTrue(message.endsWith("line 7, column 1 (a): 'five' is not a number"), message);
    message = refusal(classes().replace("\n5,", "\nInfinity,"), Columns.USUAL);
    assertTrue(message.endsWith("line 7, column 1 (a): 'Infinity' is not finite"), message);
    message = refusal(classes().replace(",high,-70", ",,-70"), Columns.USUAL);
    assertTrue(message.endsWith("line 9, column 2 (class): empty"), message);
    message = refusal(classes() + "1,low\n", Columns.USUAL);
    assertTrue(
        message.endsWith("line 10: 2 columns, but 3 in line 1; commas separate them"), message);
  }

  @Test
  void saysWhichClassHasTooFewSamples() throws IOException {
    String message = refusal(classes() + "3,middle,4\n", Columns.USUAL);
    assertTrue(message.contains("class middle has 1 sample; training, validation"), message);
    assertFalse(message.contains("quantity"), message);
    String numbers = "x,y\n1,2.5\n2,3.5\n3,1.5\n";
    assertTrue(refusal(numbers, Columns.USUAL).endsWith("is a quantity, give its tolerance"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,a,class\n1,2,3\n", "", "# nothing\n", "a,b,class\n"})
  void refusesFilesWithoutSamplesOrWithNamesGivenTwice(String text) throws IOException {
    assertTrue(
        refusal(text, Columns.USUAL).matches("(?s).*(holds no samples|name is given twice).*"));
  }

  @Test
  void refusesWhatTellsNothing() throws IOException {
    assertTrue(
        refusal(classes().replaceAll(",-?\\d+\n", ",7\n"), Columns.USUAL)
            .contains("column b is 7.0 in every row"));
    assertTrue(refusal(classes().replace("high", "low"), Columns.USUAL).contains("of class low"));
    assertTrue(refusal("x,target\n1,5\n2,5\n", Columns.USUAL).contains("target is 5.0 in every"));
    assertTrue(
        refusal("class\nx\ny\n", Columns.USUAL).contains("no column that could be an input"));
    Columns both = new Columns(List.of("a", "class"), "", "", OptionalDouble.empty(), 0, 0);
    assertTrue(refusal(classes(), both).contains("cannot be an input too"));
    Columns zero = new Columns(List.of(), "", "", OptionalDouble.of(0), 0, 0);
    assertTrue(
        refusal("x,target\n1,5\n2,6\n", zero).contains("a tolerance is above 0 and below 0.5"));
    Columns all = new Columns(List.of(), "", "", OptionalDouble.of(0.5), 0, 0);
    assertTrue(refusal("x,target\n1,5\n2,6\n", all).contains("below 0.5, not 0.5"));
    Columns twice = new Columns(List.of("a", "a"), "", "", OptionalDouble.empty(), 0, 0);
    assertTrue(refusal(classes(), twice).contains("column a is given twice as an input"));
    Columns grouped = new Columns(List.of(), "", "class", OptionalDouble.empty(), 0, 0);
    assertTrue(refusal(classes(), grouped).contains("column class is the answer"));
    assertTrue(
        refusal(classes().replaceFirst("^a,", ","), Columns.USUAL)
            .contains("column 1 has no name"));
  }

  private static Set<Integer> set(int[] rows) {
    return new HashSet<>(IntStream.of(rows).boxed().toList());
  }

  @Test
  void splitsEveryClassAlikeAndTheSameBySeed() throws IOException {
    StringBuilder text = new StringBuilder("x,class\n");
    for (int i = 0; i < 400; i++) {
      text.append(i).append(i % 4 == 0 ? ",rare\n" : ",often\n");
    }
    TableTask task = of(text.toString(), Columns.USUAL);
    TableTask.Split split = task.split(3);
    assertEquals(100, split.test().length);
    assertEquals(100, split.validation().length);
    assertEquals(200, split.train().length);
    Set<Integer> all = set(split.train());
    all.addAll(set(split.validation()));
    all.addAll(set(split.test()));
    assertEquals(400, all.size(), "no sample is in two parts");
    for (int[] part : List.of(split.train(), split.validation(), split.test())) {
      long rare = IntStream.of(part).filter(i -> i % 4 == 0).count();
      assertEquals(part.length / 4, rare);
    }
    assertArrayEquals(split.test(), task.split(3).test());
    assertFalse(set(split.test()).equals(set(task.split(4).test())));
  }

  @Test
  void keepsTogetherWhatBelongsTogether() throws IOException {
    StringBuilder text = new StringBuilder("speaker,x,class\n");
    for (int i = 0; i < 120; i++) {
      text.append('s').append(i / 6).append(',').append(i).append(',').append(i % 2).append('\n');
    }
    Columns columns = new Columns(List.of(), "", "speaker", OptionalDouble.empty(), 0, 0);
    TableTask task = of(text.toString(), columns);
    assertEquals(List.of("x"), task.inputNames());
    TableTask.Split split = task.split(1);
    assertEquals(30, split.test().length);
    Set<Integer> tested = new HashSet<>(IntStream.of(split.test()).mapToObj(i -> i / 6).toList());
    assertEquals(5, tested.size());
    assertTrue(IntStream.of(split.train()).noneMatch(i -> tested.contains(i / 6)));
    assertTrue(IntStream.of(split.validation()).noneMatch(i -> tested.contains(i / 6)));
  }

  @Test
  void refusesGroupsThatLeaveNothingToTrainWith() throws IOException {
    StringBuilder text = new StringBuilder("speaker,x,class\n");
    for (int i = 0; i < 12; i++) {
      text.append('s').append(i / 6).append(',').append(i).append(',').append(i % 2).append('\n');
    }
    Columns columns = new Columns(List.of(), "", "speaker", OptionalDouble.empty(), 0, 0);
    TableTask task = of(text.toString(), columns);
    String message = assertThrows(IllegalArgumentException.class, () -> task.split(1)).getMessage();
    assertTrue(message.contains("is left to train with"), message);
  }

  @Test
  void columnsComeBackFromTheOptionsOfARun() {
    for (Columns columns :
        List.of(
            Columns.USUAL,
            new Columns(List.of("f0", "f1"), "vowel", "speaker", OptionalDouble.empty(), 0, 0),
            new Columns(List.of(), "", "", OptionalDouble.of(0.25), 8, 4),
            new Columns(List.of(), "", "", OptionalDouble.empty(), 0, 0, List.of("i", "3'")))) {
      Map<String, String> map = columns.toMap();
      assertEquals(columns, Columns.of(map));
      assertTrue(map.keySet().stream().allMatch(key -> key.startsWith("columns ")));
    }
    assertEquals(Map.of(), Columns.USUAL.toMap());
  }
}
