package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.twin.Nodes;

/** Chosen operating points against the determinant that they are to enlarge. */
@Tag("any-jdk")
class OptimalDesignTest {
  private final OptimalDesign design = new OptimalDesign(DrawnChip.FILE);
  private final Posterior belief =
      new PosteriorEstimator(DrawnChip.FILE, DesignPrior.of(DrawnChip.FILE)).prior();
  private final Nodes noise = DesignPrior.noise(DrawnChip.FILE);

  private static List<OperatingPoint> drawn(int number) {
    Random random = new Random(12);
    List<OperatingPoint> points = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      points.add(new OperatingPoint(DrawnChip.parameters(random), DrawnChip.input(random)));
    }
    return points;
  }

  /** Logarithm of det(C⁻¹ + JᵀJ/σ²) of the output alone, where C is the identity. */
  private double information(List<OperatingPoint> points) {
    RealMatrix sum = MatrixUtils.createRealIdentityMatrix(belief.z().length);
    for (OperatingPoint point : points) {
      RealMatrix row = new Array2DRowRealMatrix(new double[][] {belief.at(point).powerSlopes[2]});
      double scale = 1 / (noise.powers()[2] * noise.powers()[2]);
      sum = sum.add(row.transpose().multiply(row).scalarMultiply(scale));
    }
    return Math.log(new LUDecomposition(sum).getDeterminant());
  }

  /** With hidden chains each point is one reading, for which the greedy rule is exact. */
  @Test
  void eachPointAddsTheMostInformationToThoseBefore() {
    List<OperatingPoint> candidates = drawn(12);
    List<OperatingPoint> chosen = design.choose(belief, candidates, 4, true);
    for (int n = 1; n <= 4; n++) {
      List<OperatingPoint> before = chosen.subList(0, n - 1);
      double best = information(chosen.subList(0, n));
      for (OperatingPoint other : candidates) {
        List<OperatingPoint> rival = new ArrayList<>(before);
        rival.add(other);
        assertTrue(before.contains(other) || information(rival) <= best + 1e-9);
      }
    }
  }

  @Test
  void noPointIsChosenTwice() {
    List<OperatingPoint> candidates = drawn(5);
    List<OperatingPoint> chosen = design.choose(belief, candidates, 9, false);
    assertEquals(5, chosen.size());
    assertTrue(chosen.containsAll(candidates));
  }
}
