package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;

/**
 * Role: a spectrum analyzer.
 *
 * <p>Each reading is of sweeps that begin when everything that was changed has settled, and of no
 * earlier one, averages included: {@link #response} is zero. At each frequency resolution and video
 * filter have settled if the sweep takes at least k · span / (resolution bandwidth · the narrower
 * of both), k 2 to 3, which the sweep time does by itself as long as it is coupled to them (Agilent
 * Application Note 150, "Spectrum Analysis Basics", chapter 2, "Sweep time").
 */
public interface SpectrumAnalyzer extends Meter {
  /** Centre frequency, Hz. */
  NumberSetting centre();

  /** Span, Hz. */
  NumberSetting span();

  /** Resolution bandwidth, Hz. */
  NumberSetting resolutionBandwidth();

  /**
   * Makes it sweep once for each {@link #sweep} or {@link #bandPower}, with power averaging.
   *
   * @param span span, Hz
   * @param resolutionBandwidth resolution bandwidth, Hz; a sweep then has at least three points in
   *     each
   */
  void prepare(double span, double resolutionBandwidth);

  /** One sweep with the present settings, marked where the analyzer was overloaded. */
  SpectrumTrace sweep();

  /**
   * From now on asks for no mark that recordings of earlier versions do not ask for: a trace has
   * none, and a power in a band only that of the reference level.
   */
  void unmarked();

  /**
   * Power in a band, dBm, from one sweep about it. The span is widened when the band needs it.
   *
   * @param centre of the band, Hz
   * @param bandwidth of the band, Hz
   */
  Reading bandPower(double centre, double bandwidth);
}
