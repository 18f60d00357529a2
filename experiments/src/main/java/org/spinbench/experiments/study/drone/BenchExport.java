package org.spinbench.experiments.study.drone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.simulator.network.OscillatorModel;
import org.spinbench.simulator.network.SupplyModel;
import org.spinbench.simulator.network.SynapseModel;

/**
 * A slice of a trained network as a bench file, with the trained currents.
 *
 * <p>The junctions of a bench's chip all have the same half width; those of the large network have
 * α times their resonance. So field-line currents are chosen to give the trained <em>weights</em>
 * with the chip's half width (α times the mean tone), including the cross-talk between the
 * junctions of the short chains. The largest input power and a loss between oscillators and output
 * chain keep voltages within the voltmeter's 10 mV.
 *
 * <p>All junctions of a long chain together can give a tone a larger weight than one junction can.
 * The weights of such a chain are scaled down by a common factor, and the transconductance of its
 * amplifier is larger by the inverse: {@link #chainGain}, {@link #outputGain}.
 *
 * <p>The sign of the output chain's voltage is the class. So the bench has one more neuron than the
 * slice, after the output chain; it is biased at its threshold and emits if the voltage is
 * positive. {@code train} accepts this bench.
 */
public final class BenchExport {
  private static final double LARGEST_VOLTAGE = 9e-3;
  private static final double LARGEST_POWER = 1e-6;
  private static final double TUNING = SupplyModel.STANDARD.tuning();

  /** Ratio of the output neuron's frequency to the highest tone. */
  private static final double APART = 1.1;

  /** Largest weight relative to a junction's extremum. */
  private static final double REACH = 0.9;

  private static final int FIELD_CHANNELS = 24;

  /** Noise emission at threshold relative to the largest power. */
  private static final double FLOOR = 1e-3;

  private final NetworkSlice slice;
  private final double halfWidth;
  private final double inputPower;
  private final int linkDecibels;
  private final double[] fieldCurrents;
  private final double[] biases;
  private final double[] gains;
  private final double outputWeightGain;

  /**
   * Computes the settings.
   *
   * @throws IllegalArgumentException if a chain of the slice cannot reach its weights
   */
  public BenchExport(NetworkSlice slice) {
    this.slice = slice;
    SynapseModel synapse = slice.network().layers().get(0).synapse();
    double mean =
        IntStream.range(0, slice.tones().length).mapToDouble(i -> slice.tones()[i]).sum()
            + Arrays.stream(slice.emissions()).sum();
    halfWidth = synapse.damping() * mean / (slice.tones().length + slice.emissions().length);
    WeightSetting setting = new WeightSetting(synapse.sensitivity(), halfWidth);
    List<Double> currents = new ArrayList<>();
    double largest = 0;
    gains = new double[slice.hiddenWeights().length];
    for (int j = 0; j < gains.length; j++) {
      gains[j] = reachable(slice.hiddenWeights()[j], synapse.sensitivity());
      double[] weights = scaled(slice.hiddenWeights()[j], gains[j]);
      addCurrents(slice.tones(), setting.resonances(slice.tones(), weights, chain(j)), currents);
      largest = Math.max(largest, magnitude(weights));
    }
    outputWeightGain = reachable(slice.outputWeights(), synapse.sensitivity());
    double[] output = scaled(slice.outputWeights(), outputWeightGain);
    addCurrents(
        slice.emissions(),
        setting.resonances(slice.emissions(), output, "the output chain"),
        currents);
    fieldCurrents = currents.stream().mapToDouble(Double::doubleValue).toArray();
    inputPower = Math.min(LARGEST_POWER, LARGEST_VOLTAGE / largest);
    linkDecibels =
        (int)
            Math.min(
                0,
                Math.floor(
                    10 * StrictMath.log10(LARGEST_VOLTAGE / (magnitude(output) * LARGEST_POWER))));
    biases = slice.biasCurrents();
  }

  /** Factor, at most 1, that brings all weights within the range of one junction. */
  private static double reachable(double[] weights, double sensitivity) {
    double largest = Arrays.stream(weights).map(Math::abs).max().orElse(0);
    return Math.min(1, REACH * sensitivity / Math.max(largest, Double.MIN_NORMAL));
  }

  private static double[] scaled(double[] weights, double factor) {
    return Arrays.stream(weights).map(weight -> factor * weight).toArray();
  }

  private static double magnitude(double[] weights) {
    return Arrays.stream(weights).map(Math::abs).sum();
  }

  private static void addCurrents(double[] tones, double[] resonances, List<Double> currents) {
    for (int k = 0; k < tones.length; k++) {
      currents.add((resonances[k] - tones[k]) / TUNING);
    }
  }

  /** Largest power of an input on the bench, W. */
  public double largestPower() {
    return inputPower;
  }

  /** Ratio of a hidden chain's voltage on the bench to that in the network. */
  public double chainGain(int chain) {
    return gains[chain];
  }

  /** Ratio of the output chain's voltage on the bench to that in the slice. */
  public double outputGain() {
    return outputWeightGain * StrictMath.pow(10, linkDecibels / 10.0);
  }

