package org.spinbench.simulator.instrument;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.ScpiError;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keysight N9030B PXA signal analyzer with option 526 in spectrum analyzer mode: swept spectrum
 * and channel power.
 *
 * <p>Commands and ranges are those of the X-series; couplings, presets and the digits of answers
 * are unconfirmed by a manual. A measurement starts with INITiate and ends on the bench's clock;
 * FETCh? waits for it. *RST leaves single sweeps, SYSTem:PRESet continuous ones. Band power, as
 * marker function and as channel power, is a power average whatever detector the trace shows.
 */
public final class SimulatedN9030b implements SimulatedInstrument {
  private static final String IDENTITY = "Keysight Technologies,N9030B,US00000001,A.25.05";
  private static final int MARKERS = 12;
  private static final double LOWEST = -80e6;
  private static final double HIGHEST = 27e9;
  private static final double NARROWEST = 10;
  private static final double FASTEST = 1e-3;
  private static final int SWEEPING = 1 << 3;
  private static final NumberRange FREQUENCY =
      new NumberRange(Quantity.FREQUENCY, LOWEST, HIGHEST, 13.255e9);
  private static final NumberRange SPAN =
      new NumberRange(Quantity.FREQUENCY, 0, HIGHEST - LOWEST, 26.49e9);
  private static final NumberRange RESOLUTION = new NumberRange(Quantity.FREQUENCY, 1, 8e6, 3e6);
  private static final NumberRange VIDEO = new NumberRange(Quantity.FREQUENCY, 1, 50e6, 3e6);
  private static final NumberRange SWEEP_TIME = new NumberRange(Quantity.TIME, 1e-6, 6000, FASTEST);
  private static final NumberRange ATTENUATION = new NumberRange(Quantity.DECIBELS, 0, 70, 10);
  private static final NumberRange REFERENCE_LEVEL =
      new NumberRange(Quantity.POWER_DBM, -170, 30, 0);
  private static final Choice TRACE_DATA = Choice.of("TRACE1|TRACE2|TRACE3|TRACE4|TRACE5|TRACE6");

  private final Surroundings surroundings;
  private final SpectrumInput input;
  private final FrontPanel panel;

  private double start;
  private double stop;
  private int points;
  private final Bandwidths swept = new Bandwidths();
  private final Bandwidths channel = new Bandwidths();
  private double integrationBandwidth;
  private double channelSpan;
  private boolean channelAveraging;
  private int channelAverages;
  private String detector;
  private boolean detectorAuto;
  private String averageType;
  private boolean averageTypeAuto;
  private int averages;
  private String traceType;
  private double attenuation;
  private double referenceLevel;
  private String format;
  private boolean swapped;
  private boolean continuous;
  private boolean channelPower;
  private final double[] markers = new double[MARKERS];
  private final String[] markerFunctions = new String[MARKERS];
  private final double[] markerSpans = new double[MARKERS];

  private boolean measuring;
  private long started;
  private long ends;
  private Sweep latest;
  private boolean latestIsChannelPower;

  /** Resolution, video and time of one measurement, each coupled until it is set. */
  private static final class Bandwidths {
    double resolution;
    double video;
    double seconds;

    void reset() {
      resolution = Double.NaN;
      video = Double.NaN;
      seconds = Double.NaN;
    }

    /** Coupled to the span 1:106, as far as the filters go. */
    double resolution(double span) {
      if (!Double.isNaN(resolution)) {
        return resolution;
      }
      return Math.max(RESOLUTION.min(), Math.min(RESOLUTION.max(), span / 106));
    }

    double video(double span) {
      return Double.isNaN(video) ? Math.min(VIDEO.max(), resolution(span)) : video;
    }

    /** Coupled: 2.5 span over the product of resolution and the narrower bandwidth. */
    double seconds(double span) {
      if (!Double.isNaN(seconds)) {
        return seconds;
      }
      double narrower = Math.min(resolution(span), video(span));
      return Math.max(FASTEST, 2.5 * span / (resolution(span) * narrower));
    }
  }

