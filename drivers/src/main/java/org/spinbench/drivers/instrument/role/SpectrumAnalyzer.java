package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;

/**
 * Role: a spectrum analyzer.
 *
 * <p>Each reading, averages included, comes from sweeps that begin when all changes have settled:
 * {@link #response} is zero. At each frequency, resolution and video filter have settled if the
 * sweep takes at least k · span / (resolution bandwidth · the narrower of both), with k from 2 to
 * 3; a coupled sweep time ensures that (Agilent Application Note 150, "Spectrum Analysis Basics",
 * chapter 2, "Sweep time").
 */
public interface SpectrumAnalyzer extends Meter {
  /** Centre frequency, Hz. */
  NumberSetting centre();

  /** Span, Hz. */
  NumberSetting span();

  /** Resolution bandwidth, Hz. */
  NumberSetting resolutionBandwidth();

  /**
   * Prepares it for one sweep per {@link #sweep} or {@link #bandPower}, with power averaging.
   *
   * @param span span, Hz
   * @param resolutionBandwidth resolution bandwidth, Hz; a sweep then has at least three points in
   *     each
   */
  void prepare(double span, double resolutionBandwidth);

  /** One sweep with the present settings, marked if the analyzer was overloaded. */
  SpectrumTrace sweep();

  /**
   * Stops asking for marks that recordings of earlier versions do not have: traces have none, and
   * band powers only that of the reference level.
   */
  void unmarked();

  /**
   * Power in a band, dBm, from one sweep around it. The span is widened if necessary.
   *
   * @param centre of the band, Hz
   * @param bandwidth of the band, Hz
   */
  Reading bandPower(double centre, double bandwidth);
}
