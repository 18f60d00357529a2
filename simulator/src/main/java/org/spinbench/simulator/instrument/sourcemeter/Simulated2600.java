package org.spinbench.simulator.instrument.sourcemeter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;
import org.spinbench.simulator.tsp.Arguments;
import org.spinbench.simulator.tsp.TspDisplay;
import org.spinbench.simulator.tsp.TspEvents;
import org.spinbench.simulator.tsp.TspLanguage;
import org.spinbench.simulator.tsp.TspPort;
import org.spinbench.simulator.tsp.TspStatus;
import org.spinbench.simulator.tsp.TspStored;
import org.spinbench.simulator.tsp.TspTable;

/**
 * A Keithley 2602B System SourceMeter, two channels, on a line of 50 Hz, which speaks TSP (2600B
 * reference manual 2600BS-901-01, section 7).
 *
 * <p>Numbers have six digits unless {@code format.asciiprecision} changes that. In the default mode
 * of autozero, the first reading after a change of function, range or integration time takes three
 * integrations; the others take one. In the normal output-off mode the source holds the terminals
 * at zero with a limit of 1 mA; {@code source.output = 2} opens them.
 *
 * <p>The median filter gives the mean of its stack, like the moving average. Nothing is connected
 * to digital lines and TSP-Link, and nobody presses a key. A step of a channel's trigger model
 * waits for no event.
 *
 * <p>These points are unconfirmed: noise of one count of the display at 1 PLC (6½ digits); settling
 * times; the error of an incomplete sweep; that a reading counts as auto-ranged while auto-range is
 * on; the limits after a reset; the errors of levels out of range and of too much power; that a
 * change of function switches the output off; the places of status bits; ranges and presets of
 * attributes that are only stored.
 */
public final class Simulated2600 implements SimulatedInstrument {
  private static final String SERIAL = "1398687";
  private static final String IDENTITY =
      "Keithley Instruments Inc., Model 2602B, " + SERIAL + ", 3.0.0";
  private static final List<String> NAMES = List.of("smua", "smub");
  private static final int CHANNELS = NAMES.size();
  private static final double LINE = 50;

  /** Number of setups that it keeps. */
  private static final int SETUPS = 5;

  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final List<TspChannel> channels = new ArrayList<>();
  private final TspDisplay display = new TspDisplay();
  private final TspStatus status = new TspStatus();
  private final TspPort port = new TspPort(14);
  private final TspPort linkPort = new TspPort(3);
  private final TspStored stored = new TspStored();
  private final TspStored kept = new TspStored();
  private final Map<Integer, Runnable> setups = new HashMap<>();
  private final TspEvents events;
  private double lineFrequency = LINE;
  private boolean autoLine = true;
  private TspLanguage language;

  /** A 2602B that is off, with loads at channels a (1) and b (2). */
  public Simulated2600(Surroundings surroundings, IntFunction<TerminalLoad> loads) {
    this.surroundings = surroundings;
    for (int number = 1; number <= CHANNELS; number++) {
      channels.add(new TspChannel(surroundings, this::panel, loads.apply(number), this::overlap));
    }
    CommandTree tree = new CommandTree(Replies::plain);
    panel = surroundings.frontPanel(IDENTITY, Wording.STANDARD, 30, tree, this::reset);
    panel.speak(
        common -> {
          language = new TspLanguage(panel, surroundings.clock(), common);
          return language;
        });
    events = new TspEvents(panel, surroundings.clock());
    bind(language.globals());
  }

  private void overlap() {
    channels.forEach(channel -> panel.overlap(channel.unit().settled()));
  }

  private void bind(TspTable globals) {
    globals.event("reset", this::reset);
    bindNode(globals.table("localnode"));
    for (int k = 0; k < CHANNELS; k++) {
      TspTable table = globals.table(NAMES.get(k));
      channels.get(k).bind(table);
      ((TspTable) globals.get("localnode")).bind(NAMES.get(k), table);
    }
    display.bind(globals.table("display"), NAMES);
    TspTable beeper = globals.table("beeper");
    beeper.function("beep", Simulated2600::beep);
    kept.number(beeper, "enable", 0, 1, 1);
    bindTriggers(globals);
    bindStatus(globals.table("status"));
    bindSetups(globals);
    TspTable files = globals.table("fs");
    files.function("is_dir", Simulated2600::noFile);
    files.function("is_file", Simulated2600::noFile);
  }

  private void bindNode(TspTable node) {
    node.readOnly("model", () -> "2602B");
    node.readOnly("serialno", () -> surroundings.serial(SERIAL));
    node.readOnly("revision", () -> "3.0.0");
    node.attribute("linefreq", LINE, LINE + 10, () -> lineFrequency, this::setLine);
    node.flag("autolinefreq", () -> autoLine, on -> autoLine = on);
    kept.text(node, "description", 255, "");
    stored.number(node, "prompts", 0, 1, 0);
    stored.number(node, "prompts4882", 0, 1, 1);
    stored.number(node, "showerrors", 0, 1, 0);
    node.event("reset", this::reset);
  }

  /**
   * The line that supplies it has 50 Hz; another number is stored, and switches its detection off.
   */
  private void setLine(double hertz) {
    lineFrequency = hertz;
    autoLine = false;
  }

