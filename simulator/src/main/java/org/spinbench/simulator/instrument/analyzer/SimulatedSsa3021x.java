package org.spinbench.simulator.instrument.analyzer;

import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.analyzer.Acquisition.Kind;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Siglent SSA3021X spectrum analyzer.
 *
 * <p>A trace always has 751 points. In ASCII a comma follows every level, the last one too.
 * Commands come from the maker's programming guide for the same family of analyzers. No guide for
 * this model confirms couplings, presets, noise floor, single precision of binary traces, and the
 * digits of answers.
 */
public final class SimulatedSsa3021x implements SimulatedInstrument {
  private static final AnalyzerReceiver.Model MODEL =
      new AnalyzerReceiver.Model(
          new FrequencyWindow.Model(9e3, 2.1e9, 9e3, 2.1e9),
          new CoupledFilters.Model(
              new FilterSteps(10, 1e6, 1, 3),
              new FilterSteps(1, 3e6, 1, 3),
              100,
              10e-3,
              450e-6,
              1500),
          751,
          1.2e-12 / 300e3,
          51,
          20,
          -200,
          30);
  private static final Vocabulary<SpectrumSweep.Detector> DETECTORS =
      AnalyzerReceiver.detectors()
          .word("AVERage", SpectrumSweep.Detector.AVERAGE)
          .word("NORMal", SpectrumSweep.Detector.NORMAL);
  private static final Vocabulary<AmplitudeNoise.Scale> SCALES =
      new Vocabulary<AmplitudeNoise.Scale>()
          .word("LOGPower", AmplitudeNoise.Scale.LOG)
          .word("POWer", AmplitudeNoise.Scale.RMS)
          .word("VOLTage", AmplitudeNoise.Scale.SCALAR);
  private static final Vocabulary<SpectrumSweep.TraceMode> TRACE_MODES =
      AnalyzerReceiver.traceModes().word("AVERage", SpectrumSweep.TraceMode.AVERAGE);
  private static final Vocabulary<TraceMarkers.Function> MARKER_FUNCTIONS =
      AnalyzerReceiver.markerFunctions();

  private final AnalyzerReceiver receiver;
  private final Acquisition acquisition;
  private final ChannelPower channel;
  private final TraceMarkers markers;
  private final FrontPanel panel;

  private final WordSetting<SpectrumSweep.Detector> detector = new WordSetting<>(DETECTORS, "POS");
  private final WordSetting<AmplitudeNoise.Scale> averageType = new WordSetting<>(SCALES, "LOGP");
  private final WordSetting<SpectrumSweep.TraceMode> traceMode =
      new WordSetting<>(TRACE_MODES, "WRIT");
  private final PresetSettings stored;
  private int averages;
  private boolean binary;

  public SimulatedSsa3021x(Surroundings surroundings, SpectrumInput input) {
    receiver = new AnalyzerReceiver(MODEL, surroundings, input, this::settings);
    acquisition = receiver.acquisition();
    channel = new ChannelPower(receiver, 1);
    markers =
        receiver.markers(
            "CALCulate#:MARKer#", 8, () -> acquisition.fetch(Kind.SPECTRUM), Replies::plain);
    presetSweep();
    CommandTree tree = new CommandTree(Replies::plain);
    declareReceiver(tree);
    declareDetection(tree);
    declareChannelPower(tree);
    declareData(tree);
    markers.declare(tree);
    markers.declareSearch(tree, ":MAXimum");
    markers.declareExcursion(tree, "CALCulate#:PEAK:EXCursion");
    markers.declareFunctions(tree, MARKER_FUNCTIONS);
    stored = new PresetSettings(tree);
    stored.table("ssa3021x");
    panel =
        surroundings.frontPanel(
            "Siglent Technologies,SSA3021X,SSA3XAAQ100001,1.3.9.8",
            Wording.STANDARD,
            20,
            tree,
            this::setPresets);
    acquisition.connect(panel);
  }

