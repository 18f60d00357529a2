package org.spinbench.simulator.instrument.analyzer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.analyzer.Acquisition.Kind;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keysight X-series signal analyzer, N9020B MXA or N9030B PXA, in spectrum analyzer mode (swept
 * spectrum, channel power, adjacent channel power), and in the mode of {@link IqAnalyzer}. No other
 * mode is licensed.
 *
 * <p>Commands and ranges are those of the X-series. No manual confirms couplings, presets, noise
 * floors and the digits of answers. FETCh? waits for the measurement in progress. *RST sets single
 * sweeps, SYSTem:PRESet continuous ones. Band power, as marker function and as channel power, is a
 * power average for any detector of the trace.
 */
public final class SimulatedXSeries implements SimulatedInstrument {
  private static final double LOWEST = -80e6;
  private static final double PRESET_START = 10e6;

  /** Highest frequency, and stop frequency after a reset, by frequency range option. */
  private static final Map<String, double[]> HIGHEST =
      Map.of(
          "503", new double[] {3.7e9, 3.6e9},
          "508", new double[] {8.5e9, 8.4e9},
          "513", new double[] {13.8e9, 13.6e9},
          "526", new double[] {27e9, 26.5e9},
          "544", new double[] {44.5e9, 44e9});

  private static final int CHANNEL_POINTS = 1001;
  private static final CoupledFilters.Model FILTERS =
      new CoupledFilters.Model(
          new FilterSteps(1, 8e6), new FilterSteps(1, 50e6), 106, 1e-3, 1e-6, 6000);
  private static final Vocabulary<SpectrumSweep.Detector> DETECTORS =
      AnalyzerReceiver.detectors()
          .word("NORMal", SpectrumSweep.Detector.NORMAL)
          .word("AVERage", SpectrumSweep.Detector.AVERAGE);
  private static final Vocabulary<AmplitudeNoise.Scale> SCALES =
      new Vocabulary<AmplitudeNoise.Scale>()
          .word("LOG", AmplitudeNoise.Scale.LOG)
          .word("RMS", AmplitudeNoise.Scale.RMS)
          .word("SCALar", AmplitudeNoise.Scale.SCALAR);
  private static final Vocabulary<TraceMarkers.Function> MARKER_FUNCTIONS =
      AnalyzerReceiver.markerFunctions()
          .word("BPOWer", TraceMarkers.Function.BAND_POWER)
          .word("BDENsity", TraceMarkers.Function.BAND_DENSITY);
  private static final NumberRange THRESHOLD = new NumberRange(Quantity.POWER_DBM, -300, 100, -90);
  private static final NumberRange EXCURSION = new NumberRange(Quantity.DECIBELS, 0, 100, 6);
  private static final Choice TRACE_DATA = Choice.of("TRACE1|TRACE2|TRACE3|TRACE4|TRACE5|TRACE6");

  private static final Map<Kind, String> NAMES =
      Map.of(
          Kind.SPECTRUM, "SAN",
          Kind.CHANNEL_POWER, "CHP",
          Kind.ADJACENT_POWER, "ACP",
          Kind.COMPLEX_SPECTRUM, "SPEC",
          Kind.WAVEFORM, "WAV");

  private final AnalyzerReceiver receiver;
  private final Acquisition acquisition;
  private final TraceMarkers markers;
  private final ChannelPower channel;
  private final AdjacentPower adjacent;
  private final IqAnalyzer iq;
  private final FrontPanel panel;
  private final PresetSettings stored;

  private final TraceSet traces;
  private final CoupledWord<AmplitudeNoise.Scale> averageType =
      new CoupledWord<>(SCALES, this::coupledAverageType);
  private int averages;
  private String format;

