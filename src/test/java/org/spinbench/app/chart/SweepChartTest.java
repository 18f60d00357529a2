package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.Points;
import org.spinbench.experiments.sweep.plan.QuantityColumn;

class SweepChartTest {
  private static final QuantityColumn OUTER = new QuantityColumn("synapse 1.current", Unit.AMPERE);
  private static final QuantityColumn INNER = new QuantityColumn("input 1.frequency", Unit.HERTZ);
  private static final QuantityColumn READING = new QuantityColumn("chain 1.voltage", Unit.VOLT);

  @TempDir Path folder;

  private static Plan plan(int outer, int inner) {
    return Plan.named("a sweep")
        .sweep(Axis.linear(OUTER.name(), -8e-3, 8e-3, outer))
        .sweep(Axis.linear(INNER.name(), 200e6, 300e6, inner))
        .read(READING.name());
  }

  private static Point point(int outer, int inner, double value) {
    Mean mean = new Mean(value, 1e-8, 1, false, Instant.EPOCH);
    return new Point(
        1,
        new Place(0, outer, List.of(outer, inner), false),
        false,
        List.of(0.0, 0.0),
        List.of(mean),
        true,
        Instant.EPOCH);
  }

  private BufferedImage draw(SweepChart chart) throws IOException {
    Path file = folder.resolve("chart.png");
    chart.write(PictureFile.of(file));
    return ImageIO.read(file.toFile());
  }

