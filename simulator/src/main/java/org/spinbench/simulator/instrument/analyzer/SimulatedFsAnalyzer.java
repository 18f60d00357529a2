package org.spinbench.simulator.instrument.analyzer;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.analyzer.Acquisition.Kind;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Rohde &amp; Schwarz FSV or FSW signal and spectrum analyzer in its spectrum application.
 *
 * <p>Traces in REAL,32 are little-endian, without a command for the order. *RST sets continuous
 * sweeps. The sweep count applies to every trace mode. The power in a channel is that of trace 1
 * around the centre frequency; markers and limit lines are on that trace, too. Of the power
 * measurements only CPOWer exists. No manual confirms presets and couplings, the noise floor, that
 * a marker starts at the centre, and that a trace which is off has stale data.
 */
public final class SimulatedFsAnalyzer implements SimulatedInstrument {
  private static final CoupledFilters.Model FILTERS =
      new CoupledFilters.Model(
          new FilterSteps(1, 10e6, 1, 2, 3, 5),
          new FilterSteps(1, 10e6, 1, 2, 3, 5),
          100,
          1e-3,
          1e-6,
          16_000);
  private static final Vocabulary<SpectrumSweep.Detector> DETECTORS =
      AnalyzerReceiver.detectors()
          .word("APEak", SpectrumSweep.Detector.POSITIVE)
          .word("RMS", SpectrumSweep.Detector.AVERAGE)
          .word("AVERage", SpectrumSweep.Detector.AVERAGE);
  private static final Vocabulary<AmplitudeNoise.Scale> SCALES =
      new Vocabulary<AmplitudeNoise.Scale>()
          .word("VIDeo", AmplitudeNoise.Scale.LOG)
          .word("LINear", AmplitudeNoise.Scale.SCALAR)
          .word("POWer", AmplitudeNoise.Scale.RMS);
  private static final String DISPLAY = "DISPlay[:WINDow#][:SUBWindow#]:TRACe#";
  private static final String POWER = "CALCulate#:MARKer#:FUNCtion:POWer";
  private static final NumberRange CHANNEL = new NumberRange(Quantity.FREQUENCY, 100, 1e9, 14e3);
  private static final Choice TRACES = Choice.of("TRACE1|TRACE2|TRACE3|TRACE4|TRACE5|TRACE6");

  private final AnalyzerReceiver receiver;
  private final Acquisition acquisition;
  private final TraceMarkers markers;
  private final TraceMarkers deltas;
  private final FrontPanel panel;
  private final PresetSettings stored;

  private final WordSetting<AmplitudeNoise.Scale> averageType = new WordSetting<>(SCALES, "VID");
  private final TraceSet traces;
  private int sweeps;
  private String format;
  private boolean channelPower;
  private double channelBandwidth;
  private boolean displayUpdate;
  private final Map<String, String> channels = new LinkedHashMap<>();

  private SimulatedFsAnalyzer(
      String identity,
      double highest,
      int points,
      double floor,
      Surroundings surroundings,
      SpectrumInput input) {
    receiver =
        new AnalyzerReceiver(
            new AnalyzerReceiver.Model(
                new FrequencyWindow.Model(0, highest, 0, highest),
                FILTERS,
                points,
                floor,
                75,
                15,
                -130,
                30),
            surroundings,
            input,
            this::settings);
    acquisition = receiver.acquisition().restartsContinuousSweeps();
    traces = new TraceSet(acquisition, DETECTORS, new RohdeSchwarz());
    markers = receiver.markers("CALCulate#:MARKer#", 16, this::shown, Replies::plain);
    deltas =
        receiver
            .markers("CALCulate#:DELTamarker#", 16, this::shown, Replies::plain)
            .relativeTo(markers);
    presetSweep();
    CommandTree tree = new CommandTree(Replies::plain);
    declareReceiver(tree);
    declareDetection(tree);
    declareMarkers(tree);
    declareChannelPower(tree);
    declareAdjustment(tree);
    stored = new PresetSettings(tree);
    new LimitLines(
            stored.table("fs-analyzer"),
            this::shown,
            () -> receiver.window().centre(),
            receiver::reference)
        .declare(tree);
    boolean isFsw = identity.contains("FSW");
    declareTrace(tree);
    if (isFsw) {
      receiver.declarePoints(tree, 101, 100_001);
      declareTraceParts(tree);
      declareChannels(tree);
    } else {
      receiver.declarePoints(tree, 101, 32_001);
      tree.choice("INSTrument[:SELect]", Choice.of("SAN"), () -> "SAN", word -> {});
    }
    panel = surroundings.frontPanel(identity, Wording.STANDARD, 30, tree, this::setPresets);
    acquisition.connect(panel);
    panel.addMemory(0, 9);
  }

