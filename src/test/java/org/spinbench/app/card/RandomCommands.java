package org.spinbench.app.card;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.spinbench.app.console.Console;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchRest;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.RestReport;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.ListRfSource;
import org.spinbench.drivers.instrument.role.PulsedRfSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SteppedRfSource;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Stop;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.bench.TerminalTruth;

/** Commands at random to a bench, on every way that a program on the same computer has. */
final class RandomCommands {
  /** What says that a command was not understood, refused, or not carried out. */
  private static final Set<Class<?>> DEFECTS =
      Set.of(
          NullPointerException.class,
          ClassCastException.class,
          IndexOutOfBoundsException.class,
          ArrayIndexOutOfBoundsException.class,
          StringIndexOutOfBoundsException.class,
          ArithmeticException.class);

  /** The way that commands take. */
  enum Way {
    /** From a program that has the bench. */
    DIRECT,
    /** Through a judge that has the same bench file. */
    SERVED,
    /** Through a judge, from a program whose bench file allows much more. */
    HOSTILE,
    /**
     * From programs one after another, each killed, whose bench file has conditions: readings,
     * plans and sets interrupt each other, bring the bench to rest, and put its sources back.
     */
    CONDITIONS,
    /**
     * Through a judge, from a program whose bench file allows much more and knows nothing of the
     * wiring, and from others that send whatever text they like.
     */
    STRANGERS;

    private boolean judged() {
      return this == SERVED || this == HOSTILE || this == STRANGERS;
    }

    /** How many kinds of commands it draws from. */
    private int kinds() {
      return others() ? 36 : 24;
    }

    /** Whether several programs come to the bench. */
    private boolean others() {
      return this == CONDITIONS || this == STRANGERS;
    }
  }

  private final long seed;
  private final Way way;
  private final RandomGenerator random;
  private final BenchFile file;
  private final SimulatedBench twins;
  private final RandomText text;
  private final Strangers strangers;
  private final List<String> done = new ArrayList<>();
  private int accepted;

  RandomCommands(long seed, Way way) {
    this.seed = seed;
    this.way = way;
    random = new Random(seed);
    file = way == Way.CONDITIONS ? RandomRack.withConditions(random) : RandomRack.of(random);
    twins = new SimulatedBench(file, seed);
    text = new RandomText(random);
    strangers = new Strangers(text, this::note);
  }

  /**
   * Opens the bench, gives it commands, and closes it.
   *
   * @return how many of them were carried out
   * @throws AssertionError naming the seed and the last commands, if the card was not kept
   */
  int run(int commands) {
    FrontPanels.leave(file, twins);
    JudgedTransports judged =
        new JudgedTransports(new Judge(file, twins, twins.clock()), file, twins);
    BenchFile believed =
        switch (way) {
          case HOSTILE -> RandomRack.hostile(file);
          case STRANGERS -> RandomRack.strange(file, random);
          default -> file;
        };
    Transports links = way.judged() ? judged : twins;
    int left = commands;
    while (way == Way.CONDITIONS && random.nextInt(3) > 0) {
      int part = random.nextInt(left);
      obey(open(believed, links), judged, part);
      note("killed");
      left -= part;
    }
    try (Bench bench = open(believed, links)) {
      obey(bench, judged, left);
      if (random.nextBoolean() || way.others()) {
        abandon();
      }
    } catch (NotAtRestException failed) {
      throw failure(failed.getMessage());
    }
    judge();
    // An output that nothing is wired to is brought to rest by the program that has set it.
    if (!way.others() && !twins.atRest()) {
      throw failure("not at rest: " + twins.energised());
    }
    return accepted;
  }

  private void obey(Bench bench, JudgedTransports judged, int commands) {
    for (int k = 0; k < commands; k++) {
      command(bench, judged);
      twins.clock().sleep(Duration.ofMillis(random.nextInt(20)));
      judge();
      judge(judged.refused());
    }
  }