  @Test
  void aMapHasTheFirstLineAtTheBottom() throws IOException {
    SweepChart chart = new SweepChart(plan(20, 30), List.of(OUTER, INNER), List.of(READING));
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 30; j++) {
        chart.point(point(i, j, i < 10 && j < 15 ? -1e-6 : 1e-6));
      }
    }
    BufferedImage picture = draw(chart);
    assertEquals(Style.colour(0), new Color(picture.getRGB(110 + 180, 60 + 285)), "below, left");
    assertEquals(Style.colour(1), new Color(picture.getRGB(110 + 540, 60 + 285)), "below, right");
    assertEquals(Style.colour(1), new Color(picture.getRGB(110 + 180, 60 + 95)), "above, left");
  }

  /** A loop comes back to where it was: two lines of the same setting are two curves. */
  @Test
  void linesOfTheSameSettingAreDrawnBoth() throws IOException {
    for (Axis loop :
        List.of(
            Axis.list(OUTER.name(), 0, 1e-3, 0, 1e-3),
            Axis.list(OUTER.name(), 0, 1e-3).thereAndBack())) {
      Plan plan =
          Plan.named("a loop")
              .sweep(loop)
              .sweep(Axis.linear(INNER.name(), 200e6, 300e6, 30))
              .read(READING.name());
      SweepChart chart = new SweepChart(plan, List.of(OUTER, INNER), List.of(READING));
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 30; j++) {
          chart.point(point(i, j, (i + 1) * 1e-6 * Math.sin(j)));
        }
      }
      BufferedImage picture = draw(chart);
      keep(picture, "loop");
      for (int curve = 0; curve < 4; curve++) {
        assertTrue(shows(picture, Style.colour(curve), picture.getHeight() - 70), "curve " + curve);
      }
    }
  }

  /** Where the way back is the way there, each is seen, with few points and with many. */
  @ParameterizedTest
  @CsvSource({"21", "200"})
  void theWayThereIsSeenBelowTheWayBack(int points) throws IOException {
    Plan plan =
        Plan.named("there and back")
            .sweep(Axis.linear(INNER.name(), 200e6, 300e6, points).thereAndBack())
            .read(READING.name());
    SweepChart chart = new SweepChart(plan, List.of(INNER), List.of(READING));
    Mean[] means = new Mean[points];
    Arrays.setAll(means, k -> new Mean(1e-6 * k / points, 1e-8, 1, false, Instant.EPOCH));
    for (int way = 0; way < 2; way++) {
      for (int k = 0; k < points; k++) {
        chart.point(
            new Point(
                1,
                new Place(0, 0, List.of(k), way == 1),
                false,
                List.of(0.0),
                List.of(means[k]),
                true,
                Instant.EPOCH));
      }
    }
    BufferedImage picture = draw(chart);
    keep(picture, "back" + points);
    BufferedImage plot = picture.getSubimage(0, 0, picture.getWidth(), picture.getHeight() - 70);
    for (int way = 0; way < 2; way++) {
      int seen = 0;
      for (int x = 100; x < 900; x++) {
        for (int y = 0; y < plot.getHeight(); y++) {
          Color colour = new Color(plot.getRGB(x, y));
          int warmth = colour.getRed() - colour.getBlue();
          if (way == 0 ? warmth < -60 : warmth > 60) {
            seen++;
            break;
          }
        }
      }
      assertTrue(seen > 200, "way " + way + " is seen in " + seen + " of 800 columns");
    }
  }

  /** Labels of five powers are wider together than the picture; each is there, and whole. */
  @Test
  void aLongLegendHasSeveralRows() throws IOException {
    QuantityColumn power = new QuantityColumn("input 1.power at the junction", Unit.WATT);
    Plan plan =
        Plan.named("five powers")
            .sweep(Axis.list(power.name(), 1.25e-6, 2.5e-6, 5.125e-6, 10.25e-6, 20.5e-6))
            .sweep(Axis.linear(INNER.name(), 200e6, 300e6, 30))
            .read(READING.name());
    SweepChart chart = new SweepChart(plan, List.of(power, INNER), List.of(READING));
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 30; j++) {
        chart.point(point(i, j, (i + 1) * 1e-6 * Math.sin(j)));
      }
    }
    BufferedImage picture = draw(chart);
    keep(picture, "legend");
    int legend = picture.getHeight() - 70;
    for (int x : new int[] {0, 1, 2, 3, 996, 997, 998, 999}) {
      for (int y = legend; y < picture.getHeight(); y++) {
        assertEquals(Color.WHITE, new Color(picture.getRGB(x, y)), "at " + x + ", " + y);
      }
    }
    for (int curve = 0; curve < 5; curve++) {
      assertTrue(shows(picture, Style.colour(curve), legend), "curve " + curve);
    }
  }

  private static boolean shows(BufferedImage picture, Color colour, int top) {
    for (int y = top; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if (new Color(picture.getRGB(x, y)).equals(colour)) {
          return true;
        }
      }
    }
    return false;
  }

  /** For whoever wants to look at it. */
  private static void keep(BufferedImage picture, String name) throws IOException {
    String folder = System.getProperty("spinbench.pictures");
    if (folder != null) {
      ImageIO.write(picture, "png", Path.of(folder, name + ".png").toFile());
    }
  }

  @Test
  void whatWasNotMeasuredIsGrey() throws IOException {
    SweepChart chart = new SweepChart(plan(20, 30), List.of(OUTER, INNER), List.of(READING));
    chart.point(point(0, 0, 1e-6));
    BufferedImage picture = draw(chart);
    assertEquals(new Color(0xD0D0D0), new Color(picture.getRGB(110 + 540, 60 + 95)));
  }

  @Test
  void aMillionPointsMakeAMapOfNoMoreCells() throws IOException {
    SweepChart chart = new SweepChart(plan(3000, 4000), List.of(OUTER, INNER), List.of(READING));
    for (int i = 0; i < 3000; i += 3) {
      for (int j = 0; j < 4000; j += 4) {
        chart.point(point(i, j, 1e-6));
      }
    }
    BufferedImage picture = draw(chart);
    assertEquals(1000, picture.getWidth());
    assertEquals(Style.colour(0), new Color(picture.getRGB(110 + 540, 60 + 95)));
  }

  /** Three powers of a snake of five fields: three maps, each with its own colours. */
  @Test
  void outsideOfTwoAxesEveryValueHasItsMap() throws IOException {
    QuantityColumn power = new QuantityColumn("input 1.power", Unit.WATT);
    Plan plan =
        Plan.named("three axes")
            .sweep(Axis.list(power.name(), 1e-6, 10e-6, 100e-6))
            .sweep(Axis.linear(OUTER.name(), -8e-3, 8e-3, 5).snake())
            .sweep(Axis.linear(INNER.name(), 200e6, 300e6, 30))
            .read(READING.name());
    SweepChart chart = new SweepChart(plan, List.of(power, OUTER, INNER), List.of(READING));
    for (int line = 0; line < 15; line++) {
      int outer = line / 5;
      int field = plan.axes().get(1).index(outer, line % 5);
      for (int k = 0; k < 30; k++) {
        Mean mean = new Mean((field == 0 ? -1e-6 : 1e-6) * (outer + 1), 0, 1, false, Instant.EPOCH);
        Place place = new Place(0, line, List.of(outer, field, k), false);
        List<Double> values = List.of(0.0, 0.0, 0.0);
        chart.point(new Point(1, place, false, values, List.of(mean), true, Instant.EPOCH));
      }
    }
    BufferedImage picture = draw(chart);
    assertEquals(3 * 520, picture.getHeight(), "one panel a power");
    for (int map = 0; map < 3; map++) {
      int top = map * 520 + 60;
      assertEquals(
          Style.colour(0),
          new Color(picture.getRGB(110 + 540, top + 380 - 38)),
          "the first field is the lowest, of full colour, in map " + map);
      assertEquals(Style.colour(1), new Color(picture.getRGB(110 + 540, top + 38)), "map " + map);
    }
  }

  @Test
  void repeatsHaveMapsOfTheirOwnAndManyHaveOne() throws IOException {
    List<QuantityColumn> both = List.of(OUTER, INNER);
    assertEquals(
        2 * 520, draw(new SweepChart(plan(9, 4).repeats(2), both, List.of(READING))).getHeight());
    assertEquals(
        520, draw(new SweepChart(plan(9, 4).repeats(9), both, List.of(READING))).getHeight());
  }

  @Test
  void fewLinesAreCurves() throws IOException {
    Plan plan = plan(3, 30).read("neuron 1.power");
    SweepChart chart =
        new SweepChart(
            plan,
            List.of(OUTER, INNER),
            List.of(READING, new QuantityColumn("neuron 1.power", Unit.WATT)));
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 30; j++) {
        Point one = point(i, j, 1e-6 * i * j);
        Mean none = new Mean(Double.NaN, Double.NaN, 0, false, Instant.EPOCH);
        chart.point(
            new Point(
                1,
                one.place(),
                false,
                one.settings(),
                List.of(one.readings().get(0), none),
                true,
                Instant.EPOCH));
      }
    }
    BufferedImage picture = draw(chart);
    assertEquals(2 * 520, picture.getHeight(), "one panel a reading");
    for (int line = 0; line < 3; line++) {
      assertTrue(contains(picture, Style.colour(line)), "curve " + line);
    }
  }

  @Test
  void aPlanThatOnlyRepeatsIsDrawnInTheOrderOfTime() throws IOException {
    Plan plan = Plan.named("again").repeats(50).read(READING.name());
    SweepChart chart = new SweepChart(plan, List.of(), List.of(READING));
    for (int i = 0; i < 50; i++) {
      Mean mean = new Mean(StrictMath.sin(i), 1, 1, false, Instant.EPOCH);
      Place place = new Place(i, i, List.of(), false);
      chart.point(new Point(i + 1, place, false, List.of(), List.of(mean), true, Instant.EPOCH));
    }
    assertTrue(contains(draw(chart), Style.colour(0)));
  }

  @Test
  void spectraAreAMapOfTheirOwn() throws IOException {
    Plan plan =
        Plan.named("lines").sweep(Axis.linear("neuron 1.bias", 0, 8e-3, 10)).read(READING.name());
    QuantityColumn bias = new QuantityColumn("neuron 1.bias", Unit.AMPERE);
    SweepChart chart = new SweepChart(plan, List.of(bias), List.of(READING));
    for (int i = 0; i < 10; i++) {
      double[] levels = new double[2000];
      Arrays.fill(levels, -100);
      Arrays.fill(levels, 1500, 2000, i < 5 ? -100 : -20);
      chart.spectrum(
          i + 1, "neuron 1", new SpectrumTrace(1e8, 2e8, 1e5, levels, Instant.EPOCH, false));
      Mean mean = new Mean(1e-6 * i, 1e-8, 1, false, Instant.EPOCH);
      Place place = new Place(0, 0, List.of(i), false);
      chart.point(
          new Point(i + 1, place, false, List.of(1e-3 * i), List.of(mean), true, Instant.EPOCH));
    }
    BufferedImage picture = draw(chart);
    assertEquals(2 * 520, picture.getHeight());
    int top = 520 + 60;
    assertEquals(Style.colour(0), new Color(picture.getRGB(110 + 700, top + 50)), "bright");
    assertEquals(Color.WHITE, new Color(picture.getRGB(110 + 700, top + 330)), "dark below");
    assertEquals(Color.WHITE, new Color(picture.getRGB(110 + 200, top + 50)), "dark beside");
  }

  /** Two points a cell: half of 1 mW, and next to nothing, are 0.5 mW on average. */
  @ParameterizedTest
  @CsvSource({"DBM, 0, -100, -3.0103", "DBM, -20, -20, -20", "VOLT, 0, -100, -50"})
  void joinedLevelsAreAveragedAsPowers(Unit unit, double even, double odd, double mean) {
    int points = 20_000;
    Plan plan =
        Plan.named("levels").sweep(Axis.linear("rf_1.frequency", 1, 2, points)).read("it.level");
    QuantityColumn frequency = new QuantityColumn("rf_1.frequency", Unit.HERTZ);
    SweepChart chart =
        new SweepChart(plan, List.of(frequency), List.of(new QuantityColumn("it.level", unit)));
    for (int i = 0; i < points; i++) {
      Mean level = new Mean(i % 2 == 0 ? even : odd, 0, 1, false, Instant.EPOCH);
      Place place = new Place(0, 0, List.of(i), false);
      chart.point(
          new Point(i + 1, place, false, List.of(1.0), List.of(level), true, Instant.EPOCH));
    }
    assertEquals(mean, chart.cell(0, 0, 0), 1e-3);
    assertEquals(mean, chart.cell(0, 0, points / 2 - 1), 1e-3);
  }

  /** Its levels are not those of the input: the row stays empty, and the title says so. */
  @Test
  void aSpectrumOfAnOverloadedAnalyzerIsNotDrawn() {
    SpectrumRows rows = new SpectrumRows(new Points.Linear(0, 1, 2));
    double[] levels = {-20, -100, -30};
    rows.take("neuron 1", new SpectrumTrace(1e8, 2e8, 1e5, levels, Instant.EPOCH, true));
    rows.place(0);
    rows.take("neuron 1", new SpectrumTrace(1e8, 2e8, 1e5, levels, Instant.EPOCH, false));
    rows.place(1);
    assertTrue(Arrays.stream(rows.levels()[0]).allMatch(Double::isNaN));
    assertArrayEquals(levels, rows.levels()[1]);
    assertEquals("spectrum of neuron 1 (1 beyond the range not drawn)", rows.title());
  }

  @Test
  void nothingMeasuredIsAnEmptyPicture() throws IOException {
    SweepChart curves = new SweepChart(plan(2, 5), List.of(OUTER, INNER), List.of(READING));
    assertEquals(1000, draw(curves).getWidth());
    SweepChart map = new SweepChart(plan(20, 5), List.of(OUTER, INNER), List.of(READING));
    assertEquals(1000, draw(map).getWidth());
  }

  private static boolean contains(BufferedImage picture, Color colour) {
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if (picture.getRGB(x, y) == colour.getRGB()) {
          return true;
        }
      }
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource({
    "HERTZ, 2.5e8, M, 1e-6",
    "VOLT, 83e-6, µ, 1e6",
    "VOLT, 1e-3, m, 1e3",
    "VOLT, 0.9999e-3, µ, 1e6",
    "AMPERE, 1, '', 1",
    "HERTZ, 44e9, G, 1e-9",
    "DBM, 1e-6, '', 1",
    "WATT, 0, '', 1",
    "WATT, 3e-20, f, 1e15",
  })
  void aPrefixBringsNumbersToBetweenOneAndAThousand(
      Unit unit, double largest, String symbol, double factor) {
    Prefix prefix = Prefix.of(unit.symbol(), largest);
    assertEquals(symbol, prefix.symbol());
    assertEquals(factor, prefix.factor(), 1e-9 * factor);
  }
}
