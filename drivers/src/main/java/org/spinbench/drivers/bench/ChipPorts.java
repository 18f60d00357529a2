package org.spinbench.drivers.bench;

import java.util.function.Consumer;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.instrument.SpectrumTrace;

/**
 * The chip's ports as the bench reaches them, at the chip's reference plane: tone powers in watts
 * at the junctions, field-line and bias currents in amperes, chain voltages in volts, emitted power
 * in watts at the neuron. Losses, gains and series resistances are those that the bench file
 * declares. Inputs, chains, synapses and neurons are numbered from zero in the order of the bench
 * file; synapses through all chains.
 */
public final class ChipPorts {
  /** The bench file. */
  public BenchFile file() {
    throw new UnsupportedOperationException();
  }

  /**
   * Sets an input's tone.
   *
   * @param frequency Hz
   * @param power at the junctions, W; zero switches the source off
   */
  public void tone(int input, double frequency, double power) {
    throw new UnsupportedOperationException();
  }

  /** Sets the power of an input's tone at the junctions, W; zero switches the source off. */
  public void tonePower(int input, double power) {
    throw new UnsupportedOperationException();
  }

  /** Sets a synapse's field-line current, A. */
  public void fieldCurrent(int synapse, double current) {
    throw new UnsupportedOperationException();
  }

  /** Sets a neuron's bias current, A; zero switches the source off. */
  public void bias(int neuron, double current) {
    throw new UnsupportedOperationException();
  }

  /** Waits until all that was set since the last wait has settled. */
  public void settle() {
    throw new UnsupportedOperationException();
  }

  /** One reading a chain, V; all voltmeters integrate at the same time. Settles first. */
  public Reading[] chainVoltages() {
    throw new UnsupportedOperationException();
  }

  /** Power emitted by a neuron in its band, W at the neuron. Settles first. */
  public Reading emittedPower(int neuron) {
    throw new UnsupportedOperationException();
  }

  /** Spectrum about a neuron's design frequency, dBm at the neuron. Settles first. */
  public SpectrumTrace emission(int neuron) {
    throw new UnsupportedOperationException();
  }

  /** Everything at rest: tones off, biases and field lines at zero. */
  public void rest() {
    throw new UnsupportedOperationException();
  }

  /** Program messages sent so far by all instruments. */
  public long messagesSent() {
    throw new UnsupportedOperationException();
  }

  /** Hands every reading from now on to a listener too. */
  public void onReading(Consumer<Reading> listener) {
    throw new UnsupportedOperationException();
  }
}