  /** What a program that was killed has left may not be taken over as it is. */
  private Bench open(BenchFile believed, Transports links) {
    try {
      return Bench.open(believed, links, twins.clock());
    } catch (SettingException live) {
      note("opened -> " + live.getMessage());
      abandon();
      return Bench.open(believed, links, twins.clock());
    }
  }

  /** As 'spinbench safe' finds a bench whose program has died. */
  private void abandon() {
    note("abandoned");
    List<RestReport> rest =
        BenchRest.reports(file, file.instruments().keySet(), twins, twins.clock());
    if (!rest.stream().allMatch(RestReport::atRest)) {
      throw failure("abandoned, and not at rest: " + rest);
    }
    twins.clock().sleep(Duration.ofSeconds(1));
    for (TerminalTruth terminal : twins.terminals()) {
      if (terminal.live().equals(Optional.of(twins.clock().now()))) {
        throw failure("abandoned, and live: " + terminal);
      }
    }
  }

  private void judge() {
    List<String> excesses = Card.excesses(file, twins);
    if (!excesses.isEmpty()) {
      throw failure(excesses.toString());
    }
  }

  /** A driver sends nothing that its own table does not declare. */
  private void judge(List<String> refused) {
    for (String reason : refused) {
      boolean typed = done.get(done.size() - 1).startsWith("console");
      if (way == Way.SERVED && !typed && reason.contains("declare")) {
        throw failure(reason);
      }
    }
    refused.clear();
  }

  private AssertionError failure(String what) {
    List<String> last =
        done.subList(
            Math.max(0, done.size() - Integer.getInteger("spinbench.last", 12)), done.size());
    return new AssertionError(
        way + " seed " + seed + ": " + what + " after\n" + String.join("\n", last));
  }

  private void command(Bench bench, JudgedTransports judged) {
    List<String> names = RandomRack.sources(file);
    Instrument instrument = bench.instruments().get(names.get(random.nextInt(names.size())));
    try {
      switch (random.nextInt(way.kinds())) {
        case 0, 1, 2, 3, 4, 5 -> type(instrument);
        case 6, 7, 8 -> ports(bench);
        case 9, 10, 11 -> role(instrument);
        case 12, 13, 14 -> usual(instrument);
        case 15 -> plan(bench, instrument);
        case 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35 -> {
          if (way == Way.STRANGERS) {
            strangers.send(instrument, resource(instrument), judged);
          } else {
            interrupted(bench, instrument);
          }
        }
        default -> set(instrument);
      }
    } catch (RuntimeException refused) {
      if (DEFECTS.contains(refused.getClass())) {
        AssertionError defect = failure(refused.toString());
        defect.initCause(refused);
        throw defect;
      }
      note(" -> " + refused.getMessage());
      return;
    }
    accepted++;
  }

  private void note(String what) {
    if (what.startsWith(" -> ")) {
      done.set(done.size() - 1, done.get(done.size() - 1) + what);
    } else {
      done.add(what);
    }
  }

  private void type(Instrument instrument) {
    String line = text.line(instrument);
    note("console " + instrument.name() + " (" + model(instrument) + "): " + line);
    note(" -> " + new Console(instrument, false, random.nextInt(10) == 0).execute(line));
  }

  private String model(Instrument instrument) {
    return file.instruments().get(instrument.name().replaceFirst(":.*", "")).model();
  }

  private void ports(Bench bench) {
    int which = random.nextInt(6);
    double share = RandomValue.level(random, Unit.ONE) * 2;
    switch (which) {
      case 0, 1, 2 -> {
        int input = random.nextInt(2);
        double watts = share * 3 * 400e-6;
        note("tone " + input + " " + watts + " W");
        bench.ports().tone(input, 100e6 + 400e6 * random.nextDouble(), watts);
      }
      case 3, 4 -> {
        int neuron = random.nextInt(3);
        double amperes = RandomValue.level(random, Unit.AMPERE);
        note("bias " + neuron + " " + amperes + " A");
        bench.ports().bias(neuron, amperes);
      }
      default -> {
        int synapse = random.nextInt(6);
        double amperes = RandomValue.level(random, Unit.AMPERE);
        note("field line " + synapse + " " + amperes + " A");
        bench.ports().fieldCurrent(synapse, amperes);
      }
    }
  }

