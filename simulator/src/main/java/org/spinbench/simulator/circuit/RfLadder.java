package org.spinbench.simulator.circuit;

import java.util.List;
import org.apache.commons.math3.complex.Complex;
import org.spinbench.simulator.physics.Checks;

/**
 * A chain of junctions in its RF circuit: a source (or load) at one end, elements one after
 * another, and ground behind the last.
 *
 * <pre>
 *   series   V′ = V − Z I,  I′ = I            Z of a junction: R, or R ∥ 1/(iωC), plus iωL of leads
 *   shunt    V′ = V,        I′ = I − Y V      Y of a choke, a pad
 *   line     V′ = V cosh γl − Z_c I sinh γl,  I′ = I cosh γl − (V/Z_c) sinh γl
 * </pre>
 *
 * V voltage and I current towards ground (peak values); γl = a l + i ω l/v with the attenuation a.
 * Without anything between them, junctions in series from a source Z₀ with the available power P
 * absorb P_k = 4 Z₀ R_k P/(Z₀ + ΣR)²: two of 45 Ω at 50 Ω take 45.9 % each.
 *
 * <p>Reference: D. M. Pozar, "Microwave Engineering", fourth edition (2012), sections 2.1 (lines)
 * and 4.4 (chain matrices).
 *
 * @param impedance of the source at the near end, and of the load into which junctions emit, Ω
 * @param elements from the source to ground
 */
public record RfLadder(double impedance, List<Element> elements) {
  /** Far beyond any impedance of a chip, Ω: an open end. */
  private static final double OPEN = 1e15;

  /** A part of the chain. */
  public sealed interface Element permits Series, Shunt, Line {}

  /**
   * Something in the way of the current.
   *
   * @param resistance R, Ω; infinite for an open junction
   * @param inductance L of its leads, H
   * @param capacitance C parallel to R, F
   */
  public record Series(double resistance, double inductance, double capacitance)
      implements Element {
    public Series {
      if (!(resistance >= 0)) {
        throw new IllegalArgumentException(
            "resistance is " + resistance + " Ω, but must not be negative");
      }
      Checks.notNegative("inductance", inductance, "H");
      Checks.notNegative("capacitance", capacitance, "F");
    }

    /** A junction without parasitics. */
    public static Series junction(double resistance) {
      return new Series(resistance, 0, 0);
    }

    private Complex junction(double omega, double bounded) {
      return new Complex(bounded).divide(new Complex(1, omega * capacitance * bounded));
    }

    private Complex impedance(double omega) {
      return junction(omega, Math.min(resistance, OPEN)).add(new Complex(0, omega * inductance));
    }

    /** Share of the power in this element that its resistance takes: all of it. */
    private double absorbed(double omega, double squaredCurrent) {
      return squaredCurrent / 2 * junction(omega, Math.min(resistance, OPEN)).getReal();
    }
  }

  /**
   * Something from the line to ground.
   *
   * @param conductance S
   * @param capacitance F
   * @param inductance H; infinite for none
   */
  public record Shunt(double conductance, double capacitance, double inductance)
      implements Element {
    public Shunt {
      Checks.notNegative("conductance", conductance, "S");
      Checks.notNegative("capacitance", capacitance, "F");
      Checks.above("inductance", inductance, "H");
    }

    private Complex admittance(double omega) {
      return new Complex(conductance, omega * capacitance - 1 / (omega * inductance));
    }
  }

  /**
   * A cable.
   *
   * @param characteristic Z_c, Ω
   * @param delay l/v, s
   * @param loss of a wave that passes it once at 1 GHz, dB; grows with √f (skin effect)
   */
  public record Line(double characteristic, double delay, double loss) implements Element {
    private static final double GIGAHERTZ = 1e9;
    private static final double DECIBELS_PER_NEPER = 8.685889638065036;

    public Line {
      Checks.positive("characteristic impedance", characteristic, "Ω");
      Checks.notNegative("delay", delay, "s");
      Checks.notNegative("loss", loss, "dB");
    }

    private Complex angle(double omega) {
      double decibels = loss * Math.sqrt(omega / (2 * Math.PI * GIGAHERTZ));
      return new Complex(decibels / DECIBELS_PER_NEPER, omega * delay);
    }
  }

  private record Wave(Complex voltage, Complex current) {}