  /** An FSV30 up to 30 GHz, with -90 dBm of noise in 300 kHz. */
  public static SimulatedFsAnalyzer fsv(Surroundings surroundings, SpectrumInput input) {
    return new SimulatedFsAnalyzer(
        "Rohde&Schwarz,FSV30,1321.3008K30/100001,3.20",
        30e9,
        691,
        1e-12 / 300e3,
        surroundings,
        input);
  }

  /** An FSW26 up to 26.5 GHz, with -98 dBm of noise in 300 kHz. */
  public static SimulatedFsAnalyzer fsw(Surroundings surroundings, SpectrumInput input) {
    return new SimulatedFsAnalyzer(
        "Rohde&Schwarz,FSW-26,1331.5003K26/100001,5.10",
        26.5e9,
        1001,
        1.6e-13 / 300e3,
        surroundings,
        input);
  }

  private void declareReceiver(CommandTree tree) {
    receiver.declareSweep(tree);
    receiver.declareAttenuation(tree, "INPut#:ATTenuation");
    receiver.declarePreamplifier(tree, "INPut#:GAIN:STATe");
    receiver.declareReference(tree, DISPLAY + ":Y[:SCALe]:RLEVel");
    receiver.declareReference(tree, "[:SENSe]:POWer:RLEVel");
    receiver.declareOverload(tree, "STATus:QUEStionable:POWer:CONDition", 1);
    receiver.declareUnit(tree, "CALCulate#:UNIT:POWer");
    tree.event("INITiate:CONMeas", acquisition::initiate);
    tree.event("SYSTem:PRESet", this::setPresets);
    tree.flag("SYSTem:DISPlay:UPDate", () -> displayUpdate, on -> displayUpdate = on);
  }

  private void declareDetection(CommandTree tree) {
    traces.declare(tree, DISPLAY + ":MODE", "[:SENSe]:DETector#[:FUNCtion]");
    averageType.declare(tree, "[:SENSe]:AVERage#:TYPE", acquisition::changed);
    for (String header : List.of("[:SENSe]:SWEep:COUNt", "[:SENSe]:AVERage#:COUNt")) {
      tree.integer(
          header, 0, 32_767, () -> sweeps, n -> acquisition.changed(() -> sweeps = (int) n));
    }
    tree.command(DISPLAY + "[:STATe]", 1, 1, this::show);
    tree.query(
        DISPLAY + "[:STATe]",
        0,
        0,
        call -> Replies.flag(!traces.mode(TraceSet.number(call, 2)).equals("BLAN")));
    String averaging = "[:SENSe]:AVERage#[:STATe#]";
    tree.command(
        averaging,
        1,
        1,
        call -> traces.setMode(TraceSet.number(call, 1), call.flag() ? "AVER" : "WRIT"));
    tree.query(
        averaging,
        0,
        0,
        call -> Replies.flag(traces.mode(TraceSet.number(call, 1)).equals("AVER")));
  }

  /** Shows a trace with the type that it had, or hides it. */
  private void show(Call call) {
    int number = TraceSet.number(call, 2);
    boolean state = call.flag();
    if (state == traces.mode(number).equals("BLAN")) {
      traces.setMode(number, state ? traces.type(number) : "BLAN");
    }
  }

