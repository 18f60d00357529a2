package org.spinbench.simulator.instrument.analyzer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
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
 * A Rigol DSA815 spectrum analyzer with the advanced measurement kit (DSA800 Programming Guide).
 *
 * <p>A trace always has 601 points. It comes in a block whose length has nine digits, in ASCII too;
 * each level has a width of 14 characters. The commands of the channel power are available only
 * while it is selected. The guide does not confirm couplings, noise floor, and the error for those
 * commands.
 */
public final class SimulatedDsa815 implements SimulatedInstrument {
  private static final AnalyzerReceiver.Model MODEL =
      new AnalyzerReceiver.Model(
          new FrequencyWindow.Model(9e3, 1.5e9, 9e3, 1.5e9),
          new CoupledFilters.Model(
              new FilterSteps(100, 1e6, 1, 3),
              new FilterSteps(1, 3e6, 1, 3),
              100,
              10e-3,
              20e-6,
              3200),
          601,
          1.6e-12 / 300e3,
          30,
          18,
          -100,
          20);
  private static final Vocabulary<SpectrumSweep.Detector> DETECTORS =
      AnalyzerReceiver.detectors()
          .word("NORMal", SpectrumSweep.Detector.NORMAL)
          .word("RMS", SpectrumSweep.Detector.AVERAGE)
          .word("VAVerage", SpectrumSweep.Detector.AVERAGE);
  private static final Vocabulary<SpectrumSweep.TraceMode> TRACE_MODES =
      AnalyzerReceiver.traceModes()
          .word("VIDeoavg", SpectrumSweep.TraceMode.AVERAGE)
          .word("POWeravg", SpectrumSweep.TraceMode.AVERAGE);
  private static final Vocabulary<TraceMarkers.Function> MARKER_FUNCTIONS =
      AnalyzerReceiver.markerFunctions();
  private static final Choice TRACES = Choice.of("TRACE1|TRACE2|TRACE3|TRACE4");

  private final AnalyzerReceiver receiver;
  private final Acquisition acquisition;
  private final ChannelPower channel;
  private final TraceMarkers markers;
  private final FrontPanel panel;

  private final WordSetting<SpectrumSweep.Detector> detector = new WordSetting<>(DETECTORS, "POS");
  private final WordSetting<SpectrumSweep.TraceMode> traceMode =
      new WordSetting<>(TRACE_MODES, "WRIT");
  private final PresetSettings stored;
  private int averages;
  private boolean binary;

  public SimulatedDsa815(Surroundings surroundings, SpectrumInput input) {
    receiver = new AnalyzerReceiver(MODEL, surroundings, input, this::settings);
    acquisition = receiver.acquisition();
    channel = new ChannelPower(receiver, 1000).onlyWhileSelected().withTheSpanOfTheSweep();
    markers = receiver.markers("CALCulate#:MARKer#", 4, this::spectrum, SimulatedDsa815::number);
    presetSweep();
    CommandTree tree = new CommandTree(SimulatedDsa815::number);
    declareReceiver(tree);
    declareDetection(tree);
    declareChannelPower(tree);
    declareData(tree);
    markers.declare(tree);
    markers.declareSearch(tree, ":MAXimum:MAX");
    markers.declareExcursion(tree, "CALCulate#:MARKer#:PEAK:EXCursion");
    markers.declareFunctions(tree, MARKER_FUNCTIONS);
    stored = new PresetSettings(tree);
    stored.table("dsa815");
    panel =
        surroundings.frontPanel(
            "Rigol Technologies,DSA815,DSA8A194601374,00.01.18.00.02",
            Wording.STANDARD,
            20,
            tree,
            this::setPresets);
    acquisition.connect(panel);
  }

  /** Formats whole numbers as integers, others with seven digits. */
  private static String number(double value) {
    return value == StrictMath.rint(value) ? Replies.plain(value) : level(value);
  }

  private static String level(double value) {
    String text = Replies.scientific(value, 6, 2).toLowerCase(Locale.ROOT);
    return text.startsWith("+") ? text.substring(1) : text;
  }