  public RfLadder {
    Checks.positive("source impedance", impedance, "Ω");
    elements = List.copyOf(elements);
  }

  /**
   * Power that the elements in series absorb, W, in their order.
   *
   * @param frequency Hz, above zero
   * @param available power of the source, W
   */
  public double[] absorbed(double frequency, double available) {
    Checks.positive("frequency", frequency, "Hz");
    Checks.notNegative("available power", available, "W");
    double omega = 2 * Math.PI * frequency;
    Complex input = input(omega, 0);
    Complex source = new Complex(Math.sqrt(8 * impedance * available));
    Complex current = source.divide(input.add(impedance));
    Wave wave = new Wave(current.multiply(input), current);
    double[] powers = new double[count()];
    int k = 0;
    for (Element element : elements) {
      if (element instanceof Series series) {
        double squared = wave.current().getReal() * wave.current().getReal();
        squared += wave.current().getImaginary() * wave.current().getImaginary();
        powers[k++] = series.absorbed(omega, squared);
      }
      wave = behind(element, wave, omega);
    }
    return powers;
  }

  /**
   * Power that the load at the near end takes from an oscillating junction, W.
   *
   * @param junction which of the elements in series, from 0
   * @param frequency Hz, above zero
   * @param voltage amplitude of the oscillation of an open junction, V
   */
  public double emitted(int junction, double frequency, double voltage) {
    Checks.positive("frequency", frequency, "Hz");
    Checks.notNegative("voltage", voltage, "V");
    double omega = 2 * Math.PI * frequency;
    int at = place(junction);
    Complex left = output(omega, at);
    Complex loop = left.add(input(omega, at));
    Complex current = new Complex(voltage).divide(loop);
    // From the junction back to the load: the same steps with the current turned round.
    Wave wave = new Wave(current.multiply(left), current);
    for (int i = at - 1; i >= 0; i--) {
      wave = behind(elements.get(i), wave, omega);
    }
    double squared = wave.current().abs() * wave.current().abs();
    return squared / 2 * impedance;
  }

  private int count() {
    return (int) elements.stream().filter(Series.class::isInstance).count();
  }

  private int place(int junction) {
    int left = junction;
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Series && left-- == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "there is no element " + junction + " in series; there are " + count() + ", from 0");
  }

  /** Impedance of the elements from one on towards ground. */
  private Complex input(double omega, int from) {
    Complex z = Complex.ZERO;
    for (int i = elements.size() - 1; i >= from; i--) {
      z = before(elements.get(i), z, omega);
    }
    return z;
  }

  /** Impedance of the elements before one, looking back to the source. */
  private Complex output(double omega, int before) {
    Complex z = new Complex(impedance);
    for (int i = 0; i < before; i++) {
      z = before(elements.get(i), z, omega);
    }
    return z;
  }

  private static Complex before(Element element, Complex z, double omega) {
    if (element instanceof Series series) {
      return z.add(series.impedance(omega));
    }
    if (element instanceof Shunt shunt) {
      Complex y = shunt.admittance(omega);
      return z.divide(Complex.ONE.add(y.multiply(z)));
    }
    Line line = (Line) element;
    Complex cosh = line.angle(omega).cosh();
    Complex sinh = line.angle(omega).sinh();
    double zc = line.characteristic();
    Complex voltage = z.multiply(cosh).add(sinh.multiply(zc));
    return voltage.multiply(zc).divide(z.multiply(sinh).add(cosh.multiply(zc)));
  }

  private static Wave behind(Element element, Wave wave, double omega) {
    if (element instanceof Series series) {
      return new Wave(
          wave.voltage().subtract(wave.current().multiply(series.impedance(omega))),
          wave.current());
    }
    if (element instanceof Shunt shunt) {
      return new Wave(
          wave.voltage(),
          wave.current().subtract(wave.voltage().multiply(shunt.admittance(omega))));
    }
    Line line = (Line) element;
    Complex cosh = line.angle(omega).cosh();
    Complex sinh = line.angle(omega).sinh();
    double zc = line.characteristic();
    return new Wave(
        wave.voltage().multiply(cosh).subtract(wave.current().multiply(sinh).multiply(zc)),
        wave.current().multiply(cosh).subtract(wave.voltage().multiply(sinh).divide(zc)));
  }
}