  private SimulatedXSeries(
      String model, String option, double floor, Surroundings surroundings, SpectrumInput input) {
    double[] highest = HIGHEST.get(option);
    AnalyzerReceiver.Model receiverModel =
        new AnalyzerReceiver.Model(
            new FrequencyWindow.Model(LOWEST, highest[0], PRESET_START, highest[1]),
            FILTERS,
            CHANNEL_POINTS,
            floor,
            70,
            15,
            -170,
            30);
    receiver = new AnalyzerReceiver(receiverModel, surroundings, input, this::settings);
    acquisition = receiver.acquisition();
    traces = new TraceSet(acquisition, DETECTORS, SimulatedXSeries::coupledDetector);
    channel = new ChannelPower(receiver, 10_000);
    markers =
        receiver.markers(12, () -> acquisition.fetch(Kind.SPECTRUM), SimulatedXSeries::number);
    CommandTree tree = new CommandTree(SimulatedXSeries::number);
    adjacent = new AdjacentPower(receiver, tree);
    iq = new IqAnalyzer(receiver, tree, surroundings);
    presetSweep(false);
    declareReceiver(tree);
    receiver.declareFloorExtension(tree, model.equals("N9030B"));
    declareDetection(tree);
    declareMeasurement(tree);
    channel.declare(tree);
    channel.declareAveraging(tree);
    channel.declareFilters(tree);
    declareData(tree);
    declareMarkers(tree);
    stored = new PresetSettings(tree);
    stored.table("x-series");
    tree.arbitraryText("*OPT", () -> Replies.quoted(option));
    panel =
        surroundings.frontPanel(
            "Keysight Technologies," + model + ",US00000001,A.25.05",
            Wording.SIGNED,
            20,
            tree,
            () -> setPresets(false));
    acquisition.connect(panel);
    panel.addMemory(1, 127);
  }

  /** An N9030B up to 26.5 GHz, with -100 dBm of noise in 300 kHz. */
  public static SimulatedXSeries n9030b(Surroundings surroundings, SpectrumInput input) {
    return new SimulatedXSeries("N9030B", "526", 1e-13 / 300e3, surroundings, input);
  }

  /** An N9020B up to 13.6 GHz, with -96 dBm of noise in 300 kHz. */
  public static SimulatedXSeries n9020b(Surroundings surroundings, SpectrumInput input) {
    return n9020b("513", surroundings, input);
  }

  /** An N9020B with a frequency range option: 503, 508, 513, 526 or 544. */
  static SimulatedXSeries n9020b(String option, Surroundings surroundings, SpectrumInput input) {
    return new SimulatedXSeries("N9020B", option, 2.5e-13 / 300e3, surroundings, input);
  }

  private static String number(double value) {
    return Replies.scientific(value, 11, 2);
  }

  private void declareReceiver(CommandTree tree) {
    receiver.declareSweep(tree);
    receiver.window().declareRfCentre(tree, receiver.acquisition()::changed);
    receiver.declarePoints(tree, 1, 20_001);
    receiver.declareAttenuation(tree, "[:SENSe]:POWer[:RF]:ATTenuation");
    receiver.declarePreamplifier(tree, "[:SENSe]:POWer[:RF]:GAIN[:STATe]");
    receiver.declareUnit(tree, "UNIT:POWer");
    receiver.declarePreamplifierBand(tree, "[:SENSe]:POWer[:RF]:GAIN:BAND");
    receiver.declareFilterType(tree, "[:SENSe]:BANDwidth|:BWIDth:TYPE");
    receiver.declareReference(tree, "DISPlay:WINDow#[:VIEW]:TRACe:Y[:SCALe]:RLEVel");
    receiver.declareOverload(tree, "STATus:QUEStionable:INTegrity:CONDition", 1 << 4);
  }

  private void declareDetection(CommandTree tree) {
    traces.declare(tree);
    averageType.declare(tree, "[:SENSe]:AVERage:TYPE", acquisition::changed);
    averageType.declareCoupling(tree, "[:SENSe]:AVERage:TYPE:AUTO", acquisition::changed);
    tree.integer(
        "[:SENSe]:AVERage:COUNt",
        1,
        10_000,
        () -> averages,
        n -> acquisition.changed(() -> averages = (int) n));
    tree.flag("[:SENSe]:AVERage[:STATe]", traces::averages, traces::averageAll);
    tree.command(
        "[:SENSe]:POWer[:RF]:RANGe:OPTimize",
        1,
        1,
        call -> {
          call.choice(Choice.of("IMMediate"));
          receiver.attenuateFor(acquisition.read(Kind.SPECTRUM).inputPower());
        });
  }

