package org.spinbench.drivers.bench.guard;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.bench.file.BenchFile.StripLine;
import org.spinbench.drivers.bench.file.Emission;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeterVoltmeter;
import org.spinbench.drivers.safety.Load;
import org.spinbench.drivers.safety.State;

/**
 * The device card, translated through the wiring of the bench file: which settings of which
 * instruments load a junction together.
 *
 * <p>It covers the tones of inputs at synapses, bias and amplifier current in neurons, field-line
 * currents, and the power in strip lines. The RF that neurons emit, to themselves and to the next
 * chain, has no source on the bench; its maximum always counts ({@link Emission}).
 */
final class ChipLimits {
  /** Prefix of drivers' names for switches of modulation. */
  private static final String MODULATION = "modulation";

  private final BenchFile file;
  private final ChipWiring wiring;
  private final Emission emission;
  private final Map<Setting, List<Load>> loads = new IdentityHashMap<>();
  private final Map<Setting, Integer> modulations = new IdentityHashMap<>();

  ChipLimits(BenchFile file, ChipWiring wiring) {
    this.file = file;
    this.wiring = wiring;
    emission = new Emission(file);
    file.chains().forEach(this::limitTones);
    for (int input = 0; input < file.inputs().size(); input++) {
      refuseModulation(input);
    }
    for (int neuron = 0; neuron < file.neurons().size(); neuron++) {
      limitNeuron(neuron);
    }
    for (int synapse = 0; synapse < wiring.fields().size(); synapse++) {
      limitFieldLine(synapse);
    }
    for (int chain = 0; chain < file.chains().size(); chain++) {
      limitVoltmeter(chain);
    }
    for (int line = 0; line < wiring.stripLines().size(); line++) {
      limitStripLine(line);
    }
  }

  /** Whether a change loads a junction more than it is loaded now. */
  boolean concerns(Setting setting, double value) {
    boolean judged = loads.containsKey(setting) || modulations.containsKey(setting);
    return judged && !lowers(setting, value);
  }

  private static boolean lowers(Setting setting, double value) {
    return setting instanceof NumberSetting number ? number.lowers(value) : value == 0;
  }

  private void refuseModulation(int input) {
    if (ChipWiring.pulsed(file, file.inputs().get(input))) {
      return;
    }
    RfSource source = wiring.inputs().get(input);
    source.modulations().forEach(one -> modulations.put(one, input));
    for (Setting setting : source.settings()) {
      if (setting instanceof SwitchSetting && setting.name().endsWith(MODULATION)) {
        modulations.put(setting, input);
      }
    }
  }

  /** Refuses a change that would load a junction beyond its card. */
  void check(Setting setting, double value) {
    Integer input = modulations.get(setting);
    if (input != null && value != 0) {
      throw new LimitException(
          LimitException.Level.CHIP,
          setting.label()
              + " stays off: "
              + file.inputs().get(input).name()
              + " is wired to junctions, and no limit judges the peaks of a modulated tone. For pulses"
              + " set 'pulsed = true' for the instrument in the bench file");
    }
    if (!concerns(setting, value)) {
      return;
    }
    for (Load load : loads.getOrDefault(setting, List.of())) {
      load.check(setting, value);
    }
  }

  private void limitTones(Chain chain) {
    List<Integer> inputs =
        chain.tones().stream().map(file::indexOfInput).filter(input -> input >= 0).toList();
    if (inputs.isEmpty()) {
      return;
    }
    DeviceCard card = file.chip().limits();
    String where = " at the synapses of " + chain.name();
    String advice = "lower one of the tones " + String.join(", ", chain.tones());
    Load power =
        new Load(
            "the RF power of all tones together" + where,
            Unit.WATT,
            card.synapsePower(),
            advice,
            state ->
                emission.power(chain) + inputs.stream().mapToDouble(i -> power(state, i)).sum());
    Load peak =
        new Load(
            "the peak of all RF voltages together" + where,
            Unit.VOLT,
            Math.min(card.synapsePeakVoltage(), card.absoluteVoltage()),
            advice,
            state ->
                emission.peak(chain)
                    + inputs.stream().mapToDouble(i -> emission.peak(power(state, i))).sum());
    for (int input : inputs) {
      RfSource source = wiring.inputs().get(input);
      add(source.power(), List.of(power, peak));
      add(source.output(), List.of(power, peak));
    }
  }

