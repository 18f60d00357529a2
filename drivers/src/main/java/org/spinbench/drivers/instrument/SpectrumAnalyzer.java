package org.spinbench.drivers.instrument;

/** Role: a spectrum analyzer. */
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

  /** One sweep with the present settings. */
  SpectrumTrace sweep();

  /**
   * Power in a band, dBm, from one sweep about it. The span is widened when the band needs it.
   *
   * @param centre of the band, Hz
   * @param bandwidth of the band, Hz
   */
  Reading bandPower(double centre, double bandwidth);
}