  private void bindTriggers(TspTable globals) {
    TspTable digital = globals.table("digio");
    port.bind(digital);
    events.lines(digital.table("trigger"), 14, 9);
    TspTable link = globals.table("tsplink");
    linkPort.bind(link);
    events.lines(link.table("trigger"), 3, 9);
    link.readOnly("state", () -> "offline");
    link.readOnly("master", () -> 1.0);
    link.function("reset", arguments -> new Object[] {1.0});
    kept.number(link, "node", 1, 64, 1);
    stored.number(link, "group", 0, 64, 0);
    TspTable trigger = globals.table("trigger");
    events.generators(trigger.table("generator"), 2);
    events.timers(trigger.table("timer"), 8);
    events.blenders(trigger.table("blender"), 6);
    events.silent(trigger);
    events.silent(((TspTable) globals.get("display")).table("trigger"));
  }

  /** The status model of one node; bits as its tables name them. */
  private void bindStatus(TspTable root) {
    TspTable measurement = root.table("measurement");
    TspTable ofChannels = measurement.table("instrument");
    List<TspStatus.Summary> channelBits = new ArrayList<>();
    for (int k = 0; k < CHANNELS; k++) {
      TspTable table = ofChannels.table(NAMES.get(k));
      TspStatus.Source source = status.register(table, channels.get(k)::condition, List.of());
      channelBits.add(new TspStatus.Summary(source, 2 << k));
    }
    TspStatus.Source instrument = status.register(ofChannels, () -> 0, channelBits);
    TspStatus.Source volts = limit(measurement.table("voltage_limit"), TspChannel.VOLTAGE_LIMIT);
    TspStatus.Source amperes = limit(measurement.table("current_limit"), TspChannel.CURRENT_LIMIT);
    status.idle(measurement.table("reading_overflow"));
    status.idle(measurement.table("buffer_available"));
    status.register(
        measurement,
        () -> 0,
        List.of(
            new TspStatus.Summary(volts, 1),
            new TspStatus.Summary(amperes, 2),
            new TspStatus.Summary(instrument, 1 << 13)));
    bindIdle(root);
    TspTable standard = root.table("standard");
    standard.readOnly("condition", () -> 0.0);
    standard.readOnly("event", () -> common("*ESR?"));
    standard.attribute(
        "enable", 0, 255, () -> common("*ESE?"), mask -> common("*ESE " + (int) mask));
    stored.number(standard, "ntr", 0, 255, 0);
    stored.number(standard, "ptr", 0, 255, 255);
    root.readOnly("condition", () -> common("*STB?"));
    root.attribute(
        "request_enable", 0, 255, () -> common("*SRE?"), mask -> common("*SRE " + (int) mask));
    root.readOnly("request_event", () -> common("*STB?"));
    stored.number(root, "node_enable", 0, 255, 0);
    root.readOnly("node_event", () -> 0.0);
    root.event("reset", status::reset);
    language.afterEach(status::look);
  }

  /** One bit for each channel that is at this limit. */
  private TspStatus.Source limit(TspTable table, int which) {
    return status.register(
        table,
        () -> {
          int bits = 0;
          for (int k = 0; k < CHANNELS; k++) {
            bits |= (channels.get(k).condition() & which) == 0 ? 0 : 2 << k;
          }
          return bits;
        },
        List.of());
  }

  /** Registers in which nothing happens: a script is over before another message is read. */
  private void bindIdle(TspTable root) {
    TspTable operation = root.table("operation");
    status.idle(operation);
    for (String name :
        List.of("calibrating", "measuring", "sweeping", "remote", "trigger_overrun", "user")) {
      status.idle(operation.table(name));
    }
    TspTable instrument = operation.table("instrument");
    status.idle(instrument);
    List<String> parts = new ArrayList<>(NAMES);
    parts.addAll(List.of("digio", "lan", "trigger_blender", "trigger_timer", "tsplink"));
    for (String name : parts) {
      TspTable part = instrument.table(name);
      status.idle(part);
      status.idle(part.table("trigger_overrun"));
    }
    TspTable questionable = root.table("questionable");
    status.idle(questionable);
    for (String name : List.of("calibration", "over_temperature", "unstable_output")) {
      status.idle(questionable.table(name));
    }
    TspTable doubted = questionable.table("instrument");
    status.idle(doubted);
    NAMES.forEach(name -> status.idle(doubted.table(name)));
    for (String name : List.of("system", "system2", "system3", "system4", "system5")) {
      status.idle(root.table(name));
    }
  }

  private double common(String message) {
    byte[] answer = language.common(message);
    return answer == null ? 0 : Double.parseDouble(new String(answer, StandardCharsets.US_ASCII));
  }

  /** Setups: number 0 is the state after a reset; an output that was on is off in a setup. */
  private void bindSetups(TspTable globals) {
    TspTable setup = globals.table("setup");
    kept.number(setup, "poweron", 0, SETUPS, 0);
    setup.function(
        "save",
        arguments -> {
          int number = arguments.integer(1, 1, SETUPS);
          List<Runnable> saved = new ArrayList<>();
          NAMES.forEach(name -> saved.add(((TspTable) globals.get(name)).snapshot("output")));
          setups.put(number, () -> saved.forEach(Runnable::run));
          return new Object[0];
        });
    setup.function(
        "recall",
        arguments -> {
          int number = arguments.integer(1, 0, SETUPS);
          reset();
          setups.getOrDefault(number, () -> {}).run();
          return new Object[0];
        });
  }

  /** No memory stick is plugged in. */
  private static Object[] noFile(Arguments arguments) {
    arguments.text(1);
    return new Object[] {false};
  }

  private static Object[] beep(Arguments arguments) {
    arguments.number(1);
    arguments.number(2);
    return new Object[0];
  }

  private void reset() {
    channels.forEach(TspChannel::reset);
    language.reset();
    display.reset();
    events.reset();
    port.reset();
    linkPort.reset();
    stored.reset();
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return channels.stream().<DcOutput>map(TspChannel::unit).toList();
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return channels.stream().anyMatch(channel -> channel.unit().energised());
  }
}
