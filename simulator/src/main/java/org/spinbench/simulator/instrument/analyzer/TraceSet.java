package org.spinbench.simulator.instrument.analyzer;

import java.util.Arrays;
import org.spinbench.simulator.instrument.analyzer.Acquisition.Kind;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;

/**
 * The six traces of an analyzer of Keysight or Rohde &amp; Schwarz, which show the same sweeps,
 * each with its own detector and its own way to combine sweeps (N9030A manual, pages 1323, 1329 and
 * 1364; FSW user manual 1173.9411.02, "Trace Configuration").
 *
 * <p>To select a type makes a trace active: it is updated and displayed. A trace that is not
 * updated keeps what it shows. After a reset only the first is active. That a trace without data
 * answers zeros on an X-series analyzer is unconfirmed.
 */
final class TraceSet {
  static final int COUNT = 6;

  private static final Vocabulary<SpectrumSweep.TraceMode> TYPES =
      AnalyzerReceiver.traceModes().word("AVERage", SpectrumSweep.TraceMode.AVERAGE);
  private static final Choice MODES = Choice.of("WRITe|AVERage|MAXHold|MINHold|VIEW|BLANk");

  /** What the makers do differently. */
  interface Maker {
    /** The word for the coupled detector of a type of trace, both in their short forms. */
    String detector(String type);

    /** What a trace with this detector averages, in a sweep that averages another quantity. */
    default AmplitudeNoise.Scale scale(String detector, AmplitudeNoise.Scale ofSweep) {
      return ofSweep;
    }
  }

  /** One trace; {@code held} is what it keeps while it is not updated, null if that is nothing. */
  private static final class Trace {
    private final WordSetting<SpectrumSweep.TraceMode> type = new WordSetting<>(TYPES, "WRIT");
    private final CoupledWord<SpectrumSweep.Detector> detector;
    private boolean updated;
    private boolean shown;
    private SpectrumSweep held;

    Trace(Vocabulary<SpectrumSweep.Detector> detectors, Maker maker) {
      detector = new CoupledWord<>(detectors, () -> maker.detector(type.word()));
    }

    private void preset(boolean active) {
      type.preset();
      detector.preset();
      updated = active;
      shown = active;
      held = null;
    }
  }

  private final Acquisition acquisition;
  private final Maker maker;
  private final Trace[] traces = new Trace[COUNT];

  /** The sweep that the views belong to, and what each trace makes of it. */
  private SpectrumSweep source;

  private final SpectrumSweep[] views = new SpectrumSweep[COUNT];

  TraceSet(Acquisition acquisition, Vocabulary<SpectrumSweep.Detector> detectors, Maker maker) {
    this.acquisition = acquisition;
    this.maker = maker;
    Arrays.setAll(traces, k -> new Trace(detectors, maker));
    preset();
  }

  void preset() {
    for (int k = 0; k < COUNT; k++) {
      traces[k].preset(k == 0);
    }
    source = null;
  }

  /** Declares type, mode, update, display and detector of each trace of an X-series analyzer. */
  void declare(CommandTree tree) {
    tree.command("TRACe#:TYPE", 1, 1, call -> setType(of(call), call.choice(TYPES.choice())));
    tree.query("TRACe#:TYPE", 0, 0, call -> of(call).type.word());
    String update = "TRACe#:UPDate[:STATe]";
    tree.command(update, 1, 1, call -> setUpdated(call.suffix(0, COUNT), call.flag()));
    tree.query(update, 0, 0, call -> Replies.flag(of(call).updated));
    tree.command("TRACe#:DISPlay[:STATe]", 1, 1, call -> of(call).shown = call.flag());
    tree.query("TRACe#:DISPlay[:STATe]", 0, 0, call -> Replies.flag(of(call).shown));
    tree.command("[:SENSe]:DETector[:FUNCtion]", 1, 1, call -> setDetector(call, traces));
    tree.query("[:SENSe]:DETector[:FUNCtion]", () -> traces[0].detector.word());
    tree.flag("[:SENSe]:DETector:AUTO", traces[0].detector::isCoupled, this::coupleAll);
    declare(tree, "TRACe#:MODE", "[:SENSe]:DETector:TRACe#");
  }

  /**
   * Declares mode and detector of each trace, and stores them.
   *
   * @param modes header of the mode, whose last suffix is the number of the trace
   * @param detectors header of the detector, whose only suffix is the number of the trace
   */
  void declare(CommandTree tree, String modes, String detectors) {
    int slot = (int) modes.chars().filter(c -> c == '#').count() - 1;
    tree.command(modes, 1, 1, call -> setMode(number(call, slot), call.choice(MODES)));
    tree.query(modes, 0, 0, call -> mode(number(call, slot)));
    tree.command(detectors, 1, 1, call -> setDetector(call, of(call)));
    tree.query(detectors, 0, 0, call -> of(call).detector.word());
    String auto = detectors + ":AUTO";
    tree.command(
        auto,
        1,
        1,
        call -> {
          Trace trace = of(call);
          boolean state = call.flag();
          detectorsChange(() -> trace.detector.couple(state));
        });
    tree.query(auto, 0, 0, call -> Replies.flag(of(call).detector.isCoupled()));
    tree.stored(this::saved, Runnable::run);
  }