  public SimulatedN9030b(Surroundings surroundings, SpectrumInput input) {
    this.surroundings = surroundings;
    this.input = input;
    setPresets();
    CommandTree tree = new CommandTree(value -> Replies.scientific(value, 11, 2));
    declareFrequency(tree);
    declareBandwidths(tree);
    declareDetection(tree);
    declareMeasurement(tree);
    declareChannelPower(tree);
    declareData(tree);
    declareMarkers(tree);
    declareStored(tree);
    panel = new FrontPanel(IDENTITY, Wording.SIGNED, 20, surroundings.clock(), tree, this::reset);
    panel.onClear(this::abort);
    panel.addMemory(1, 127);
  }

  private void declareFrequency(CommandTree tree) {
    String node = "[:SENSe]:FREQuency";
    tree.number(node + ":STARt", FREQUENCY, () -> start, f -> changed(() -> setStart(f)));
    tree.number(node + ":STOP", FREQUENCY, () -> stop, f -> changed(() -> setStop(f)));
    tree.number(node + ":CENTer", FREQUENCY, this::centre, f -> changed(() -> moveTo(f, span())));
    tree.number(node + ":SPAN", SPAN, this::span, f -> changed(() -> moveTo(centre(), f)));
    tree.event(node + ":SPAN:FULL", () -> changed(this::presetFrequencies));
    tree.event(node + ":SPAN:ZERO", () -> changed(() -> moveTo(centre(), 0)));
    tree.integer(
        "[:SENSe]:SWEep:POINts", 1, 20_001, () -> points, n -> changed(() -> points = (int) n));
    tree.number(
        "[:SENSe]:POWer[:RF]:ATTenuation",
        ATTENUATION,
        () -> attenuation,
        db -> changed(() -> attenuation = db));
    tree.number(
        "DISPlay:WINDow#[:VIEW]:TRACe:Y[:SCALe]:RLEVel",
        REFERENCE_LEVEL,
        () -> referenceLevel,
        dbm -> referenceLevel = dbm);
  }

  private void declareBandwidths(CommandTree tree) {
    String node = "[:SENSe]:BANDwidth|:BWIDth";
    tree.number(
        node + "[:RESolution]",
        RESOLUTION,
        () -> swept.resolution(span()),
        f -> changed(() -> swept.resolution = f));
    tree.flag(
        node + "[:RESolution]:AUTO",
        () -> Double.isNaN(swept.resolution),
        auto -> changed(() -> swept.resolution = auto ? Double.NaN : swept.resolution(span())));
    tree.number(
        node + ":VIDeo", VIDEO, () -> swept.video(span()), f -> changed(() -> swept.video = f));
    tree.flag(
        node + ":VIDeo:AUTO",
        () -> Double.isNaN(swept.video),
        auto -> changed(() -> swept.video = auto ? Double.NaN : swept.video(span())));
    tree.number(
        "[:SENSe]:SWEep:TIME",
        SWEEP_TIME,
        () -> swept.seconds(span()),
        s -> changed(() -> swept.seconds = s));
    tree.flag(
        "[:SENSe]:SWEep:TIME:AUTO",
        () -> Double.isNaN(swept.seconds),
        auto -> changed(() -> swept.seconds = auto ? Double.NaN : swept.seconds(span())));
  }

  private void declareDetection(CommandTree tree) {
    for (String pattern : List.of("[:SENSe]:DETector[:FUNCtion]", "[:SENSe]:DETector:TRACe#")) {
      tree.choice(
          pattern,
          Choice.of("NORMal|AVERage|POSitive|SAMPle|NEGative"),
          this::detector,
          word -> changed(() -> setDetector(word)));
    }
    tree.flag("[:SENSe]:DETector:AUTO", () -> detectorAuto, auto -> setDetectorAuto(auto));
    tree.choice(
        "[:SENSe]:AVERage:TYPE",
        Choice.of("LOG|RMS|SCALar"),
        this::averageType,
        word -> changed(() -> setAverageType(word)));
    tree.flag(
        "[:SENSe]:AVERage:TYPE:AUTO", () -> averageTypeAuto, auto -> setAverageTypeAuto(auto));
    tree.integer(
        "[:SENSe]:AVERage:COUNt",
        1,
        10_000,
        () -> averages,
        n -> changed(() -> averages = (int) n));
    tree.choice(
        "TRACe#:TYPE",
        Choice.of("WRITe|AVERage|MAXHold|MINHold"),
        () -> traceType,
        word -> changed(() -> traceType = word));
  }

