package org.spinbench.simulator.junction;

import static org.spinbench.simulator.physics.Checks.above;
import static org.spinbench.simulator.physics.Checks.positive;

/**
 * The resistance of a tunnel junction.
 *
 * <pre>
 *   1/R(θ) = (1/R_P + 1/R_AP)/2 + (1/R_P − 1/R_AP)/2 cos θ
 *   R_AP(V) = R_P + (R_AP − R_P)/[1 + (V/V_h)²]
 * </pre>
 *
 * θ angle between the magnetisations; the conductance, not the resistance, follows cos θ (J. C.
 * Slonczewski, Phys. Rev. B 39, 6995 (1989), doi:10.1103/PhysRevB.39.6995). V voltage over the
 * junction, taken at the resistance without bias; V_h where the magnetoresistance has halved.
 *
 * @param parallel R_P, Ω
 * @param antiparallel R_AP, Ω, above R_P
 * @param halfVoltage V_h, V; infinite for a magnetoresistance that no voltage lowers
 */
public record Electrical(double parallel, double antiparallel, double halfVoltage) {
  public Electrical {
    positive("parallel resistance", parallel, "Ω");
    positive("antiparallel resistance", antiparallel, "Ω");
    above("half voltage", halfVoltage, "V");
    if (antiparallel < parallel) {
      throw new IllegalArgumentException(
          "the antiparallel resistance, "
              + antiparallel
              + " Ω, is below the parallel one, "
              + parallel
              + " Ω; exchange them");
    }
  }

  /** R, Ω, at cos θ and a current in A. */
  public double resistance(double cosine, double current) {
    double unbiased = at(cosine, antiparallel);
    double share = current * unbiased / halfVoltage;
    return at(cosine, parallel + (antiparallel - parallel) / (1 + share * share));
  }

  private double at(double cosine, double high) {
    double mean = (1 / parallel + 1 / high) / 2;
    double swing = (1 / parallel - 1 / high) / 2;
    return 1 / (mean + swing * cosine);
  }
}
