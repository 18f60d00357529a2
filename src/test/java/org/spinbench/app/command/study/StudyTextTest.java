package org.spinbench.app.command.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.page.Pages;
import org.spinbench.experiments.study.report.Estimate;
import org.spinbench.experiments.study.report.StudyComparison;
import org.spinbench.experiments.study.report.StudyComparison.Changed;
import org.spinbench.experiments.study.report.StudyComparison.Difference;
import org.spinbench.experiments.study.report.StudySummary;
import org.spinbench.experiments.study.report.StudySummary.Group;

/** Summaries and comparisons as people and programs read them. */
class StudyTextTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static Group group(String spread, String noise, Estimate... hit) {
    Map<String, String> point = new LinkedHashMap<>();
    point.put("spread", spread);
    point.put("noise", noise);
    return new Group(point, 8, 1, Map.of("hit", List.of(hit)));
  }

  private static Estimate reached(double value) {
    return new Estimate("reached", value, value - 0.125, value + 0.125);
  }

  private static final Estimate MEDIAN = new Estimate("median", 24, 20.5, INFINITE);
  private static final Estimate NEVER = new Estimate("median", INFINITE, 1e7, INFINITE);

  private static final StudySummary MAP =
      new StudySummary(
          "yield",
          List.of("spread", "noise"),
          "feasible",
          40,
          36,
          2,
          List.of(
              group("0.1", "0.02", reached(0.75), MEDIAN),
              group("0.1", "0.1", reached(0.25), NEVER),
              group("0.4", "0.02", reached(0.5), MEDIAN),
              group("0.4", "0.1", new Estimate("reached", Double.NaN, 0, 1), NEVER)));

  private static final StudyText TEXT = new StudyText(MAP);

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5",
    "24, 24",
    "20.5, 20.5",
    "0.123456, 0.1235",
    "1234.5, 1235",
    "100, 100",
    "0, 0",
    "1e7, 1.000e+07",
    "1e-7, 1.000e-07",
    "-3.25, -3.25",
    "NaN, –",
    "Infinity, –",
    "-Infinity, –"
  })
  void aNumberHasFourDigits(double value, String text) {
    assertEquals(text, StudyText.number(value));
  }

  @Test
  void theTextHasATableForEachMeasure() {
    assertEquals(
        List.of(
            "yield: 36 of 40 tasks ended well, 2 failed; only rows count that are feasible; in"
                + " brackets the interval of 95 % confidence",
            "",
            "hit",
            "spread  noise  rows  reached              median",
            "   0.1   0.02     8  0.75 [0.625, 0.875]  24 [20.5, –]",
            "   0.1    0.1     8  0.25 [0.125, 0.375]  – [1.000e+07, –]",
            "   0.4   0.02     8  0.5 [0.375, 0.625]   24 [20.5, –]",
            "   0.4    0.1     8  – [0, 1]             – [1.000e+07, –]"),
        TEXT.text().lines().toList());
  }

  @Test
  void allRowsCountIfNothingElseIsAsked() {
    StudySummary all =
        new StudySummary("all", List.of(), "", 3, 3, 0, List.of(MAP.groups().get(0)));
    assertEquals(
        "3 of 3 tasks ended well, 0 failed; in brackets the interval of 95 % confidence",
        new StudyText(all).counted());
    assertFalse(new StudyText(all).isMap());
    assertEquals(List.of("rows", "reached", "median"), new StudyText(all).heads("hit"));
  }

  @Test
  void twoAxesMakeAMap() {
    assertTrue(TEXT.isMap());
    assertEquals("spread \\ noise", TEXT.corner());
    assertEquals("hit: reached", TEXT.mapped("hit"));
    assertEquals(List.of("0.1", "0.4"), TEXT.lines());
    assertEquals(List.of("0.02", "0.1"), TEXT.columns());
    assertEquals(
        List.of(new StudyText.Cell("0.75", "#5aa2ff"), new StudyText.Cell("0.25", "#ffffff")),
        TEXT.cells("hit", "0.1"));
    List<StudyText.Cell> lower = TEXT.cells("hit", "0.4");
    assertEquals(new StudyText.Cell("0.5", "#add1ff"), lower.get(0));
    assertEquals(new StudyText.Cell("–", "#ffffff"), lower.get(1), "unknown is white");
  }

  @Test
  void aMapOfEqualValuesIsWhite() {
    StudySummary same =
        new StudySummary(
            "same",
            MAP.axes(),
            "",
            2,
            2,
            0,
            List.of(group("0.1", "0.1", reached(0.5)), group("0.1", "0.2", reached(0.5))));
    assertEquals("#ffffff", new StudyText(same).cells("hit", "0.1").get(1).colour());
  }

  @Test
  void aPageEscapesNames() {
    StudySummary named = new StudySummary("a < b", MAP.axes(), "", 4, 4, 0, MAP.groups());
    String page = Pages.html("study/report", Map.of("study", new StudyText(named)));
    assertTrue(page.contains("<title>a &lt; b</title>"), page);
    assertTrue(page.contains("<td style=\"background:#5aa2ff\">0.75</td>"), page);
    assertTrue(page.contains("<td>0.75 [0.625, 0.875]</td>"), page);
  }

  /** Empty is unknown, and inf is read as a number by pandas and DuckDB. */
  @Test
  void csvHasALineForEachEstimate() {
    List<List<String>> lines = TEXT.csv();
    assertEquals(
        List.of("spread", "noise", "rows", "measure", "statistic", "value", "low", "high"),
        lines.get(0));
    assertEquals(9, lines.size());
    assertEquals(
        List.of("0.1", "0.02", "8", "hit", "reached", "0.75", "0.625", "0.875"), lines.get(1));
    assertEquals(List.of("0.1", "0.1", "8", "hit", "median", "inf", "1.0E7", "inf"), lines.get(4));
    assertEquals(List.of("0.4", "0.1", "8", "hit", "reached", "", "0.0", "1.0"), lines.get(7));
  }

  private static StudyComparison comparison(int changed) {
    List<Changed> all = new ArrayList<>();
    for (int k = 0; k < changed; k++) {
      all.add(
          new Changed(100 + k, k == 0 ? Map.of("spread", "0.1") : Map.of(), List.of("hit", "how")));
    }
    return new StudyComparison(
        "before",
        "after",
        48,
        3,
        List.of(
            new Difference("hit", 8, 2, -12.5, 0.109375, 0.25),
            new Difference("how", 5, 0, Double.NaN, 1, 1)),
        all);
  }

  @Test
  void aComparisonListsWhatChanged() {
    assertEquals(
        List.of(
            "before, then after: 48 tasks in common, 3 of one alone, 2 differ",
            "",
            "measure  larger  smaller  mean difference  sign test  permutation",
            "hit           8        2  -12.5               0.1094         0.25",
            "how           5        0  –                        1            1",
            "",
            "the smallest of 2 probabilities of chance is 0.1094, for hit; that one of so many is as"
                + " small by chance has a probability of at most 0.2188",
            "",
            "seed 100, spread = 0.1: hit, how",
            "seed 101: hit, how"),
        new ComparisonText(comparison(2)).text().lines().toList());
  }

  @Test
  void aLongListIsCutShort() {
    List<String> lines = new ComparisonText(comparison(25)).text().lines().toList();
    assertEquals("seed 119: hit, how", lines.get(lines.size() - 2));
    assertEquals("and 5 more", lines.get(lines.size() - 1));
    String same = new ComparisonText(comparison(0)).text();
    assertTrue(same.endsWith("0.2188\n\n"), same);
  }

  /** Bonferroni: twice 0.109375, because texts are not tested. */
  @Test
  void aComparisonSaysHowUnlikelyItsSmallestProbabilityIs() {
    assertEquals(
        "the smallest of 2 probabilities of chance is 0.1094, for hit; that one of so many is as"
            + " small by chance has a probability of at most 0.2188",
        new ComparisonText(comparison(2)).chance());
    Difference none = new Difference("hit", 0, 0, 0, 1, 1);
    Difference never = new Difference("claimed", 0, 4, Double.NaN, 0.125, 1);
    Difference rare = new Difference("accuracy", 9, 0, 0.1, 0.00390625, 1e-4);
    assertEquals("chance alone makes such differences", chance(none));
    assertTrue(chance(none, never).startsWith("the smallest of 4 probabilities"));
    assertTrue(chance(none, never).endsWith("at most 0.5"), chance(none, never));
    assertTrue(chance(none, never, rare).contains("is 0.0001, for accuracy; "));
    assertTrue(chance(none, never, rare).endsWith("at most 0.0006"), chance(none, never, rare));
  }

  private static String chance(Difference... all) {
    return new ComparisonText(new StudyComparison("before", "after", 9, 0, List.of(all), List.of()))
        .chance();
  }

  /** The page lists all tasks, the text only the first. */
  @Test
  void aPageOfAComparisonListsAllThatChanged() {
    Map<String, Object> of = Map.of("comparison", new ComparisonText(comparison(25)));
    String page = Pages.html("study/comparison", of);
    assertTrue(page.contains("<title>before, then after</title>"), page);
    assertTrue(page.contains("<p>48 tasks in common, 3 of one alone, 25 differ</p>"), page);
    assertTrue(page.contains("<td>hit</td><td>8</td><td>2</td><td>-12.5</td>"), page);
    assertTrue(page.contains("at most 0.2188</p>"), page);
    assertEquals(25, page.split("<li>seed ").length - 1);
    assertTrue(page.contains("<li>seed 100, spread = 0.1: hit, how</li>"), page);
    Map<String, Object> same = Map.of("comparison", new ComparisonText(comparison(0)));
    assertFalse(Pages.html("study/comparison", same).contains("<ul>"));
  }
}