  /** Power of one tone at a junction, W. */
  private double power(State state, int input) {
    RfSource source = wiring.inputs().get(input);
    return state.on(source.output())
        ? Units.wattsOfDbm(state.level(source.power()) - file.inputs().get(input).lossDb())
        : 0;
  }

  /**
   * Limits a neuron. A level is judged as if the output were on, so it is refused before the output
   * is switched on. Switching on judges the present level, whatever its origin.
   */
  private void limitNeuron(int neuron) {
    BiasSource source = wiring.biases().get(neuron);
    add(source.level(), neuronLoads(neuron, state -> current(state, source)));
    add(
        source.output(),
        neuronLoads(neuron, state -> state.on(source.output()) ? current(state, source) : 0));
  }

  private static double current(State state, BiasSource source) {
    return Math.abs(state.level(source.level()));
  }

  private List<Load> neuronLoads(int neuron, ToDoubleFunction<State> bias) {
    DeviceCard card = file.chip().limits();
    String name = file.neurons().get(neuron).name();
    String advice = "lower its bias";
    ToDoubleFunction<State> largest = state -> withAmplifier(bias.applyAsDouble(state));
    double resistance = file.chip().junctionResistance();
    return List.of(
        new Load(
            "the current in " + name + ", amplifier included,",
            Unit.AMPERE,
            card.neuronCurrent(),
            advice,
            largest),
        new Load(
            "the voltage across " + name + ", amplifier included,",
            Unit.VOLT,
            card.neuronVoltage(),
            advice,
            state -> largest.applyAsDouble(state) * resistance),
        new Load(
            "the peak voltage across " + name + ", its own RF included,",
            Unit.VOLT,
            card.absoluteVoltage(),
            advice,
            state -> largest.applyAsDouble(state) * resistance + emission.ownPeak()));
  }

  /** Largest current that a bias and the amplifier together can drive through a neuron, A. */
  private double withAmplifier(double bias) {
    Coupling coupling = file.coupling();
    if (coupling.mode() == Coupling.Mode.MEASURED) {
      return bias;
    }
    return Math.max(bias, Math.min(bias + coupling.amplifierLimit(), coupling.totalLimit()));
  }

  private void limitFieldLine(int synapse) {
    BiasSource source = wiring.fields().get(synapse);
    Load current =
        new Load(
            "the current in the field line of " + file.synapses().get(synapse).name(),
            Unit.AMPERE,
            file.chip().limits().fieldLineCurrent(),
            "choose a smaller field",
            state ->
                Math.abs(state.level(source.level())) / wiring.levelOfFieldAmpere(file, synapse));
    add(source.level(), List.of(current));
  }

  /** A source meter that reads a chain sources nothing. */
  private void limitVoltmeter(int chain) {
    if (wiring.voltmeters().get(chain) instanceof SourceMeterVoltmeter meter) {
      String name = file.chains().get(chain).name();
      NumberSetting level = meter.level();
      Load current =
          new Load(
              "the current that its voltmeter drives through " + name,
              Unit.AMPERE,
              0,
              meter.name() + " reads this chain and stays at 0 A",
              state -> Math.abs(state.level(level)));
      add(level, List.of(current));
    }
  }

  /** Limits a strip line; a level is judged as if the output were on. */
  private void limitStripLine(int line) {
    StripLine entry = file.stripLines().get(line);
    RfSource source = wiring.stripLines().get(line);
    Load power =
        new Load(
            "the RF power in " + entry.name(),
            Unit.WATT,
            entry.maximumPower(),
            "choose a weaker pulse",
            state -> Units.wattsOfDbm(state.level(source.power()) - entry.lossDb()));
    add(source.power(), List.of(power));
    add(
        source.output(),
        List.of(
            new Load(
                power.what(),
                Unit.WATT,
                entry.maximumPower(),
                power.advice(),
                state -> state.on(source.output()) ? power.of().applyAsDouble(state) : 0)));
  }

  private void add(Setting setting, List<Load> more) {
    loads.computeIfAbsent(setting, s -> new ArrayList<>()).addAll(more);
  }
}
