package org.spinbench.calibration.fit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Statistical Reference Dataset of NIST for nonlinear regression
 * (https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml). Values, standard deviations and sums
 * of squares are certified to eleven digits.
 *
 * @param starts two sets of start values: one far from the solution, one nearer
 * @param points response, then predictors
 */
record StatisticalReference(
    String name,
    double[][] starts,
    double[] values,
    double[] deviations,
    double squares,
    List<double[]> points) {

  /** All 27 datasets. */
  static List<StatisticalReference> all() {
    List<StatisticalReference> all = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                StatisticalReference.class.getResourceAsStream("nist-strd.txt"),
                StandardCharsets.US_ASCII))) {
      List<String> section = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("dataset ") && !section.isEmpty()) {
          all.add(of(section));
          section.clear();
        }
        if (!line.startsWith("#")) {
          section.add(line);
        }
      }
      all.add(of(section));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static StatisticalReference of(List<String> section) {
    List<double[]> parameters = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    double squares = 0;
    for (String line : section.subList(1, section.size())) {
      double[] numbers =
          Arrays.stream(line.replaceFirst("^[a-z]+ ", "").split(" "))
              .mapToDouble(Double::parseDouble)
              .toArray();
      if (line.startsWith("b ")) {
        parameters.add(numbers);
      } else if (line.startsWith("squares ")) {
        squares = numbers[0];
      } else {
        points.add(numbers);
      }
    }
    double[][] columns = new double[4][];
    Arrays.setAll(columns, c -> parameters.stream().mapToDouble(p -> p[c]).toArray());
    return new StatisticalReference(
        section.get(0).replaceFirst("dataset ", ""),
        new double[][] {columns[0], columns[1]},
        columns[2],
        columns[3],
        squares,
        List.copyOf(points));
  }

  /** Model minus response at each point, over a deviation. */
  void residuals(double[] b, double deviation, double[] residuals) {
    for (int i = 0; i < residuals.length; i++) {
      double[] point = points.get(i);
      double response = name.equals("Nelson") ? StrictMath.log(point[0]) : point[0];
      residuals[i] = (model(b, point[1], point) - response) / deviation;
    }
  }

  private double model(double[] b, double x, double[] point) {
    return switch (name) {
      case "Misra1a", "BoxBOD" -> b[0] * (1 - exp(-b[1] * x));
      case "Misra1b" -> b[0] * (1 - pow(1 + b[1] * x / 2, -2));
      case "Misra1c" -> b[0] * (1 - pow(1 + 2 * b[1] * x, -0.5));
      case "Misra1d" -> b[0] * b[1] * x / (1 + b[1] * x);
      case "Chwirut1", "Chwirut2" -> exp(-b[0] * x) / (b[1] + b[2] * x);
      case "Lanczos1", "Lanczos2", "Lanczos3" ->
          b[0] * exp(-b[1] * x) + b[2] * exp(-b[3] * x) + b[4] * exp(-b[5] * x);
      case "Gauss1", "Gauss2", "Gauss3" ->
          b[0] * exp(-b[1] * x) + bell(b[2], b[3], b[4], x) + bell(b[5], b[6], b[7], x);
      case "DanWood" -> b[0] * pow(x, b[1]);
      case "Kirby2" -> (b[0] + x * (b[1] + x * b[2])) / (1 + x * (b[3] + x * b[4]));
      case "Hahn1", "Thurber" ->
          (b[0] + x * (b[1] + x * (b[2] + x * b[3]))) / (1 + x * (b[4] + x * (b[5] + x * b[6])));
      case "Nelson" -> b[0] - b[1] * x * exp(-b[2] * point[2]);
      case "MGH09" -> b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]);
      case "MGH10" -> b[0] * exp(b[1] / (x + b[2]));
      case "MGH17" -> b[0] + b[1] * exp(-x * b[3]) + b[2] * exp(-x * b[4]);
      case "Roszman1" -> b[0] - b[1] * x - StrictMath.atan(b[2] / (x - b[3])) / Math.PI;
      case "ENSO" ->
          b[0] + wave(b[1], b[2], 12, x) + wave(b[4], b[5], b[3], x) + wave(b[7], b[8], b[6], x);
      case "Rat42" -> b[0] / (1 + exp(b[1] - b[2] * x));
      case "Rat43" -> b[0] / pow(1 + exp(b[1] - b[2] * x), 1 / b[3]);
      case "Eckerle4" -> b[0] / b[1] * exp(-0.5 * pow((x - b[2]) / b[1], 2));
      case "Bennett5" -> b[0] * pow(b[1] + x, -1 / b[2]);
      default -> throw new IllegalArgumentException("no model for " + name);
    };
  }

  private static double exp(double x) {
    return StrictMath.exp(x);
  }

  private static double pow(double x, double power) {
    return StrictMath.pow(x, power);
  }

  private static double bell(double height, double centre, double width, double x) {
    return height * exp(-(x - centre) * (x - centre) / (width * width));
  }

  private static double wave(double cosine, double sine, double period, double x) {
    double phase = 2 * Math.PI * x / period;
    return cosine * StrictMath.cos(phase) + sine * StrictMath.sin(phase);
  }

  /** Digits to which numbers agree with the certified ones: the least of them, at most eleven. */
  static double digits(double[] numbers, double[] certified) {
    double least = 11;
    for (int i = 0; i < certified.length; i++) {
      double error = Math.abs(numbers[i] / certified[i] - 1);
      least = Math.min(least, error == 0 ? 11 : -StrictMath.log10(error));
    }
    return Double.isNaN(numbers[0]) ? 0 : Math.max(0, least);
  }

  @Override
  public String toString() {
    return name;
  }
}