  private ResourceName resource(Instrument instrument) {
    return ResourceName.parse(file.instruments().get(instrument.name()).resource());
  }

  /** Readings, and plans whose own conditions and whose bench's interrupt them. */
  private void interrupted(Bench bench, Instrument instrument) {
    if (random.nextBoolean()) {
      note("read");
      twins.clock().sleep(Duration.ofMillis(random.nextInt(200)));
      note(" -> " + Arrays.toString(bench.ports().chainVoltages(0, 1, 2)));
      return;
    }
    note("interrupted plan");
    String tone = "input " + (1 + random.nextInt(2)) + ".power";
    String bias = "neuron " + (1 + random.nextInt(3)) + ".bias";
    double most = 400e-6 * random.nextDouble();
    Plan plan =
        Plan.named("interrupted")
            .set(bias, 5e-3 * random.nextDouble())
            .set(planned(instrument), RandomValue.level(random, Unit.AMPERE))
            .sweep(Axis.list(tone, 0, most))
            .read("chain 1.voltage", "chain 2.voltage")
            .stop("chain 1.voltage > " + 1e-3 * random.nextDouble(), one(Stop.Ends.values()))
            .reference(1 + random.nextInt(3), Map.of(tone, most))
            .repeats(1 + random.nextInt(2));
    note(" -> " + plan.set() + plan.axes() + plan.stops() + plan.reference());
    bench.onTrip((kind, why) -> note(" -> " + kind + " " + why));
    new Sweep(bench, plan).run();
  }

  private <T> T one(T[] of) {
    return of[random.nextInt(of.length)];
  }

  /** A plan that sets one thing, and sweeps another. */
  private void plan(Bench bench, Instrument instrument) {
    Plan plan =
        Plan.named("random")
            .set(planned(instrument), RandomValue.level(random, Unit.AMPERE))
            .sweep(
                Axis.list(
                    planned(instrument), RandomValue.level(random, Unit.AMPERE),
                    RandomValue.level(random, Unit.VOLT), RandomValue.level(random, Unit.DBM)))
            .read("chain 1.voltage");
    note("plan " + plan.set() + plan.axes() + " " + model(instrument));
    new Sweep(bench, plan).run();
  }

  /** A setting as a plan names it: of the chip, of an instrument, or of a channel in both ways. */
  private String planned(Instrument instrument) {
    List<Setting> settings = new ArrayList<>();
    instrument.settings().forEach(settings::add);
    Setting setting = settings.get(random.nextInt(Math.min(settings.size(), 8)));
    return switch (random.nextInt(8)) {
      case 0 -> "input " + (1 + random.nextInt(2)) + ".power";
      case 1 -> "neuron " + (1 + random.nextInt(3)) + ".bias";
      case 2 -> "synapse " + (1 + random.nextInt(6)) + ".current";
      case 3, 4 ->
          setting.channel() == 0
              ? instrument.name() + "." + setting.name()
              : instrument.name()
                  + ":"
                  + setting.channel()
                  + "."
                  + setting.name().replaceFirst("channel \\d+ ", "");
      default -> instrument.name() + "." + setting.name();
    };
  }