  /** The number of a trace, which is in this slot of the header; others are 1. */
  static int number(Call call, int slot) {
    for (int other = 0; other < slot; other++) {
      call.suffix(other, 1);
    }
    return call.suffix(slot, COUNT);
  }

  private Trace of(Call call) {
    return traces[call.suffix(0, COUNT) - 1];
  }

  private void setType(Trace trace, String type) {
    acquisition.changed(
        () -> {
          trace.type.set(type);
          trace.updated = true;
          trace.shown = true;
          trace.held = null;
        });
  }

  /** Sets the mode of a trace: its type, or VIEW or BLAN. */
  void setMode(int number, String mode) {
    Trace trace = traces[number - 1];
    boolean view = mode.equals("VIEW");
    if (!view && !mode.equals("BLAN")) {
      setType(trace, mode);
      return;
    }
    setUpdated(number, false);
    trace.shown = view;
  }

  /** The mode of a trace: its type, or VIEW or BLAN. */
  String mode(int number) {
    Trace trace = traces[number - 1];
    return trace.updated ? trace.type.word() : trace.shown ? "VIEW" : "BLAN";
  }

  /** The type that a trace has, even while it is not updated. */
  String type(int number) {
    return traces[number - 1].type.word();
  }

  private void setUpdated(int number, boolean state) {
    Trace trace = traces[number - 1];
    if (state == trace.updated) {
      return;
    }
    trace.held = state ? null : viewed(acquisition.lastSpectrum(), number);
    acquisition.changed(() -> trace.updated = state);
  }

  private void setDetector(Call call, Trace... set) {
    String word = call.choice(set[0].detector.choice());
    detectorsChange(
        () -> {
          for (Trace trace : set) {
            trace.detector.set(word);
          }
        });
  }

  /** A detector counts from the next sweep on: the traces keep what they show of the last one. */
  private void detectorsChange(Runnable change) {
    SpectrumSweep last = acquisition.kept();
    for (int number = 1; number <= COUNT; number++) {
      if (traces[number - 1].updated) {
        viewed(last, number);
      }
    }
    acquisition.changed(change);
  }

  private void coupleAll(boolean state) {
    detectorsChange(
        () -> {
          for (Trace trace : traces) {
            trace.detector.couple(state);
          }
        });
  }

  /** Puts every trace that is written over, or every one that averages, into the other type. */
  void averageAll(boolean on) {
    acquisition.changed(
        () -> {
          for (Trace trace : traces) {
            if (trace.type.is(on ? "WRIT" : "AVER")) {
              trace.type.set(on ? "AVER" : "WRIT");
            }
          }
        });
  }

  /** Whether the first trace averages. */
  boolean averages() {
    return traces[0].type.is("AVER");
  }

  /** The detector of the first trace. */
  SpectrumSweep.Detector detector() {
    return traces[0].detector.meaning();
  }

  /** What the first trace averages, in a sweep that averages this quantity. */
  AmplitudeNoise.Scale scale(AmplitudeNoise.Scale ofSweep) {
    return maker.scale(traces[0].detector.word(), ofSweep);
  }

  /** How the first trace combines sweeps. */
  SpectrumSweep.TraceMode type() {
    return traces[0].type.meaning();
  }

  /** Whether any active trace combines sweeps, so that a measurement has several. */
  boolean combines() {
    return Arrays.stream(traces).anyMatch(trace -> trace.updated && !trace.type.is("WRIT"));
  }

  /** What a trace shows of the measurement in progress or the last one; null if it has no data. */
  SpectrumSweep shown(int number) {
    Trace trace = traces[number - 1];
    return trace.updated ? viewed(acquisition.fetch(Kind.SPECTRUM), number) : trace.held;
  }

  private SpectrumSweep viewed(SpectrumSweep sweep, int number) {
    if (sweep == null || number == 1) {
      return sweep;
    }
    if (sweep != source) {
      source = sweep;
      Arrays.fill(views, null);
    }
    if (views[number - 1] == null) {
      Trace trace = traces[number - 1];
      AmplitudeNoise.Scale scale = maker.scale(trace.detector.word(), sweep.scale());
      views[number - 1] = sweep.seenBy(trace.detector.meaning(), scale, trace.type.meaning());
    }
    return views[number - 1];
  }

  private Runnable saved() {
    Runnable[] each = new Runnable[COUNT];
    for (int k = 0; k < COUNT; k++) {
      Trace trace = traces[k];
      String type = trace.type.word();
      String detector = trace.detector.word();
      boolean coupled = trace.detector.isCoupled();
      boolean updated = trace.updated;
      boolean shown = trace.shown;
      each[k] =
          () -> {
            trace.type.set(type);
            trace.detector.set(detector);
            trace.detector.couple(coupled);
            trace.updated = updated;
            trace.shown = shown;
            trace.held = null;
          };
    }
    return () -> Arrays.stream(each).forEach(Runnable::run);
  }
}