  private void declareMeasurement(CommandTree tree) {
    tree.event("INITiate[:IMMediate]", this::initiate);
    tree.event("INITiate:RESTart", this::begin);
    tree.event("INITiate:SANalyzer", () -> initiate(false));
    tree.event("INITiate:CHPower", () -> initiate(true));
    tree.flag("INITiate:CONTinuous", () -> continuous, this::setContinuous);
    tree.event("ABORt", this::abort);
    tree.event("CONFigure:SANalyzer", () -> configure(false));
    tree.event("CONFigure:CHPower", () -> configure(true));
    tree.query("CONFigure", () -> channelPower ? "CHP" : "SAN");
    tree.command("INSTrument[:SELect]", 1, 1, this::selectMode);
    tree.query("INSTrument[:SELect]", () -> "SA");
    tree.query("INSTrument:CATalog", () -> "\"SA 1,PNOISE 14\"");
    tree.event("SYSTem:PRESet", this::preset);
    tree.arbitraryText("*OPT", () -> "\"526\"");
  }

  private void declareChannelPower(CommandTree tree) {
    String node = "[:SENSe]:CHPower";
    tree.number(
        node + ":BANDwidth|:BWIDth:INTegration",
        new NumberRange(Quantity.FREQUENCY, 100, HIGHEST, 2e6),
        () -> integrationBandwidth,
        this::setIntegrationBandwidth);
    tree.number(
        node + ":FREQuency:SPAN", SPAN, () -> channelSpan, f -> changed(() -> setChannelSpan(f)));
    tree.number(
        node + ":BANDwidth|:BWIDth[:RESolution]",
        RESOLUTION,
        () -> channel.resolution(channelSpan),
        f -> changed(() -> channel.resolution = f));
    tree.number(
        node + ":SWEep:TIME",
        SWEEP_TIME,
        () -> channel.seconds(channelSpan),
        s -> changed(() -> channel.seconds = s));
    tree.flag(
        node + ":AVERage[:STATe]",
        () -> channelAveraging,
        state -> changed(() -> channelAveraging = state));
    tree.integer(
        node + ":AVERage:COUNt",
        1,
        10_000,
        () -> channelAverages,
        n -> changed(() -> channelAverages = (int) n));
  }

  /** What the declarations of settings leave out of a saved state: couplings, and what is shown. */
  private void declareStored(CommandTree tree) {
    tree.stored(() -> channel.resolution, hertz -> channel.resolution = hertz);
    tree.stored(() -> channel.seconds, seconds -> channel.seconds = seconds);
    tree.stored(() -> channelPower, state -> channelPower = state);
    tree.stored(() -> format, kind -> format = kind);
    tree.stored(markers::clone, saved -> System.arraycopy(saved, 0, markers, 0, MARKERS));
    tree.stored(
        markerFunctions::clone, saved -> System.arraycopy(saved, 0, markerFunctions, 0, MARKERS));
    tree.stored(markerSpans::clone, saved -> System.arraycopy(saved, 0, markerSpans, 0, MARKERS));
  }

  private void declareData(CommandTree tree) {
    tree.command("FORMat[:TRACe][:DATA]", 1, 2, this::setFormat);
    tree.query("FORMat[:TRACe][:DATA]", () -> format);
    tree.choice(
        "FORMat:BORDer",
        Choice.of("NORMal|SWAPped"),
        () -> swapped ? "SWAP" : "NORM",
        word -> swapped = word.equals("SWAP"));
    tree.query("TRACe#[:DATA]", 1, 1, this::answerTrace);
    for (String verb : List.of("FETCh", "READ", "MEASure")) {
      tree.query(verb + ":SANalyzer#", 0, 0, call -> answerSpectrum(call, verb));
      tree.query(verb + ":CHPower#", 0, 0, call -> answerChannelPower(call, verb));
      tree.query(verb + ":CHPower#:CHPower", () -> amplitude(dbm(measuredChannelPower(verb))));
      tree.query(
          verb + ":CHPower#:DENSity",
          () -> amplitude(dbm(measuredChannelPower(verb) / integrationBandwidth)));
    }
  }