  /** Whatever setting, to whatever value. */
  private void set(Instrument instrument) {
    List<Setting> settings = new ArrayList<>();
    instrument.settings().forEach(settings::add);
    Setting setting = settings.get(random.nextInt(settings.size()));
    if (setting instanceof NumberSetting number) {
      double value = RandomValue.of(random, number);
      note("set " + number.label() + " (" + model(instrument) + ") = " + value);
      if (random.nextBoolean()) {
        number.set(value);
      } else {
        number.ensure(value);
      }
    } else if (setting instanceof ChoiceSetting choice) {
      String word = choice.words().get(random.nextInt(choice.words().size()));
      note("set " + choice.label() + " (" + model(instrument) + ") = " + word);
      choice.set(word);
    } else {
      boolean on = random.nextBoolean();
      note("set " + setting.label() + " (" + model(instrument) + ") = " + on);
      ((SwitchSetting) setting).set(on);
    }
  }

  private Instrument player(Instrument instrument) {
    return instrument instanceof Channels<?> several
        ? (Instrument) several.channel(1 + random.nextInt(2))
        : instrument;
  }

  /** What brings outputs to life: prepared, level, output on. */
  private void usual(Instrument instrument) {
    Instrument player = player(instrument);
    note("usual " + player.name() + " (" + model(instrument) + ")");
    if (player instanceof RfSource rf) {
      rf.prepare();
      rf.power().set(RandomValue.level(random, Unit.DBM));
      rf.output().set(true);
    } else if (player instanceof BiasSource bias) {
      double level = RandomValue.level(random, bias.level().unit());
      note("usual " + player.name() + " (" + model(instrument) + ") " + level);
      bias.prepare(level);
      bias.output().set(true);
      bias.ramp(level);
    }
  }

  private void role(Instrument instrument) {
    Instrument player = player(instrument);
    note("role " + player.name() + " (" + model(instrument) + ")");
    double dwell = random.nextDouble() * 0.01;
    if (player instanceof SourceMeter meter) {
      note(" -> pass " + meter.pass(dwell, meter.session().clock()::sleep, levels(meter)).size());
    } else if (player instanceof SweptBiasSource source) {
      source.preparePass(dwell, levels(source));
      randomly(source::startSweep);
      randomly(() -> set(instrument));
      randomly(source::endSweep);
    } else if (player instanceof ListRfSource rf && random.nextBoolean()) {
      rf.prepareList(dwell, frequency(), frequency(), frequency());
      randomly(rf::startSweep);
      randomly(() -> set(instrument));
      randomly(rf::endSweep);
    } else if (player instanceof SweptRfSource rf) {
      rf.prepareSweep(frequency(), frequency(), 2 + random.nextInt(5), dwell);
      randomly(rf::startSweep);
      randomly(() -> set(instrument));
      randomly(rf::endSweep);
    } else if (player instanceof SteppedRfSource rf) {
      rf.load(frequency(), frequency());
      randomly(rf::step);
      randomly(rf::endList);
    }
    if (player instanceof SourceMeter meter) {
      randomly(meter::voltage);
    }
    if (player instanceof PulsedRfSource pulsed && random.nextInt(4) == 0) {
      pulsed.preparePulsed();
    }
    if (random.nextInt(6) == 0) {
      player.safe();
    }
  }

  private void randomly(Runnable step) {
    if (random.nextInt(3) > 0) {
      step.run();
    }
  }

  private double frequency() {
    return RandomValue.level(random, Unit.HERTZ);
  }

  /** Levels from the present one and back to it, most of them in steps that are small enough. */
  private double[] levels(BiasSource source) {
    double[] levels = new double[2 + random.nextInt(20)];
    double begin = source.level().current();
    Arrays.fill(levels, begin);
    double step = random.nextDouble() * 1e-3 * (source.level().unit() == Unit.VOLT ? 1000 : 1);
    for (int k = 1; k < levels.length - 1; k++) {
      levels[k] = begin + step * Math.min(k, levels.length - 1 - k);
    }
    if (random.nextInt(4) == 0) {
      levels[random.nextInt(levels.length)] = RandomValue.level(random, source.level().unit());
    }
    return levels;
  }
}