  /**
   * Sets the field lines and biases to the currents in a bench file.
   *
   * @throws IllegalArgumentException naming the synapse or neuron without a current
   */
  public static void set(ChipPorts ports, BenchFile file) {
    List<BenchFile.Synapse> synapses = file.synapses();
    for (int n = 0; n < synapses.size(); n++) {
      ports.fieldCurrent(n, given(synapses.get(n).current(), synapses.get(n).name(), "current"));
    }
    for (int n = 0; n < file.neurons().size(); n++) {
      BenchFile.Neuron neuron = file.neurons().get(n);
      ports.bias(n, given(neuron.biasCurrent(), neuron.name(), "bias_current"));
    }
  }

  private static double given(Double current, String name, String key) {
    if (current == null) {
      throw new IllegalArgumentException(
          "the bench file gives no " + key + " for \"" + name + "\"; export the network again");
    }
    return current;
  }

  /**
   * Applies one input and reads all chains.
   *
   * @param powers of the tones at the junctions, W; replaced by those of the sources
   * @return voltages, V: hidden chains, then output
   */
  public double[] read(ChipPorts ports, double[] powers) {
    for (int i = 0; i < powers.length; i++) {
      powers[i] = ports.tone(i, slice.tones()[i], powers[i]);
    }
    return Arrays.stream(ports.chainVoltages()).mapToDouble(Reading::value).toArray();
  }

  /** The text of the bench file; every instrument is simulated. */
  public String toml() {
    StringBuilder text = new StringBuilder(head());
    instruments(text);
    text.append(chip());
    inputs(text);
    int first = 0;
    int inputs = slice.tones().length;
    int hidden = slice.emissions().length;
    for (int j = 0; j < hidden; j++) {
      chain(text, chain(j), names("input", inputs), slice.tones(), j + 1, first);
      first += inputs;
    }
    chain(text, "output", names("neuron", hidden), slice.emissions(), hidden + 1, first);
    for (int j = 0; j < hidden; j++) {
      double transconductance = slice.network().oscillator().transconductance() / gains[j];
      neuron(text, j, chain(j), biases[j], slice.emissions()[j], transconductance);
    }
    OscillatorModel oscillator = slice.network().oscillator();
    neuron(
        text,
        hidden,
        "output",
        oscillator.thresholdCurrent(),
        outputFrequency(),
        oscillator.transconductance());
    text.append(rest(hidden));
    text.append(design());
    return text.toString();
  }

  private double outputFrequency() {
    return APART
        * DoubleStream.concat(Arrays.stream(slice.tones()), Arrays.stream(slice.emissions()))
            .max()
            .orElseThrow();
  }

  private String head() {
    return "# A slice of a trained RF network: "
        + slice.tones().length
        + " inputs, "
        + slice.emissions().length
        + " oscillators, 1 output, and an oscillator that shows its sign.\n# Its trained field-line currents are `current` of each synapse,"
        + " its trained biases `bias_current` of each neuron.\n# The half width below is alpha times the mean tone; the currents"
        + " give the trained weights with it.\n\nname = \"network slice\"\n\n";
  }

  private static String chain(int number) {
    return "chain " + (number + 1);
  }