  private void declareReceiver(CommandTree tree) {
    receiver.declareSweep(tree);
    receiver.declareAttenuation(tree, "[:SENSe]:POWer[:RF]:ATTenuation");
    receiver.declarePreamplifier(tree, "[:SENSe]:POWer[:RF]:GAIN[:STATe]");
    receiver.declareReference(tree, "DISPlay:WINDow#:TRACe:Y[:SCALe]:RLEVel");
    receiver.declareUnit(tree, "UNIT:POWer");
    tree.choice("INSTrument[:SELect]", Choice.of("SA"), () -> "SA", word -> {});
    tree.event("SYSTem:PRESet", this::setPresets);
  }

  private void declareDetection(CommandTree tree) {
    detector.declare(tree, "[:SENSe]:DETector:TRACe#[:FUNCtion]", acquisition::changed);
    averageType.declare(tree, "[:SENSe]:AVERage:TYPE", acquisition::changed);
    tree.integer(
        "[:SENSe]:AVERage:TRACe#:COUNt",
        1,
        999,
        () -> averages,
        n -> acquisition.changed(() -> averages = (int) n));
    traceMode.declare(tree, "TRACe#:MODE", acquisition::changed);
  }

  private void declareChannelPower(CommandTree tree) {
    channel.declare(tree);
    tree.choice(
        "INSTrument:MEASure",
        Choice.of("OFF|CHPower"),
        () -> acquisition.kind() == Kind.SPECTRUM ? "OFF" : "CHP",
        word -> acquisition.select(word.equals("OFF") ? Kind.SPECTRUM : Kind.CHANNEL_POWER));
    tree.query(
        "MEASure:CHPower",
        () -> {
          double watts = measuredPower();
          return level(watts) + "," + level(watts / channel.bandwidth());
        });
    tree.query("MEASure:CHPower:CHPower", () -> level(measuredPower()));
    tree.query("MEASure:CHPower:DENSity", () -> level(measuredPower() / channel.bandwidth()));
  }

  private void declareData(CommandTree tree) {
    tree.choice(
        "FORMat[:TRACe][:DATA]",
        Choice.of("ASCii|REAL"),
        () -> binary ? "REAL" : "ASC",
        word -> binary = word.equals("REAL"));
    receiver.declareByteOrder(tree);
    tree.query("TRACe#[:DATA]", 1, 1, this::answerTrace);
  }

  private void setPresets() {
    presetSweep();
    stored.preset();
  }

  private void presetSweep() {
    receiver.preset(true);
    channel.preset();
    markers.preset();
    detector.preset();
    averageType.preset();
    traceMode.preset();
    averages = 100;
    binary = false;
  }

  private SpectrumSweep.Settings settings() {
    if (acquisition.kind() == Kind.CHANNEL_POWER) {
      return channel.settings();
    }
    SpectrumSweep.TraceMode mode = traceMode.meaning();
    return receiver.spectrum(
        AnalyzerReceiver.Detection.combining(
            detector.meaning(), averageType.meaning(), mode, averages));
  }

  private double measuredPower() {
    return channel.power(acquisition.read(Kind.CHANNEL_POWER));
  }

  private String level(double watts) {
    return text(receiver.unit().of(TraceData.dbm(watts)));
  }

  private static String text(double level) {
    return Replies.scientific(level, 6, 2);
  }

  /** The trace with this number. A hidden trace has no levels. */
  private String answerTrace(Call call) {
    call.suffix(0, 1);
    boolean first = call.integer(1, 4) == 1;
    double[] trace = acquisition.fetch(Kind.SPECTRUM).trace();
    double[] levels = first ? receiver.unit().of(trace) : new double[trace.length];
    if (!binary) {
      return TraceData.text(levels, ",", SimulatedSsa3021x::text) + ",";
    }
    return Replies.block(Replies.reals(levels, Float.BYTES, receiver.order()));
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  /** False: the model without tracking generator has no output. */
  @Override
  public boolean energised() {
    return false;
  }
}
