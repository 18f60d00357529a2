package org.spinbench.simulator.instrument;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
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
 * A QDevil QDAC-II voltage source with 24 channels, each of ±2 V or ±10 V.
 *
 * <p>Presets and settling times are unconfirmed by a manual. A channel is named by a numeric suffix
 * ({@code sour3:volt 0.1}) or by a channel list that ends the parameters ({@code sour:volt
 * 0.1,(@3)}); a list wins over a suffix. Outputs are always on; they are quantised to 25 bits and
 * settle within the time of their filter: 110 ms (dc, 10 Hz), 2 ms (medium), 0.1 ms (high); a limit
 * to their current is not simulated.
 */
public final class SimulatedQdac2 implements SimulatedInstrument {
  private static final String IDENTITY = "QDevil, QDAC-II, 159, 13-1.57";
  private static final int CHANNELS = 24;
  private static final double LOW_RANGE = 2;
  private static final double HIGH_RANGE = 10;
  private static final double STEPS = 1 << 24;
  private static final NumberRange LOW = new NumberRange(Quantity.VOLTAGE, -2, 2, 0);
  private static final NumberRange HIGH = new NumberRange(Quantity.VOLTAGE, -10, 10, 0);
  private static final NumberRange SLEW =
      new NumberRange(Quantity.NUMBER, 0.01, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final class Channel implements DcOutput {
    private final Settling output = new Settling(0, surroundings.clock().nanos());
    private double voltage;
    private boolean low;
    private String filter = "MED";
    private double slew = SLEW.preset();

    @Override
    public DcLevel level(long nanos) {
      return DcLevel.volts(output.at(nanos), Double.POSITIVE_INFINITY);
    }

    private void set(double volts) {
      voltage = volts;
      double step = (low ? LOW_RANGE : HIGH_RANGE) / STEPS;
      double target = StrictMath.rint(volts / step) * step;
      long now = surroundings.clock().nanos();
      double time = settlingTime();
      double ramp = Math.abs(target - output.at(now)) / slew;
      if (ramp > time) {
        output.ramp(target, now, ramp);
      } else {
        output.approach(target, now, time);
      }
      panel.overlap(now + Math.round(1e9 * Math.max(time, ramp)));
    }

    private double settlingTime() {
      return switch (filter) {
        case "DC" -> 110e-3;
        case "MED" -> 2e-3;
        default -> 0.1e-3;
      };
    }

    private void reset() {
      low = false;
      filter = "MED";
      slew = SLEW.preset();
      set(0);
    }
  }

  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final Channel[] channels = new Channel[CHANNELS];

  public SimulatedQdac2(Surroundings surroundings) {
    this.surroundings = surroundings;
    for (int i = 0; i < CHANNELS; i++) {
      channels[i] = new Channel();
    }
    CommandTree tree = new CommandTree(Replies::plain);
    declareVoltage(tree);
    declareRange(tree);
    tree.event("ABORt", () -> {});
    panel =
        new FrontPanel(
            IDENTITY,
            new Wording("0, \"No error\"", ", "),
            30,
            surroundings.clock(),
            tree,
            this::reset);
  }

  private void declareVoltage(CommandTree tree) {
    String voltage = "[:SOURce#]:VOLTage[:LEVel][:IMMediate][:AMPLitude]";
    tree.command(voltage, 1, 2, this::setVoltage);
    each(tree, voltage, channel -> Replies.plain(channel.voltage));
    each(tree, "[:SOURce#]:VOLTage:LAST", channel -> Replies.plain(output(channel)));
    tree.command("[:SOURce#]:VOLTage:MODE", 1, 2, this::setMode);
    each(tree, "[:SOURce#]:VOLTage:MODE", channel -> "FIX");
    tree.command("[:SOURce#]:VOLTage:SLEW", 1, 2, this::setSlew);
    each(tree, "[:SOURce#]:VOLTage:SLEW", channel -> slew(channel.slew));
    tree.command("[:SOURce#]:FILTer", 1, 2, this::setFilter);
    each(tree, "[:SOURce#]:FILTer", channel -> channel.filter);
  }

  private void declareRange(CommandTree tree) {
    tree.command("[:SOURce#]:RANGe", 1, 2, this::setRange);
    each(tree, "[:SOURce#]:RANGe", channel -> channel.low ? "LOW" : "HIGH");
    each(tree, "[:SOURce#]:RANGe:LOW:MINimum", channel -> Replies.plain(-LOW_RANGE));
    each(tree, "[:SOURce#]:RANGe:LOW:MAXimum", channel -> Replies.plain(LOW_RANGE));
    each(tree, "[:SOURce#]:RANGe:HIGH:MINimum", channel -> Replies.plain(-HIGH_RANGE));
    each(tree, "[:SOURce#]:RANGe:HIGH:MAXimum", channel -> Replies.plain(HIGH_RANGE));
  }

  /** Declares a query that answers once for each channel named, in the order of the list. */
  private void each(CommandTree tree, String pattern, Function<Channel, String> answer) {
    tree.query(
        pattern,
        0,
        1,
        call -> {
          StringJoiner answers = new StringJoiner(",");
          for (Channel channel : named(call)) {
            answers.add(answer.apply(channel));
          }
          return answers.toString();
        });
  }

  /** The channels that the rest of a call names. */
  private Channel[] named(Call call) {
    if (!call.more()) {
      return new Channel[] {channels[call.suffix(0, CHANNELS) - 1]};
    }
    int[] numbers = call.channels(CHANNELS);
    Channel[] named = new Channel[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      named[i] = channels[numbers[i] - 1];
    }
    return named;
  }

  private void setVoltage(Call call) {
    double volts = call.number(HIGH);
    Channel[] named = named(call);
    for (Channel channel : named) {
      if (channel.low && Math.abs(volts) > LOW.max()) {
        throw new CommandException(ScpiError.DATA_OUT_OF_RANGE);
      }
    }
    for (Channel channel : named) {
      channel.set(volts);
    }
    surroundings.outputChanged().run();
  }

  /** Only the fixed mode can be chosen: there are no sweep and list generators in this model. */
  private void setMode(Call call) {
    String mode = call.choice(Choice.of("FIXed|SWEep|LIST"));
    named(call);
    if (!mode.equals("FIX")) {
      throw new CommandException(ScpiError.ILLEGAL_PARAMETER_VALUE);
    }
  }

  private void setSlew(Call call) {
    double slew = call.number(SLEW);
    for (Channel channel : named(call)) {
      channel.slew = slew;
    }
  }

  private void setFilter(Call call) {
    String filter = call.choice(Choice.of("DC|MEDium|HIGH"));
    for (Channel channel : named(call)) {
      channel.filter = filter;
    }
  }

  private void setRange(Call call) {
    boolean low = call.choice(Choice.of("LOW|HIGH")).equals("LOW");
    Channel[] named = named(call);
    for (Channel channel : named) {
      if (low && Math.abs(channel.voltage) > LOW_RANGE) {
        throw new CommandException(ScpiError.SETTINGS_CONFLICT);
      }
    }
    for (Channel channel : named) {
      channel.low = low;
      channel.set(channel.voltage);
    }
    surroundings.outputChanged().run();
  }

  private double output(Channel channel) {
    return channel.output.at(surroundings.clock().nanos());
  }

  private static String slew(double slew) {
    return Double.isInfinite(slew) ? "INF" : Replies.plain(slew);
  }

  private void reset() {
    for (Channel channel : channels) {
      channel.reset();
    }
    surroundings.outputChanged().run();
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return List.of(channels);
  }

  @Override
  public Endpoint endpoint() {
    return panel;
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    for (Channel channel : channels) {
      if (channel.output.target() != 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<String> queuedErrors() {
    return panel.queuedErrors();
  }
}