  private void declareReceiver(CommandTree tree) {
    receiver.declareSweep(tree);
    receiver.declarePoints(tree, 101, 3001);
    receiver.declareAttenuation(tree, "[:SENSe]:POWer[:RF]:ATTenuation");
    receiver.declarePreamplifier(tree, "[:SENSe]:POWer[:RF]:GAIN[:STATe]");
    receiver.declareReference(tree, "DISPlay:WINdow#:TRACe:Y[:SCALe]:RLEVel");
    receiver.declareUnit(tree, "UNIT:POWer");
    tree.event("SYSTem:PRESet", this::setPresets);
  }

  private void declareDetection(CommandTree tree) {
    detector.declare(tree, "[:SENSe]:DETector[:FUNCtion]", acquisition::changed);
    traceMode.declare(tree, "TRACe#:MODE", acquisition::changed);
    tree.integer(
        "TRACe#:AVERage:COUNt",
        1,
        1000,
        () -> averages,
        n -> acquisition.changed(() -> averages = (int) n));
  }

  private void declareChannelPower(CommandTree tree) {
    channel.declare(tree);
    channel.declareAveraging(tree);
    tree.event("CONFigure:SANalyzer", () -> acquisition.select(Kind.SPECTRUM));
    tree.event("CONFigure:CHPower", () -> acquisition.select(Kind.CHANNEL_POWER));
    tree.query("CONFigure", () -> acquisition.kind() == Kind.SPECTRUM ? "SAN" : "CHP");
    for (String verb : List.of("FETCh", "READ")) {
      tree.query(
          verb + ":CHPower",
          () -> {
            double watts = measuredPower(verb);
            return level(inUnit(watts)) + "," + level(inUnit(watts / channel.bandwidth()));
          });
      tree.query(verb + ":CHPower:CHPower", () -> level(inUnit(measuredPower(verb))));
      tree.query(
          verb + ":CHPower:DENSity",
          () -> level(inUnit(measuredPower(verb) / channel.bandwidth())));
    }
  }

  private void declareData(CommandTree tree) {
    tree.command("FORMat[:TRACe][:DATA]", 1, 2, this::setFormat);
    tree.query("FORMat[:TRACe][:DATA]", () -> binary ? "REAL,32" : "ASCII");
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
    traceMode.preset();
    averages = 100;
    binary = false;
  }

  /**
   * The averaged quantity. RMS and VAVerage average power and voltage; for other detectors the
   * trace mode decides.
   */
  private AmplitudeNoise.Scale scale() {
    boolean power = traceMode.is("POW") || detector.is("RMS");
    return power
        ? AmplitudeNoise.Scale.RMS
        : detector.is("VAV") ? AmplitudeNoise.Scale.SCALAR : AmplitudeNoise.Scale.LOG;
  }

  private SpectrumSweep.Settings settings() {
    if (acquisition.kind() == Kind.CHANNEL_POWER) {
      return channel.settings();
    }
    SpectrumSweep.TraceMode mode = traceMode.meaning();
    return receiver.spectrum(
        AnalyzerReceiver.Detection.combining(detector.meaning(), scale(), mode, averages));
  }

  private SpectrumSweep spectrum() {
    return acquisition.fetch(Kind.SPECTRUM);
  }

  private double measuredPower(String verb) {
    return channel.power(
        verb.equals("FETCh")
            ? acquisition.fetch(Kind.CHANNEL_POWER)
            : acquisition.read(Kind.CHANNEL_POWER));
  }

  private double inUnit(double watts) {
    return receiver.unit().of(TraceData.dbm(watts));
  }

  private void setFormat(Call call) {
    boolean real = call.choice(Choice.of("ASCii|REAL")).equals("REAL");
    if (call.more()) {
      call.integer(32, 32);
    }
    binary = real;
  }

  /** A hidden trace has no levels. The block has nine digits of length in any format. */
  private String answerTrace(Call call) {
    call.suffix(0, 1);
    boolean first = call.choice(TRACES).equals("TRACE1");
    double[] levels = first ? receiver.unit().of(spectrum().trace()) : new double[MODEL.points()];
    if (!binary) {
      return block(TraceData.text(levels, ",", SimulatedDsa815::column));
    }
    byte[] bytes = Replies.reals(levels, Float.BYTES, receiver.order());
    return block(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static String column(double level) {
    String text = level(level);
    return " ".repeat(14 - text.length()) + text;
  }

  private static String block(String payload) {
    String length = Integer.toString(payload.length());
    return "#9" + "0".repeat(9 - length.length()) + length + payload;
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