  private static String names(String what, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> "\"" + what + " " + n + "\"")
        .collect(Collectors.joining(", "));
  }

  private void instruments(StringBuilder text) {
    for (int i = 1; i <= slice.tones().length; i++) {
      instrument(text, "rf_" + i, "SGS100A");
    }
    for (int j = 1; j <= slice.emissions().length + 1; j++) {
      instrument(text, "bias_" + j, "GS200");
    }
    for (int c = 1; c <= slice.emissions().length + 1; c++) {
      instrument(text, "voltmeter_" + c, "2182A");
    }
    for (int n = 1; n <= (fieldCurrents.length - 1) / FIELD_CHANNELS + 1; n++) {
      instrument(text, "field_" + n, "QDAC-II");
    }
    instrument(text, "analyzer", "N9030B");
  }

  private static void instrument(StringBuilder text, String name, String model) {
    add(
        text,
        "[instruments.%s]%nmodel = \"%s\"%nresource = \"INPROC::%s::INSTR\"%n%n",
        name,
        model,
        name);
  }

  private String chip() {
    OscillatorModel oscillator = slice.network().oscillator();
    double largest = oscillator.currentRatio() * oscillator.thresholdCurrent();
    return String.format(
        Locale.ROOT,
        """
        [chip]
        name = "network slice"
        junction_resistance = %s
        field_line_resistance = %s

        [chip.limits]
        neuron_voltage = 0.3
        neuron_current = %s
        synapse_peak_voltage = 0.8
        synapse_power = 100e-6
        field_line_current = 10e-3
        absolute_voltage = 0.8
        slew = 10e3

        """,
        oscillator.resistance(),
        SupplyModel.BENCH_RESISTANCE,
        2 * largest);
  }

  private void inputs(StringBuilder text) {
    for (int i = 0; i < slice.tones().length; i++) {
      add(
          text,
          "[[inputs]]%nname = \"input %d\"%nsource = \"rf_%d\"%nloss_db = 10.0%nfrequency = %s%n"
              + "minimum_power = 1e-9%nmaximum_power = %s%n%n",
          i + 1,
          i + 1,
          slice.tones()[i],
          inputPower);
    }
  }

  private void chain(
      StringBuilder text, String name, String tones, double[] frequencies, int meter, int first) {
    add(
        text,
        "[[chains]]%nname = \"%s\"%ntones = [%s]%nvoltmeter = \"voltmeter_%d\"%nsynapses = [%n",
        name,
        tones,
        meter);
    String[] heard = tones.split(", ");
    for (int k = 0; k < frequencies.length; k++) {
      int number = first + k;
      add(
          text,
          "  { name = \"synapse %d\", junction = %d, tone = %s, field_line = \"field_%d:%d\","
              + " frequency = %s, current = %s },%n",
          number + 1,
          number + 1,
          heard[k],
          number / FIELD_CHANNELS + 1,
          number % FIELD_CHANNELS + 1,
          frequencies[k],
          fieldCurrents[number]);
    }
    add(text, "]%n%n");
  }

  private void neuron(
      StringBuilder text,
      int j,
      String chain,
      double bias,
      double frequency,
      double transconductance) {
    OscillatorModel oscillator = slice.network().oscillator();
    add(
        text,
        "[[neurons]]%nname = \"neuron %d\"%njunction = %d%nchain = \"%s\"%n"
            + "bias = \"bias_%d\"%nbias_current = %s%nfrequency = %s%nthreshold = %s%n"
            + "maximum_current = %s%n"
            + "transconductance = %s%nlink_gain_db = %d.0%nmonitor_gain_db = 0.0%n%n",
        j + 1,
        fieldCurrents.length + j + 1,
        chain,
        j + 1,
        bias,
        frequency,
        oscillator.thresholdCurrent(),
        oscillator.currentRatio() * oscillator.thresholdCurrent(),
        transconductance,
        linkDecibels);
  }

  private String rest(int hidden) {
    OscillatorModel oscillator = slice.network().oscillator();
    double largest = oscillator.currentRatio() * oscillator.thresholdCurrent();
    return String.format(
        Locale.ROOT,
        """
        [readout]
        analyzer = "analyzer"
        neurons = ["neuron %d"]
        bandwidth = 1e6
        resolution_bandwidth = 30e3

        [coupling]
        mode = "analog"
        amplifier_limit = %s
        total_limit = %s

        [settling]
        tone = 1e-3
        field_line = 2e-3
        bias = 5e-3
        coupling = 1e-3

        [simulation]
        fidelity = "ideal"
        dead = []

        [simulation.synapse]
        half_width = %s
        sensitivity = %s
        symmetric_fraction = 0.0
        saturation_power = 1e9
        tuning = %s
        tuning_quadratic = 0.0
        crosstalk = 0.0

        [simulation.neuron]
        q = %s
        maximum_power = %s
        pulling = 0.0
        linewidth = 10e3
        passive_width = 1e6
        subthreshold_power = 0.0

        [simulation.link]
        compression_power = 1e9

        [simulation.coupling]
        bandwidth = 10e3

        [simulation.breakdown]
        voltage = 0.9
        life = 10e-3
        acceleration = 50.0
        shape = 1.5

        [simulation.spread]
        frequency = 0.0
        threshold = 0.0
        tuning = 0.0
        sensitivity = 0.0
        width = 0.0
        emitted_power = 0.0
        gain_db = 0.0
        coupling_offset = 0.0
        transconductance = 0.0

        [simulation.noise]
        emitted_power = 0.0
        frequency = 0.0
        frequency_slowest = 1e-3
        frequency_fastest = 1e2
        coupling = 0.0

        [simulation.drift]
        linewidths_per_hour = 0.0
        """,
        hidden + 1,
        2 * largest,
        largest,
        halfWidth,
        slice.network().layers().get(0).synapse().sensitivity(),
        TUNING,
        oscillator.damping(),
        oscillator.power(largest));
  }

  /** The design in the bench file: the prior of a trainer. */
  private String design() {
    OscillatorModel oscillator = slice.network().oscillator();
    double largest = oscillator.currentRatio() * oscillator.thresholdCurrent();
    return String.format(
        Locale.ROOT,
        """

        [design]
        read_noise = 0.01

        [design.synapse]
        half_width = %1$s
        sensitivity = %2$s
        symmetric_fraction = 0.0
        tuning = %3$s

        [design.neuron]
        q = %4$s
        maximum_power = %5$s
        threshold_power = %6$s
        pulling = 0.0

        [design.spread]
        relative = 0.05
        resonance = %7$s
        emission = %7$s
        offset = 0.1e-3

        [design.beyond]
        symmetric = 0.1
        crosstalk = 0.02
        quadratic = 0.02
        power_shift = 0.1
        saturation = 0.02
        q = 0.1
        """,
        halfWidth,
        slice.network().layers().get(0).synapse().sensitivity(),
        TUNING,
        oscillator.damping(),
        oscillator.power(largest),
        FLOOR * oscillator.power(largest),
        halfWidth / 2);
  }

  private static void add(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
  }
}