  private void declareMarkers(CommandTree tree) {
    String node = "CALCulate:MARKer#";
    tree.command(node + ":MAXimum", 0, 0, this::markPeak);
    tree.command(node + ":X", 1, 1, this::placeMarker);
    tree.query(node + ":X", 0, 0, call -> Replies.scientific(markers[marker(call)], 11, 2));
    tree.query(node + ":Y", 0, 0, this::answerMarker);
    tree.command(node + ":STATe", 1, 1, this::setMarkerState);
    tree.query(node + ":STATe", 0, 0, call -> Replies.flag(!Double.isNaN(markers[marker(call)])));
    tree.command(node + ":FUNCtion", 1, 1, this::setMarkerFunction);
    tree.query(node + ":FUNCtion", 0, 0, call -> markerFunctions[marker(call)]);
    tree.command(node + ":FUNCtion:BAND:SPAN", 1, 1, this::setMarkerSpan);
    tree.query(
        node + ":FUNCtion:BAND:SPAN",
        0,
        0,
        call -> Replies.scientific(markerSpans[marker(call)], 11, 2));
  }

  private void setPresets() {
    presetFrequencies();
    points = 1001;
    swept.reset();
    detector = "NORM";
    detectorAuto = true;
    averageType = "LOG";
    averageTypeAuto = true;
    averages = 100;
    traceType = "WRIT";
    attenuation = ATTENUATION.preset();
    referenceLevel = REFERENCE_LEVEL.preset();
    format = "ASC,8";
    swapped = false;
    continuous = false;
    channelPower = false;
    presetChannelPower();
    Arrays.fill(markers, Double.NaN);
    Arrays.fill(markerFunctions, "OFF");
    Arrays.fill(markerSpans, 1e6);
    measuring = false;
    latest = null;
  }

  private void presetFrequencies() {
    start = 10e6;
    stop = 26.5e9;
  }

  private void presetChannelPower() {
    channel.reset();
    integrationBandwidth = 2e6;
    channelSpan = 3e6;
    channelAveraging = true;
    channelAverages = 10;
  }

  private void reset() {
    setPresets();
    panel.operation().condition(0);
  }

  private void preset() {
    reset();
    panel.cancelPending();
    continuous = true;
  }

  private double centre() {
    return (start + stop) / 2;
  }

  private double span() {
    return stop - start;
  }

  /** Moves the window; a span that would leave the analyzer's range is made as wide as it fits. */
  private void moveTo(double centre, double span) {
    double half = Math.min(span / 2, Math.min(centre - LOWEST, HIGHEST - centre));
    start = centre - half;
    stop = centre + half;
  }

  private void setStart(double frequency) {
    start = Math.min(frequency, HIGHEST - NARROWEST);
    stop = Math.max(stop, start + NARROWEST);
  }

  private void setStop(double frequency) {
    stop = Math.max(frequency, LOWEST + NARROWEST);
    start = Math.min(start, stop - NARROWEST);
  }

  private String detector() {
    if (!detectorAuto) {
      return detector;
    }
    return switch (traceType) {
      case "AVER" -> "AVER";
      case "MAXH" -> "POS";
      case "MINH" -> "NEG";
      default -> "NORM";
    };
  }

  private void setDetector(String word) {
    detector = word;
    detectorAuto = false;
  }

  private void setDetectorAuto(boolean auto) {
    detector = detector();
    changed(() -> detectorAuto = auto);
  }

  /** Coupled to the detector: power for the average detector, logarithm for the others. */
  private String averageType() {
    if (!averageTypeAuto) {
      return averageType;
    }
    return detector().equals("AVER") ? "RMS" : "LOG";
  }

  private void setAverageType(String word) {
    averageType = word;
    averageTypeAuto = false;
  }

  private void setAverageTypeAuto(boolean auto) {
    averageType = averageType();
    changed(() -> averageTypeAuto = auto);
  }