  private void declareMarkers(CommandTree tree) {
    for (TraceMarkers kind : List.of(markers, deltas)) {
      kind.declare(tree);
      kind.declareSearch(tree, ":MAXimum[:PEAK]");
    }
    String node = "CALCulate#:MARKer#";
    markers.declareExcursion(tree, node + ":PEXCursion");
    markers.declareNoise(tree);
    tree.command(node + ":TRACe", 1, 1, call -> call.integer(1, 1));
    tree.query(node + ":TRACe", 0, 0, call -> "1");
    tree.command(node + ":FUNCtion:CENTer", 0, 0, call -> centreOn(markers.markedBy(call)));
    tree.command(node + ":FUNCtion:ZOOM", 1, 1, this::zoom);
  }

  private void declareChannelPower(CommandTree tree) {
    tree.flag(POWER + "[:STATe]", () -> channelPower, on -> channelPower = on);
    Choice measurements = Choice.of("CPOWer");
    tree.command(
        POWER + ":SELect",
        1,
        1,
        call -> {
          call.choice(measurements);
          channelPower = true;
        });
    tree.query(POWER + ":SELect", () -> channelPower ? "CPOW" : "OFF");
    tree.query(
        POWER + ":RESult",
        1,
        1,
        call -> {
          call.choice(measurements);
          return Replies.plain(measuredPower());
        });
    tree.number(
        "[:SENSe]:POWer:ACHannel:BANDwidth|:BWIDth[:CHANnel#]",
        CHANNEL,
        () -> channelBandwidth,
        f -> channelBandwidth = f);
  }

  /** Automatic settings, each from a separate measurement. */
  private void declareAdjustment(CommandTree tree) {
    tree.event("[:SENSe]:ADJust:LEVel", this::adjustLevel);
    tree.event("[:SENSe]:ADJust:FREQuency", this::adjustFrequency);
    tree.event(
        "[:SENSe]:ADJust:ALL",
        () -> {
          adjustFrequency();
          adjustLevel();
        });
  }

  private void declareTrace(CommandTree tree) {
    tree.command("FORMat[:DATA]", 1, 2, this::setFormat);
    tree.query("FORMat[:DATA]", () -> format);
    tree.stored(() -> format, kind -> format = kind);
    tree.query("TRACe#[:DATA]", 1, 1, call -> data(levels(call)));
  }