  private void declareMeasurement(CommandTree tree) {
    tree.event("INITiate:RESTart", acquisition::begin);
    tree.event("INITiate:SANalyzer", () -> acquisition.initiate(Kind.SPECTRUM));
    tree.event("INITiate:CHPower", () -> acquisition.initiate(Kind.CHANNEL_POWER));
    tree.event("CONFigure:SANalyzer", () -> acquisition.select(Kind.SPECTRUM));
    tree.event("CONFigure:CHPower", this::configureChannel);
    tree.event("INITiate:ACPower", () -> acquisition.initiate(Kind.ADJACENT_POWER));
    tree.event("CONFigure:ACPower", this::configureAdjacent);
    tree.event("CONFigure:ACPower:NDEFault", () -> acquisition.select(Kind.ADJACENT_POWER));
    tree.query("CONFigure", () -> NAMES.get(acquisition.kind()));
    tree.query(
        "CONFigure:CATalog",
        () -> Replies.quoted(IqAnalyzer.has(acquisition.kind()) ? "SPEC,WAV" : "SAN,CHP,ACP"));
    tree.command("INSTrument[:SELect]", 1, 1, iq::select);
    tree.query("INSTrument[:SELect]", () -> IqAnalyzer.has(acquisition.kind()) ? "BASIC" : "SA");
    tree.query("INSTrument:CATalog", () -> "\"SA 1, BASIC 8\"");
    tree.event("SYSTem:PRESet", () -> setPresets(true));
  }

  private void declareData(CommandTree tree) {
    tree.command("FORMat[:TRACe][:DATA]", 1, 2, this::setFormat);
    tree.query("FORMat[:TRACe][:DATA]", () -> format);
    tree.stored(() -> format, kind -> format = kind);
    receiver.declareByteOrder(tree);
    tree.query("TRACe#[:DATA]", 1, 1, this::answerTrace);
    for (String verb : List.of("FETCh", "READ", "MEASure")) {
      tree.query(verb + ":SANalyzer#", 0, 0, call -> answerSpectrum(call, verb));
      tree.query(verb + ":CHPower#", 0, 0, call -> answerChannelPower(call, verb));
      tree.query(verb + ":ACPower#", 0, 0, call -> answerAdjacentPower(call, verb));
      tree.query(verb + ":SPECtrum#", 0, 0, call -> answerIq(call, verb, Kind.COMPLEX_SPECTRUM));
      tree.query(verb + ":WAVeform#", 0, 0, call -> answerIq(call, verb, Kind.WAVEFORM));
      tree.query(verb + ":CHPower#:CHPower", () -> amplitude(level(channelPower(verb))));
      tree.query(
          verb + ":CHPower#:DENSity",
          () -> amplitude(level(channelPower(verb) / channel.bandwidth())));
    }
  }

  private void declareMarkers(CommandTree tree) {
    markers.declare(tree);
    markers.declareSearch(tree, ":MAXimum");
    markers.declareExcursion(tree, "CALCulate#:MARKer#:PEAK:EXCursion");
    markers.declareFunctions(tree, MARKER_FUNCTIONS);
    markers.declareBand(tree, ":FUNCtion:BAND:SPAN");
    tree.command(
        "CALCulate#:MARKer#[:SET]:CENTer",
        0,
        0,
        call -> {
          double marked = markers.markedBy(call);
          acquisition.changed(() -> receiver.window().moveTo(marked, receiver.window().span()));
        });
    tree.query("CALCulate#:DATA#:PEAKs", 2, 3, this::answerPeaks);
  }

  private void setPresets(boolean continuous) {
    presetSweep(continuous);
    stored.preset();
  }

  private void presetSweep(boolean continuous) {
    receiver.preset(continuous);
    markers.preset();
    traces.preset();
    averageType.preset();
    averages = 100;
    format = "ASC,8";
    channel.preset();
    adjacent.preset();
    iq.preset();
  }

  private static String coupledDetector(String type) {
    return switch (type) {
      case "AVER" -> "AVER";
      case "MAXH" -> "POS";
      case "MINH" -> "NEG";
      default -> "NORM";
    };
  }

  /** Power with the average detector, otherwise logarithm. */
  private String coupledAverageType() {
    return traces.detector() == SpectrumSweep.Detector.AVERAGE ? "RMS" : "LOG";
  }

  private SpectrumSweep.Settings settings() {
    return switch (acquisition.kind()) {
      case CHANNEL_POWER -> channel.settings();
      case ADJACENT_POWER -> adjacent.settings();
      case COMPLEX_SPECTRUM, WAVEFORM -> iq.settings(acquisition.kind());
      case SPECTRUM ->
          receiver.spectrum(
              new AnalyzerReceiver.Detection(
                  traces.detector(),
                  averageType.meaning(),
                  traces.type(),
                  traces.combines() ? averages : 1));
    };
  }

  /** Presets the channel, which only CONFigure and MEASure do. */
  private void configureChannel() {
    acquisition.select(Kind.CHANNEL_POWER);
    channel.preset();
  }

