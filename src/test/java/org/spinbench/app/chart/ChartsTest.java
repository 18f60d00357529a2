package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.PosteriorEstimator;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Step;

/** What stands on the charts, by the colour of points whose place is known. */
class ChartsTest {
  private static final double LOW = 3.2e-6;
  private static final double HIGH = 160e-6;

  @TempDir Path folder;

  @BeforeAll
  static void noScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  @Test
  void theDecisionMapIsBlueBelowAndOrangeAboveTheDecisionPower() throws IOException {
    Path file = folder.resolve("map.png");
    DecisionChart.write(quadrants(List.of()), PictureFile.of(file));
    BufferedImage picture = ImageIO.read(file.toFile());
    assertTrue(blue(picture, 0.15, 0.15), "class 0 where both inputs are small");
    assertTrue(blue(picture, 0.85, 0.85), "class 0 where both inputs are large");
    assertTrue(orange(picture, 0.15, 0.85), "class 1 where only input 2 is large");
    assertTrue(orange(picture, 0.85, 0.15), "class 1 where only input 1 is large");
  }

  @Test
  void testSamplesAndErrorsAreMarked() throws IOException {
    Path without = folder.resolve("without.png");
    Path with = folder.resolve("with.png");
    DecisionChart.write(quadrants(List.of()), PictureFile.of(without));
    DecisionChart.write(quadrants(samples()), PictureFile.of(with));
    BufferedImage before = ImageIO.read(without.toFile());
    BufferedImage after = ImageIO.read(with.toFile());
    assertTrue(count(after, new Color(0x0072B2)) > 1000, "points of class 0");
    assertTrue(count(after, new Color(0xD55E00)) > 1000, "points of class 1");
    assertNotEquals(count(before, Color.BLACK), count(after, Color.BLACK), "errors in black");
  }

  @Test
  void calibrationCurvesHaveAPanelForEachKind() throws IOException {
    Path file = folder.resolve("calibration.png");
    CalibrationChart.write(calibration(), PictureFile.of(file));
    BufferedImage picture = ImageIO.read(file.toFile());
    assertEquals(2 * 760, picture.getWidth());
    assertEquals(3 * 560, picture.getHeight());
    assertTrue(count(picture, new Color(0x0072B2)) > 500, "the first device");
    assertTrue(count(picture, new Color(0xD55E00)) > 500, "the second device");
  }

  @Test
  void aCalibrationWithoutCurvesIsAnEmptyPage() throws IOException {
    Path file = folder.resolve("empty.png");
    CalibrationChart.write(calibration(List.of()), PictureFile.of(file));
    assertEquals(0, count(ImageIO.read(file.toFile()), new Color(0x0072B2)));
  }