  /** FSW only: the frequencies of a trace, and a part of it. */
  private void declareTraceParts(CommandTree tree) {
    tree.query(
        "TRACe#[:DATA]:X",
        1,
        1,
        call -> {
          SpectrumSweep sweep = named(call);
          double[] frequencies = new double[sweep.points()];
          for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = sweep.frequency(i);
          }
          return data(frequencies);
        });
    tree.query(
        "TRACe#[:DATA]:MEMory",
        3,
        3,
        call -> {
          double[] all = levels(call);
          int offset = call.integer(0, all.length - 1);
          int count = call.integer(1, all.length - offset);
          return data(Arrays.copyOfRange(all, offset, offset + count));
        });
  }

  /** FSW only: measurement channels with names. */
  private void declareChannels(CommandTree tree) {
    Choice types = Choice.of("SANalyzer|PNOise");
    tree.command(
        "INSTrument:CREate[:NEW]",
        2,
        2,
        call -> {
          requireSpectrum(call.choice(types));
          channels.put(call.quoted(), "SANALYZER");
        });
    tree.query(
        "INSTrument:LIST",
        () ->
            channels.entrySet().stream()
                .map(channel -> channel.getValue() + ",'" + channel.getKey() + "'")
                .collect(Collectors.joining(",")));
    tree.command("INSTrument[:SELect]", 1, 1, this::selectChannel);
    tree.query("INSTrument[:SELect]", () -> "SAN");
  }

  private void selectChannel(Call call) {
    if (call.wordNext()) {
      requireSpectrum(call.choice(Choice.of("SANalyzer|PNOise")));
    } else if (!channels.containsKey(call.quoted())) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
  }

  private static void requireSpectrum(String type) {
    if (!type.equals("SAN")) {
      throw new CommandException(StandardError.HARDWARE_MISSING);
    }
  }

  private void setPresets() {
    presetSweep();
    stored.preset();
  }

  private void presetSweep() {
    receiver.preset(true);
    markers.preset();
    deltas.preset();
    traces.preset();
    averageType.preset();
    sweeps = 0;
    format = "ASC,0";
    channelPower = false;
    channelBandwidth = CHANNEL.preset();
    displayUpdate = false;
    channels.clear();
    channels.put("Spectrum", "SANALYZER");
  }

  /**
   * Coupled detectors, and the averaged quantity: RMS and average detector average power and
   * voltage; for other detectors the average type decides.
   */
  private final class RohdeSchwarz implements TraceSet.Maker {
    @Override
    public String detector(String type) {
      return switch (type) {
        case "AVER" -> "SAMP";
        case "MAXH" -> "POS";
        case "MINH" -> "NEG";
        default -> "APE";
      };
    }

    @Override
    public AmplitudeNoise.Scale scale(String detector, AmplitudeNoise.Scale ofSweep) {
      return switch (detector) {
        case "RMS" -> AmplitudeNoise.Scale.RMS;
        case "AVER" -> AmplitudeNoise.Scale.SCALAR;
        default -> averageType.meaning();
      };
    }
  }

  private SpectrumSweep.Settings settings() {
    return receiver.spectrum(
        new AnalyzerReceiver.Detection(
            traces.detector(),
            traces.scale(averageType.meaning()),
            traces.type(),
            Math.max(1, sweeps)));
  }

  /** The first trace, which markers and limit lines are on. */
  private SpectrumSweep shown() {
    return shown(1);
  }

  private SpectrumSweep shown(int number) {
    SpectrumSweep sweep = traces.mode(number).equals("BLAN") ? null : traces.shown(number);
    if (sweep == null) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return sweep;
  }

  private void centreOn(double frequency) {
    acquisition.changed(() -> receiver.window().moveTo(frequency, receiver.window().span()));
  }

  /** Sets a span around the marker, or divides the present span by a factor. */
  private void zoom(Call call) {
    double marked = markers.markedBy(call);
    double value = call.number(receiver.window().spans());
    double span = value < 1000 ? receiver.window().span() / Math.max(1, value) : value;
    acquisition.changed(() -> receiver.window().moveTo(marked, span));
  }

  private double measuredPower() {
    if (!channelPower) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    double centre = receiver.window().centre();
    double half = channelBandwidth / 2;
    return receiver.unit().of(TraceData.dbm(shown().bandPower(centre - half, centre + half)));
  }

  private void adjustLevel() {
    SpectrumSweep sweep = acquisition.read(Kind.SPECTRUM);
    receiver.moveReference(StrictMath.ceil(sweep.trace()[sweep.peak()]));
  }

  private void adjustFrequency() {
    SpectrumSweep sweep = acquisition.read(Kind.SPECTRUM);
    centreOn(sweep.frequency(sweep.peak()));
  }

  private void setFormat(Call call) {
    String kind = call.choice(Choice.of("ASCii|REAL"));
    int length = call.more() ? call.integer(0, 64) : 0;
    if (kind.equals("REAL") && length != 0 && length != 32) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    format = kind.equals("REAL") ? "REAL,32" : "ASC,0";
  }

  /** The trace that the parameter names. */
  private SpectrumSweep named(Call call) {
    call.suffix(0, TraceSet.COUNT);
    String name = call.choice(TRACES);
    return shown(name.charAt(name.length() - 1) - '0');
  }

  private double[] levels(Call call) {
    return receiver.unit().of(named(call).trace());
  }

  private String data(double[] values) {
    return format.equals("REAL,32")
        ? Replies.block(Replies.reals(values, Float.BYTES, ByteOrder.LITTLE_ENDIAN))
        : TraceData.text(values, ",", Replies::plain);
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
