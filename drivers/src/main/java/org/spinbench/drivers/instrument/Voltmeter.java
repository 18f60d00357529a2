package org.spinbench.drivers.instrument;

/** Role: a DC voltmeter with one input. */
public interface Voltmeter extends Instrument {
  /** Measuring range, V (full scale). */
  NumberSetting range();

  /** Integration time, power-line cycles. */
  NumberSetting integration();

  /** Starts one measurement and returns at once. */
  void initiate();

  /** Waits for the measurement started last and returns it. */
  Reading fetch();
}