  /** Every device stands left and right of its design, in each of four panels. */
  @Test
  void aFittedCalibrationIsDrawnBesideTheDesign() throws IOException {
    BenchFile file = BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE);
    PosteriorEstimator refit = new PosteriorEstimator(file, DesignPrior.of(file));
    Calibration drawn = refit.prior().draw(RandomGeneratorFactory.of("L64X128MixRandom").create(3));
    Path picture = folder.resolve("fitted.png");
    BeliefChart.write(DesignPrior.of(file), drawn, PictureFile.of(picture));
    BufferedImage page = ImageIO.read(picture.toFile());
    assertEquals(2 * 760, page.getWidth());
    assertEquals(2 * 560, page.getHeight());
    Color first = new Color(0x0072B2);
    for (int panel = 0; panel < 4; panel++) {
      BufferedImage one = page.getSubimage(panel % 2 * 760, panel / 2 * 560, 760, 560);
      assertTrue(count(one, first) > 100, "the first number, in panel " + panel);
    }
  }

  /** Each device is named below its own place on the axis. */
  @Test
  void placesOnAnAxisAreNamed() throws IOException {
    XYChart chart = places(3);
    BufferedImage page = painted(chart, List.of("synapse 1", "synapse 2", "synapse 3 (dead)"));
    List<Integer> middles = inked(page, 560 - 24);
    assertEquals(3, middles.size(), middles::toString);
    for (int i = 0; i < 3; i++) {
      assertEquals(chart.getScreenXFromChart(i + 1.0), middles.get(i), 3);
    }
  }

  @Test
  void veryManyPlacesAreNamedAsFarAsThereIsRoom() throws IOException {
    List<String> names = IntStream.rangeClosed(1, 160).mapToObj(i -> "synapse " + i).toList();
    BufferedImage page = painted(places(160), names);
    assertTrue(inked(page, 560 - 60).size() > 0, "there are names");
    for (int y = 0; y < 560; y++) {
      assertEquals(Color.WHITE, new Color(page.getRGB(0, y)), "none is cut off");
      assertEquals(Color.WHITE, new Color(page.getRGB(759, y)), "none is cut off");
    }
  }

  private static BufferedImage painted(XYChart chart, List<String> names) throws IOException {
    Canvas page = Canvas.of(PictureFile.of(Path.of("page.png")), 760, 560);
    Footer.paint(chart, page, 0, 0, names);
    return ImageIO.read(new ByteArrayInputStream(page.bytes()));
  }

  private static XYChart places(int number) {
    XYChart chart = Style.chart("", "", "number", 760, 560);
    chart.getStyler().setXAxisTicksVisible(false).setXAxisTitleVisible(false);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(number + 1.0);
    double[] x = {0, number + 1};
    chart.addSeries("design", x, new double[] {0, 1}).setShowInLegend(false);
    return chart;
  }

  /** The middles of what is drawn below a line, as far as gaps of 12 pixels part it. */
  private static List<Integer> inked(BufferedImage page, int top) {
    List<Integer> middles = new ArrayList<>();
    int from = -1;
    int last = -100;
    for (int x = 0; x < page.getWidth(); x++) {
      boolean ink = false;
      for (int y = top; y < page.getHeight(); y++) {
        ink |= !new Color(page.getRGB(x, y)).equals(Color.WHITE);
      }
      if (ink && x - last > 12) {
        if (from >= 0) {
          middles.add((from + last) / 2);
        }
        from = x;
      }
      last = ink ? x : last;
    }
    if (from >= 0) {
      middles.add((from + last) / 2);
    }
    return middles;
  }

  @Test
  void theLearningCurveShowsLossAccuracyAndAcceptedSteps() throws IOException {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double loss = StrictMath.exp(-i / 10.0);
      boolean accepted = i % 4 == 0;
      steps.add(new Step(Instant.EPOCH, "block", i, loss, 1 - loss / 2, accepted, List.of(1e-3)));
    }
    Path file = folder.resolve("learning.png");
    LearningChart.write("Learning xor", LearningCurve.of(steps::forEach), PictureFile.of(file));
    BufferedImage picture = ImageIO.read(file.toFile());
    assertTrue(count(picture, new Color(0x0072B2)) > 300, "accuracy");
    assertTrue(count(picture, new Color(0xCC79A7)) > 300, "loss");
    assertTrue(count(picture, new Color(0x009E73)) > 300, "accepted steps");
  }

  private static boolean blue(BufferedImage picture, double u, double v) {
    Color colour = at(picture, u, v);
    return colour.getBlue() > colour.getRed() + 40;
  }

  private static boolean orange(BufferedImage picture, double u, double v) {
    Color colour = at(picture, u, v);
    return colour.getRed() > colour.getBlue() + 40;
  }

  /** Colour at shares of the plot's width and height, which fills nearly the whole picture. */
  private static Color at(BufferedImage picture, double u, double v) {
    int x = (int) (80 + u * 890);
    int y = (int) (810 - v * 760);
    return new Color(picture.getRGB(x, y));
  }

  private static long count(BufferedImage picture, Color colour) {
    long count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if (picture.getRGB(x, y) == colour.getRGB()) {
          count++;
        }
      }
    }
    return count;
  }

  private static DecisionMap quadrants(List<DecisionMap.Point> points) {
    double[][] output = new double[61][61];
    for (int j = 0; j < 61; j++) {
      for (int i = 0; i < 61; i++) {
        double wave = (i - 30) * (30 - j) / 150.0;
        output[j][i] = 0.4e-6 * StrictMath.pow(10, wave / 2);
      }
    }
    return new DecisionMap("xor on nine junctions", LOW, HIGH, LOW, HIGH, 0.4e-6, output, points);
  }

  private static List<DecisionMap.Point> samples() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    List<DecisionMap.Point> points = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      double x = 0.02 + 0.98 * random.nextDouble();
      double y = 0.02 + 0.98 * random.nextDouble();
      int label = x > 0.51 ^ y > 0.51 ? 1 : 0;
      points.add(new DecisionMap.Point(x * HIGH, y * HIGH, label, i < 12 ? 1 - label : label));
    }
    return points;
  }

  private static Calibration calibration() {
    List<Curve> curves = new ArrayList<>();
    for (Curve.Kind kind : Curve.Kind.values()) {
      for (int device = 0; device < 2; device++) {
        List<Curve.Point> points = new ArrayList<>();
        for (int i = -20; i <= 20; i++) {
          double model = 1e-3 * i / (1 + i * i / 50.0) * (device + 1);
          points.add(new Curve.Point(250e6 + 1e6 * i, model + 1e-4 * (i % 3), 1e-4, model));
        }
        curves.add(new Curve("device " + (device + 1), kind, "Hz", "V", points));
      }
    }
    return calibration(curves);
  }

  private static Calibration calibration(List<Curve> curves) {
    return new Calibration(
        "bench",
        "chip",
        "junctions",
        List.of(),
        Instant.EPOCH,
        Instant.EPOCH,
        Coupling.Mode.ANALOG,
        0,
        List.of(),
        List.of(),
        List.of(),
        curves,
        List.of(),
        List.of(),
        Provenance.UNKNOWN);
  }

  /** Nobody takes what a twin expects for what the chip has shown. */
  @Test
  void theLearningCurveTellsWhatIsExpectedFromWhatIsMeasured() {
    List<Step> steps =
        List.of(
            new Step(Instant.EPOCH, "proposal", 1, 0.1, 0.99, true, List.of(1e-3)),
            new Step(Instant.EPOCH, "block", 1, 0.4, 0.75, false, List.of(1e-3)),
            new Step(Instant.EPOCH, "proposal", 2, 0.1, 1, true, List.of(1e-3)),
            new Step(Instant.EPOCH, "block", 2, 0.3, 0.8, true, List.of(1e-3)));
    XYChart chart = LearningChart.chart("Learning xor", LearningCurve.of(steps::forEach));
    assertArrayEquals(
        new double[] {75, 80}, chart.getSeries("accuracy on the chip").getYData(), 1e-9);
    assertArrayEquals(
        new double[] {99, 100}, chart.getSeries("accuracy expected by the twin").getYData(), 1e-9);
    assertArrayEquals(
        new double[] {1, 3}, chart.getSeries("accuracy expected by the twin").getXData());
  }
}