  private void configureAdjacent() {
    acquisition.select(Kind.ADJACENT_POWER);
    adjacent.preset();
  }

  private void setFormat(Call call) {
    String kind = call.choice(Choice.of("ASCii|INTeger|REAL"));
    int length = call.more() ? call.integer(0, 64) : 0;
    format =
        switch (kind) {
          case "ASC" -> "ASC,8";
          case "INT" -> "INT,32";
          default -> length == 64 ? "REAL,64" : "REAL,32";
        };
  }

  private String answerTrace(Call call) {
    call.suffix(0, 1);
    String name = call.choice(TRACE_DATA);
    SpectrumSweep shown = traces.shown(name.charAt(name.length() - 1) - '0');
    return shown == null
        ? data(new double[acquisition.fetch(Kind.SPECTRUM).points()])
        : data(receiver.unit().of(shown.trace()));
  }

  /** Frequencies and levels, alternating. */
  private String answerSpectrum(Call call, String verb) {
    call.suffix(0, 1);
    SpectrumSweep sweep = measured(verb, Kind.SPECTRUM);
    double[] trace = receiver.unit().of(sweep.trace());
    double[] pairs = new double[2 * trace.length];
    for (int i = 0; i < trace.length; i++) {
      pairs[2 * i] = sweep.frequency(i);
      pairs[2 * i + 1] = trace[i];
    }
    return data(pairs);
  }

  private String answerChannelPower(Call call, String verb) {
    call.suffix(0, 1);
    double power = channelPower(verb);
    return data(new double[] {level(power), level(power / channel.bandwidth())});
  }

  private String answerAdjacentPower(Call call, String verb) {
    call.suffix(0, 1);
    if (verb.equals("MEASure")) {
      configureAdjacent();
    }
    return data(adjacent.results(measured(verb, Kind.ADJACENT_POWER), this::level));
  }

  private String answerIq(Call call, String verb, Kind kind) {
    int number = call.suffix(0, 0, kind == Kind.WAVEFORM ? 2 : 7);
    iq.requireMode();
    if (verb.equals("MEASure")) {
      iq.configure(kind, true);
    }
    return data(iq.results(measured(verb, kind), kind, number));
  }

  private double channelPower(String verb) {
    if (verb.equals("MEASure")) {
      configureChannel();
    }
    return channel.power(measured(verb, Kind.CHANNEL_POWER));
  }

  /** The number of peaks above a threshold, then level and frequency of each. */
  private String answerPeaks(Call call) {
    call.suffix(0, 1);
    call.suffix(1, 1);
    double threshold = call.number(THRESHOLD);
    double excursion = call.number(EXCURSION);
    boolean byLevel =
        !call.more() || call.choice(Choice.of("AMPLitude|FREQuency|TIME")).equals("AMPL");
    SpectrumSweep sweep = acquisition.fetch(Kind.SPECTRUM);
    List<Integer> peaks = TraceMarkers.peaks(sweep.trace(), threshold, excursion);
    if (byLevel) {
      peaks.sort(Comparator.comparingDouble(point -> -sweep.trace()[point]));
    }
    double[] answer = new double[1 + 2 * peaks.size()];
    answer[0] = peaks.size();
    for (int k = 0; k < peaks.size(); k++) {
      answer[2 * k + 1] = receiver.unit().of(sweep.trace()[peaks.get(k)]);
      answer[2 * k + 2] = sweep.frequency(peaks.get(k));
    }
    return data(answer);
  }

  private SpectrumSweep measured(String verb, Kind kind) {
    return verb.equals("FETCh") ? acquisition.fetch(kind) : acquisition.read(kind);
  }

  private String data(double[] values) {
    return switch (format) {
      case "ASC,8" -> TraceData.text(values, ",", SimulatedXSeries::number);
      case "REAL,64" -> Replies.block(Replies.reals(values, Double.BYTES, receiver.order()));
      case "REAL,32" -> Replies.block(Replies.reals(values, Float.BYTES, receiver.order()));
      default -> Replies.block(TraceData.thousandths(values, receiver.order()));
    };
  }

  /** Converts a power in W to the unit of levels. */
  private double level(double watts) {
    return receiver.unit().of(TraceData.dbm(watts));
  }

  private static String amplitude(double dbm) {
    return Replies.scientific(dbm, 9, 2);
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  /** False: an analyzer has no output. */
  @Override
  public boolean energised() {
    return false;
  }
}
