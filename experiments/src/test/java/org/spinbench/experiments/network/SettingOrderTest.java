package org.spinbench.experiments.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.refit.OperatingPoint;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Seeds;

/** On a bench whose field lines are channels of one instrument, and whose ramps have 20 steps. */
@Tag("any-jdk")
class SettingOrderTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "default");
  private static final SettingOrder ORDER = new SettingOrder(FILE);
  private static final OperatingPoint REST = new OperatingPoint(new double[9], new double[2]);

  private static OperatingPoint with(int place, double value) {
    double[] parameters = new double[9];
    parameters[place] = value;
    return new OperatingPoint(parameters, new double[2]);
  }

  private static List<OperatingPoint> drawn(RandomGenerator random, int number) {
    List<OperatingPoint> settings = new ArrayList<>();
    for (int k = 0; k < number; k++) {
      double[] parameters = new double[9];
      for (int i = 0; i < 9; i++) {
        parameters[i] = i < 6 ? 5e-3 * (2 * random.nextDouble() - 1) : 8e-3 * random.nextDouble();
      }
      settings.add(
          new OperatingPoint(
              parameters, new double[] {1e-4 * random.nextDouble(), 1e-4 * random.nextDouble()}));
    }
    return settings;
  }

  /** 5 ms a message; a bias of 1 mA is three steps of 0.45 mA and settles in 5 ms. */
  @Test
  void aChangeTakesItsMessagesAndTheLongestSettling() {
    assertEquals(0, ORDER.seconds(REST, REST));
    assertEquals(1 * 5e-3 + 2e-3, ORDER.seconds(REST, with(0, 1e-3)), 1e-12);
    assertEquals(3 * 5e-3 + 5e-3, ORDER.seconds(REST, with(7, 1e-3)), 1e-12);
    OperatingPoint tones = new OperatingPoint(new double[9], new double[] {1e-6, 2e-6});
    assertEquals(5e-3 + 1e-3, ORDER.seconds(REST, tones), 1e-12);
    double[] all = {1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 9e-3, 1e-3, 0};
    OperatingPoint everything = new OperatingPoint(all, new double[] {1e-6, 2e-6});
    assertEquals((6 + 20 + 1) * 5e-3 + 5e-3, ORDER.seconds(REST, everything), 1e-12);
    assertEquals(ORDER.seconds(everything, REST), ORDER.seconds(REST, everything));
  }

  /** Lines on instruments of their own do not wait for one another. */
  @Test
  void fieldLinesOfSeveralInstrumentsChangeTogether() {
    String text = DefaultBench.text();
    for (int line = 4; line <= 6; line++) {
      text = text.replace("\"field:" + line + "\"", "\"second:" + line + "\"");
    }
    String second =
        "[instruments.second]\nmodel = \"QDAC-II\"\nresource = \"INPROC::second::INSTR\"\n\n[chip]\n";
    SettingOrder apart =
        new SettingOrder(BenchFile.parse(text.replace("[chip]\n", second), "two sources"));
    double[] all = {1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 0, 0, 0};
    OperatingPoint lines = new OperatingPoint(all, new double[2]);
    assertEquals(6 * 5e-3 + 2e-3, ORDER.seconds(REST, lines), 1e-12);
    assertEquals(3 * 5e-3 + 2e-3, apart.seconds(REST, lines), 1e-12);
  }

  /** Whatever the settings: each once, and never later done than as given. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 24})
  void theOrderIsAPermutationThatNeverTakesLonger(int number) {
    for (int seed = 0; seed < 20; seed++) {
      RandomGenerator random = Seeds.generator(seed, number);
      List<OperatingPoint> given = drawn(random, number);
      OperatingPoint now = drawn(random, 1).get(0);
      List<OperatingPoint> arranged = ORDER.arranged(now, given);
      assertEquals(given.size(), arranged.size());
      Set<OperatingPoint> once = new HashSet<>(arranged);
      assertEquals(new HashSet<>(given), once);
      assertTrue(ORDER.seconds(now, arranged) <= ORDER.seconds(now, given));
      assertEquals(arranged, ORDER.arranged(now, given), "the same each time");
    }
  }

  @Test
  void nothingIsArrangedOfNothing() {
    assertEquals(List.of(), ORDER.arranged(REST, List.of()));
  }

  /** Biases up and down again in any order are gone through once up: that is the shortest way. */
  @Test
  void aSlowSourceIsSweptInOneDirection() {
    List<OperatingPoint> mixed = new ArrayList<>();
    for (int k : new int[] {5, 1, 7, 3, 6, 2, 4}) {
      mixed.add(with(6, k * 0.9e-3));
    }
    List<Double> biases =
        ORDER.arranged(REST, mixed).stream().map(s -> s.parameters()[6] / 0.9e-3).toList();
    for (int k = 0; k < 7; k++) {
      assertEquals(k + 1, biases.get(k), 1e-9);
    }
  }

  /** Settings that differ in all are still done sooner; how much is stated in the documentation. */
  @Test
  void aDesignOfTwentyFourSettingsIsDoneSooner() {
    double given = 0;
    double arranged = 0;
    for (int seed = 0; seed < 10; seed++) {
      List<OperatingPoint> settings = drawn(Seeds.generator(seed, 9), 24);
      given += ORDER.seconds(REST, settings);
      arranged += ORDER.seconds(REST, ORDER.arranged(REST, settings));
    }
    assertTrue(arranged < 0.85 * given, arranged + " s instead of " + given);
  }
}
