package org.spinbench.simulator.instrument.analyzer;

import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The channel power measurement of Keysight, Rigol and Siglent analyzers: a separate sweep around
 * the centre, which averages power whatever the detector of the trace.
 */
final class ChannelPower {
  private static final String NODE = "[:SENSe]:CHPower";

  private final AnalyzerReceiver receiver;
  private final CoupledFilters filters;
  private final int mostAverages;
  private double bandwidth;
  private double span;
  private boolean averaging;
  private int averages;
  private boolean onlyWhileSelected;
  private boolean spanIsTheSweeps;

  /**
   * A channel of preset width.
   *
   * @param mostAverages largest number of averaged sweeps; one without averaging
   */
  ChannelPower(AnalyzerReceiver receiver, int mostAverages) {
    this.receiver = receiver;
    this.mostAverages = mostAverages;
    filters = receiver.otherFilters(this::span);
    preset();
  }

  void preset() {
    filters.couple();
    bandwidth = 2e6;
    span = 3e6;
    averaging = mostAverages > 1;
    averages = 10;
  }

  /** Refuses width, span and averaging while another measurement is selected. */
  ChannelPower onlyWhileSelected() {
    onlyWhileSelected = true;
    return this;
  }

  /** Couples its span to that of the spectrum, in both directions. */
  ChannelPower withTheSpanOfTheSweep() {
    spanIsTheSweeps = true;
    return this;
  }

  private double span() {
    return spanIsTheSweeps ? receiver.window().span() : span;
  }

  private void moveSpan(double hertz) {
    span = hertz;
    if (spanIsTheSweeps) {
      receiver.window().moveTo(receiver.window().centre(), hertz);
    }
  }

  private void changed(Runnable change) {
    Acquisition acquisition = receiver.acquisition();
    if (onlyWhileSelected && acquisition.kind() != Acquisition.Kind.CHANNEL_POWER) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    acquisition.changed(change);
  }

  /** Declares width and span of the channel. */
  void declare(CommandTree tree) {
    NumberRange spans = receiver.window().spans();
    tree.number(
        NODE + ":BANDwidth|:BWIDth:INTegration",
        new NumberRange(Quantity.FREQUENCY, 100, spans.max(), 2e6),
        () -> bandwidth,
        f -> changed(() -> setBandwidth(f)));
    tree.number(NODE + ":FREQuency:SPAN", spans, this::span, f -> changed(() -> setSpan(f)));
  }

  /** Declares the switch and the number of averaged sweeps. */
  void declareAveraging(CommandTree tree) {
    tree.flag(
        NODE + ":AVERage[:STATe]", () -> averaging, state -> changed(() -> averaging = state));
    tree.integer(
        NODE + ":AVERage:COUNt",
        1,
        mostAverages,
        () -> averages,
        n -> changed(() -> averages = (int) n));
  }

  /**
   * Declares the bandwidths and the sweep time of the channel, for a model where they are separate.
   */
  void declareFilters(CommandTree tree) {
    filters.declareResolution(tree, NODE, receiver.acquisition()::changed);
    filters.declareVideo(tree, NODE, receiver.acquisition()::changed);
    filters.declareTime(tree, NODE, receiver.acquisition()::changed);
    filters.store(tree);
  }

  /** Sets the width. A separate span follows the width, and can be made wider. */
  private void setBandwidth(double hertz) {
    bandwidth = hertz;
    if (!spanIsTheSweeps || span() < hertz) {
      moveSpan(Math.min(receiver.window().spans().max(), 1.5 * hertz));
    }
  }

  private void setSpan(double hertz) {
    if (hertz < bandwidth) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    moveSpan(hertz);
  }

  SpectrumSweep.Settings settings() {
    return receiver.channel(span(), filters, averaging ? averages : 1);
  }

  /** Width of the channel, Hz. */
  double bandwidth() {
    return bandwidth;
  }

  /** Power in the channel, W. */
  double power(SpectrumSweep measured) {
    double centre = receiver.window().centre();
    return measured.bandPower(centre - bandwidth / 2, centre + bandwidth / 2);
  }
}
