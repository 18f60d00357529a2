package org.spinbench.drivers.instrument;

/** Role: a spectrum analyzer. */
public interface SpectrumAnalyzer extends Instrument {
  /** Centre frequency, Hz. */
  NumberSetting centre();

  /** Span, Hz. */
  NumberSetting span();

  /** Resolution bandwidth, Hz. */
  NumberSetting resolutionBandwidth();

  /** One sweep with the present settings. */
  SpectrumTrace sweep();

  /**
   * Power in a band, dBm.
   *
   * @param centre of the band, Hz
   * @param bandwidth of the band, Hz
   */
  Reading bandPower(double centre, double bandwidth);
}