  private void setIntegrationBandwidth(double hertz) {
    changed(
        () -> {
          integrationBandwidth = hertz;
          channelSpan = Math.min(SPAN.max(), 1.5 * hertz);
        });
  }

  private void setChannelSpan(double hertz) {
    if (hertz < integrationBandwidth) {
      throw new CommandException(ScpiError.SETTINGS_CONFLICT);
    }
    channelSpan = hertz;
  }

  /** A change of settings starts a running measurement anew. */
  private void changed(Runnable change) {
    change.run();
    if (measuring) {
      begin();
    }
  }

  private Sweep.Settings settings() {
    if (channelPower) {
      int sweeps = channelAveraging ? channelAverages : 1;
      return new Sweep.Settings(
          centre() - channelSpan / 2,
          centre() + channelSpan / 2,
          1001,
          channel.resolution(channelSpan),
          channel.video(channelSpan),
          "AVER",
          AmplitudeNoise.Scale.RMS,
          "AVER",
          sweeps,
          attenuation,
          channel.seconds(channelSpan));
    }
    return new Sweep.Settings(
        start,
        stop,
        points,
        swept.resolution(span()),
        swept.video(span()),
        detector(),
        scale(),
        traceType,
        traceType.equals("WRIT") ? 1 : averages,
        attenuation,
        swept.seconds(span()));
  }

  private AmplitudeNoise.Scale scale() {
    return switch (averageType()) {
      case "RMS" -> AmplitudeNoise.Scale.RMS;
      case "LOG" -> AmplitudeNoise.Scale.LOG;
      default -> AmplitudeNoise.Scale.SCALAR;
    };
  }

  private long now() {
    return surroundings.clock().nanos();
  }

  private void initiate() {
    if (continuous || measuring && now() < ends) {
      throw new CommandException(ScpiError.INIT_IGNORED);
    }
    begin();
  }

  private void initiate(boolean ofChannelPower) {
    channelPower = ofChannelPower;
    initiate();
  }

  private void begin() {
    measuring = true;
    started = now();
    ends = started + Math.round(settings().duration() * 1e9);
    if (continuous) {
      panel.operation().condition(SWEEPING);
    } else {
      panel.operate(SWEEPING, ends);
    }
  }

  private void abort() {
    measuring = false;
    panel.cancelPending();
    panel.operation().condition(0);
  }

  private void setContinuous(boolean state) {
    abort();
    continuous = state;
  }

  private void configure(boolean ofChannelPower) {
    abort();
    channelPower = ofChannelPower;
    if (ofChannelPower) {
      presetChannelPower();
    }
  }

  private void selectMode(Call call) {
    if (!call.choice(Choice.of("SA|PNOISE")).equals("SA")) {
      throw new CommandException(ScpiError.HARDWARE_MISSING);
    }
  }

  /** Starts a measurement and waits for it. */
  private Sweep read(boolean ofChannelPower) {
    abort();
    channelPower = ofChannelPower;
    begin();
    return complete();
  }

  /** The measurement under way once it is complete, or the last one. */
  private Sweep fetch() {
    if (measuring) {
      return complete();
    }
    if (continuous) {
      Sweep.Settings settings = settings();
      return record(settings, now() - Math.round(settings.duration() * 1e9), now());
    }
    if (latest == null) {
      throw new CommandException(ScpiError.DATA_CORRUPT_OR_STALE);
    }
    return latest;
  }

  private Sweep complete() {
    panel.await(ends);
    measuring = false;
    panel.operation().condition(0);
    return record(settings(), started, ends);
  }

  private Sweep record(Sweep.Settings settings, long from, long to) {
    latest = new Sweep(settings, input.lines(from, to), surroundings);
    latestIsChannelPower = channelPower;
    return latest;
  }

  private Sweep spectrum() {
    Sweep sweep = fetch();
    if (latestIsChannelPower) {
      throw new CommandException(ScpiError.DATA_CORRUPT_OR_STALE);
    }
    return sweep;
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
    double[] trace = spectrum().trace();
    return name.equals("TRACE1") ? data(trace) : data(new double[trace.length]);
  }

