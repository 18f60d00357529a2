package org.spinbench.simulator.instrument.analyzer;

import java.util.function.Consumer;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

/** The frequencies that an analyzer sweeps, as start and stop or as centre and span. */
final class FrequencyWindow {
  private static final double NARROWEST = 10;

  /**
   * The frequencies that a model can sweep, Hz.
   *
   * @param lowest smallest frequency
   * @param highest largest frequency
   * @param presetStart start after a reset
   * @param presetStop stop after a reset
   */
  record Model(double lowest, double highest, double presetStart, double presetStop) {}

  private final Model model;
  private final NumberRange frequencies;
  private final NumberRange spans;
  private double start;
  private double stop;
  private double step;

  FrequencyWindow(Model model) {
    this.model = model;
    preset();
    frequencies = new NumberRange(Quantity.FREQUENCY, model.lowest, model.highest, centre());
    spans = new NumberRange(Quantity.FREQUENCY, 0, model.highest - model.lowest, span());
  }

  void preset() {
    full();
    step = span() / 10;
  }

  /** Sets the full span. */
  private void full() {
    start = model.presetStart;
    stop = model.presetStop;
  }

  double start() {
    return start;
  }

  double stop() {
    return stop;
  }

  double centre() {
    return (start + stop) / 2;
  }

  double span() {
    return stop - start;
  }

  /** The range of spans. */
  NumberRange spans() {
    return spans;
  }

  /** Moves the window. A span that would leave the analyzer's range is reduced to fit. */
  void moveTo(double centre, double span) {
    double half = Math.min(span / 2, Math.min(centre - model.lowest, model.highest - centre));
    start = centre - half;
    stop = centre + half;
  }

  private void setStart(double frequency) {
    start = Math.min(frequency, model.highest - NARROWEST);
    stop = Math.max(stop, start + NARROWEST);
  }

  private void setStop(double frequency) {
    stop = Math.max(frequency, model.lowest + NARROWEST);
    start = Math.min(start, stop - NARROWEST);
  }

  /** Declares the centre at the RF input by its other name. */
  void declareRfCentre(CommandTree tree, Consumer<Runnable> changed) {
    tree.number(
        "[:SENSe]:FREQuency:RF:CENTer",
        frequencies,
        this::centre,
        f -> changed.accept(() -> moveTo(f, span())));
  }

  /** Declares {@code [:SENSe]:FREQuency}. */
  void declare(CommandTree tree, Consumer<Runnable> changed) {
    String node = "[:SENSe]:FREQuency";
    tree.number(node + ":STARt", frequencies, this::start, f -> changed.accept(() -> setStart(f)));
    tree.number(node + ":STOP", frequencies, this::stop, f -> changed.accept(() -> setStop(f)));
    tree.number(node + ":CENTer:STEP[:INCRement]", spans, () -> step, f -> step = f);
    tree.stepped(
        node + ":CENTer",
        () -> frequencies,
        () -> step,
        this::centre,
        f -> changed.accept(() -> moveTo(f, span())));
    tree.number(node + ":SPAN", spans, this::span, f -> changed.accept(() -> moveTo(centre(), f)));
    tree.event(node + ":SPAN:FULL", () -> changed.accept(this::full));
    tree.event(node + ":SPAN:ZERO", () -> changed.accept(() -> moveTo(centre(), 0)));
  }
}