  /** Frequencies and levels in turn. */
  private String answerSpectrum(Call call, String verb) {
    call.suffix(0, 1);
    Sweep sweep = verb.equals("FETCh") ? spectrum() : read(false);
    double[] trace = sweep.trace();
    double[] pairs = new double[2 * trace.length];
    for (int i = 0; i < trace.length; i++) {
      pairs[2 * i] = sweep.frequency(i);
      pairs[2 * i + 1] = trace[i];
    }
    return data(pairs);
  }

  private String answerChannelPower(Call call, String verb) {
    call.suffix(0, 1);
    double power = measuredChannelPower(verb);
    return data(new double[] {dbm(power), dbm(power / integrationBandwidth)});
  }

  private double measuredChannelPower(String verb) {
    if (verb.equals("MEASure")) {
      configure(true);
    }
    Sweep sweep = verb.equals("FETCh") ? fetch() : read(true);
    if (!latestIsChannelPower) {
      throw new CommandException(ScpiError.DATA_CORRUPT_OR_STALE);
    }
    double half = integrationBandwidth / 2;
    return sweep.bandPower(centre() - half, centre() + half);
  }

  private String data(double[] values) {
    if (format.equals("ASC,8")) {
      StringBuilder text = new StringBuilder(18 * values.length);
      for (double value : values) {
        text.append(text.length() == 0 ? "" : ",").append(Replies.scientific(value, 11, 2));
      }
      return text.toString();
    }
    ByteBuffer bytes = ByteBuffer.allocate(values.length * (format.equals("REAL,64") ? 8 : 4));
    bytes.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    for (double value : values) {
      switch (format) {
        case "REAL,64" -> bytes.putDouble(value);
        case "REAL,32" -> bytes.putFloat((float) value);
        default -> bytes.putInt((int) StrictMath.rint(1000 * value));
      }
    }
    return Replies.block(bytes.array());
  }

  private static String amplitude(double dbm) {
    return Replies.scientific(dbm, 9, 2);
  }

  private static double dbm(double watts) {
    return 30 + 10 * StrictMath.log10(watts);
  }

  private static int marker(Call call) {
    return call.suffix(0, MARKERS) - 1;
  }

  private void markPeak(Call call) {
    int marker = marker(call);
    Sweep sweep = spectrum();
    double[] trace = sweep.trace();
    int peak = 0;
    for (int i = 1; i < trace.length; i++) {
      peak = trace[i] > trace[peak] ? i : peak;
    }
    markers[marker] = sweep.frequency(peak);
  }

  private void placeMarker(Call call) {
    int marker = marker(call);
    markers[marker] = call.number(new NumberRange(Quantity.FREQUENCY, start, stop, centre()));
  }

  private void setMarkerState(Call call) {
    int marker = marker(call);
    boolean on = call.flag();
    if (on != !Double.isNaN(markers[marker])) {
      markers[marker] = on ? centre() : Double.NaN;
    }
  }

  private void setMarkerFunction(Call call) {
    int marker = marker(call);
    markerFunctions[marker] = call.choice(Choice.of("OFF|BPOWer|BDENsity"));
    if (Double.isNaN(markers[marker])) {
      markers[marker] = centre();
    }
  }

  private void setMarkerSpan(Call call) {
    int marker = marker(call);
    markerSpans[marker] = call.number(new NumberRange(Quantity.FREQUENCY, 0, SPAN.max(), 1e6));
  }

  private String answerMarker(Call call) {
    int marker = marker(call);
    double at = markers[marker];
    if (Double.isNaN(at)) {
      return Replies.plain(Double.NaN);
    }
    Sweep sweep = spectrum();
    double half = markerSpans[marker] / 2;
    return amplitude(
        switch (markerFunctions[marker]) {
          case "BPOW" -> dbm(sweep.bandPower(at - half, at + half));
          case "BDEN" -> dbm(sweep.bandPower(at - half, at + half) / markerSpans[marker]);
          default -> sweep.trace()[sweep.nearest(at)];
        });
  }

  @Override
  public Endpoint endpoint() {
    return panel;
  }

  /** Never: an analyzer puts nothing out. */
  @Override
  public boolean energised() {
    return false;
  }

  @Override
  public List<String> queuedErrors() {
    return panel.queuedErrors();
  }
}
