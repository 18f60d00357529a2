package org.spinbench.simulator.chip;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.device.JunctionModel;
import org.spinbench.simulator.effects.ChipEffects;

/**
 * The section {@code [simulation]} of a bench file: what a simulated chip is made of.
 *
 * @param magnets which sources feed magnets
 * @param fidelity how much of a real chip's imperfections is simulated
 * @param dead synapses and neurons that are broken from the start
 * @param powerMeters where power meters stand; those that are not named see no power
 * @param chainMeters meters at chains beside their voltmeters
 * @param monitors RF sources that the analyzer sees
 * @param synapse the typical synapse
 * @param neuron the typical neuron by its closed form, if the chip has any
 * @param neuronDesign the typical neuron by what it is made of, instead
 * @param models of single junctions, by name, where they differ from their kind's
 * @param link RF amplifiers from neurons to the next chain, if it has any
 * @param circuit RF circuit of the chains, if paths lead to their reference planes
 * @param coupling amplifiers from chains to neurons, if it has any
 * @param polarity vortex cores of junctions along strip lines, if it has any
 * @param breakdown barriers of all junctions
 * @param spread from device to device
 * @param noise from reading to reading
 * @param drift from hour to hour
 * @param known devices of which nothing is drawn
 * @param changes what befalls devices while time passes
 * @param effects what real junctions do beside their plain equations
 * @param rack what is joined to the instruments of a bench without a chip
 */
public record Simulation(
    Fidelity fidelity,
    List<String> dead,
    List<PowerMeter> powerMeters,
    List<ChainMeter> chainMeters,
    List<Monitor> monitors,
    List<SineOutput> sineOutputs,
    List<Magnet> magnets,
    Synapse synapse,
    Optional<Neuron> neuron,
    Optional<JunctionDesign> neuronDesign,
    Map<String, JunctionModel> models,
    Optional<LinkDesign> link,
    Optional<CircuitLayout> circuit,
    Optional<Coupling> coupling,
    Optional<Polarity> polarity,
    Breakdown breakdown,
    Spread spread,
    Noise noise,
    Drift drift,
    KnownChip known,
    List<Change> changes,
    ChipEffects effects,
    RackLayout rack) {

  /**
   * The place of a power meter.
   *
   * @param meter instrument
   * @param source RF source, or one of its channels, to whose output the meter is joined as by a
   *     coupler without loss
   * @param chain if not empty, the chain whose end of the path from that source has the meter
   *     instead, with the loss that the path really has
   */
  public record PowerMeter(String meter, String source, String chain) {}

  /**
   * A voltmeter or lock-in amplifier at a chain, beside the chain's own voltmeter.
   *
   * @param meter instrument
   * @param chain whose voltage it sees
   */
  public record ChainMeter(String meter, String chain) {}

  /**
   * A coupler that leads a part of a source's tone to the analyzer of the readout.
   *
   * @param source RF source, or one of its channels
   * @param lossDb loss of the path at the frequency 0, dB
   * @param slopeDb what is added to the loss for each GHz, dB
   */
  public record Monitor(String source, double lossDb, double slopeDb) {
    /** Power gain of the path at a frequency in Hz. */
    public double gain(double frequency) {
      return StrictMath.pow(10, -(lossDb + slopeDb * frequency * 1e-9) / 10);
    }
  }

  /**
   * A lock-in amplifier's oscillator, joined to a device through a resistor.
   *
   * @param instrument lock-in amplifier
   * @param device neuron or chain
   * @param resistance of the resistor, Ω
   */
  public record SineOutput(String instrument, String device, double resistance) {}

  /** Kinds of fidelity, each with all of the one before. */
  public enum Fidelity {
    /** Every device is the typical one; nothing fluctuates. */
    IDEAL,
    /** Devices, losses and gains differ. */
    STATIC,
    /** Noise and drift too. */
    FULL
  }

  /**
   * A spin diode.
   *
   * @param halfWidth of the resonance at half maximum, Hz
   * @param sensitivity extremum of the antisymmetric part, V/W
   * @param symmetricFraction symmetric part over that extremum
   * @param saturationPower power on resonance that halves the rectification, W
   * @param tuning by the junction's own field line, Hz/A
   * @param tuningQuadratic Hz/A²
   * @param crosstalk share of a neighbouring field line of the same chain
   * @param powerShift of the resonance by the power that the junction absorbs, Hz/W
   * @param design what the junction is made of, from which its saturation and shift follow
   */
  public record Synapse(
      double halfWidth,
      double sensitivity,
      double symmetricFraction,
      double saturationPower,
      double tuning,
      double tuningQuadratic,
      double crosstalk,
      double powerShift,
      Optional<JunctionDesign> design) {}

  /**
   * A spin-torque nano-oscillator.
   *
   * @param q nonlinear damping
   * @param maximumPower emitted at the neuron's maximum current, W
   * @param pulling frequency by current above threshold, Hz/A
   * @param linewidth full width at half maximum at the maximum current, Hz
   * @param passiveWidth the same far below threshold, Hz
   * @param subthresholdPower noise emission at threshold, W
   */
  public record Neuron(
      double q,
      double maximumPower,
      double pulling,
      double linewidth,
      double passiveWidth,
      double subthresholdPower) {}

  /**
   * A transconductance amplifier.
   *
   * @param bandwidth Hz
   */
  public record Coupling(double bandwidth) {}

  /**
   * Vortex cores that a strip line reverses.
   *
   * @param reversalPower in the strip line that reverses a core on resonance, W
   * @param spread of it from junction to junction, relative
   * @param splittingSpread of the splitting that the bench file designs, relative
   * @param scatter of the reversal power from pulse to pulse, relative
   */
  public record Polarity(
      double reversalPower, double spread, double splittingSpread, double scatter) {}

  /**
   * A tunnel barrier.
   *
   * @param voltage that breaks it at once, V
   * @param life characteristic time that it stands that voltage, s
   * @param acceleration of that time by voltage, 1/V
   * @param shape of the Weibull distribution of strengths
   * @param resistance of a junction whose barrier is broken, Ω; infinite for an open one
   */
  public record Breakdown(
      double voltage, double life, double acceleration, double shape, double resistance) {
    /** A short through a pinhole, with what leads to it, Ω. */
    static final double SHORT = 5;
  }

  /**
   * One standard deviation; relative (of the logarithm) unless said otherwise.
   *
   * @param resistance of a junction
   * @param frequency resonance and emission
   * @param threshold of a neuron
   * @param tuning by field line, and pulling by current
   * @param sensitivity of a synapse
   * @param width of resonances and lines
   * @param emittedPower of a neuron
   * @param gainDb losses and gains, dB
   * @param couplingOffset at the transconductance amplifier's input, V
   * @param transconductance of that amplifier
   * @param q nonlinear damping of a neuron
   * @param withFrequency correlation of some of these with the frequency, by their keys
   */
  public record Spread(
      double resistance,
      double frequency,
      double threshold,
      double tuning,
      double sensitivity,
      double width,
      double emittedPower,
      double gainDb,
      double couplingOffset,
      double transconductance,
      double q,
      Map<String, Double> withFrequency) {
    /** What can be correlated with the frequency. */
    static final List<String> CORRELATED =
        List.of("resistance", "threshold", "tuning", "sensitivity", "width", "emitted_power", "q");

    /** Correlation of a property with the frequency; 0 if there is none. */
    double correlation(String key) {
      return withFrequency.getOrDefault(key, 0.0);
    }
  }

  /**
   * Noise.
   *
   * @param emittedPower relative, rms from reading to reading
   * @param frequency 1/f noise of an emission frequency, Hz rms between the two corners
   * @param slowest lower corner of the 1/f noise, Hz
   * @param fastest upper corner, Hz
   * @param coupling at the transconductance amplifier's input, V rms
   */
  public record Noise(
      double emittedPower, double frequency, double slowest, double fastest, double coupling) {}

  /**
   * Drift.
   *
   * @param linewidthsPerHour rms random walk of every resonance and emission frequency in an hour,
   *     in full widths at half maximum of that resonance or line
   */
  public record Drift(double linewidthsPerHour) {}

  /**
   * What befalls a device, for good.
   *
   * @param device synapse or neuron
   * @param after time on the bench's clock since it began, s
   * @param frequency factor on a synapse's resonance, or on a neuron's emission frequency
   * @param strength factor on a synapse's sensitivity, or on a neuron's emitted power
   */
  public record Change(String device, double after, double frequency, double strength) {}

  /**
   * The simulation of a bench. A file without the section, and a rack, has the values of {@link
   * UsualSimulation} for all that it does not give.
   *
   * @throws SimulationException naming every key that is unknown, missing or out of range
   */
  public static Simulation of(BenchFile file) {
    return parse(UsualSimulation.section(file));
  }

  /**
   * Reads the section.
   *
   * @throws SimulationException naming every key that is unknown, missing or out of range
   */
  public static Simulation parse(Map<String, Object> entries) {
    Section section = new Section("simulation", entries);
    boolean chosen = section.has("model");
    JunctionModel model =
        section.choiceIfAny("model", JunctionModel.values(), JunctionModel.BEHAVIOURAL);
    Optional<Section> neuron = section.sectionIfAny("neuron");
    Optional<JunctionDesign> design =
        neuron.filter(Simulation::isDesign).map(one -> JunctionDesign.neuron(one, model));
    Synapse synapse = synapse(section.section("synapse"), model);
    if ((chosen || section.has("devices")) && (design.isEmpty() || synapse.design.isEmpty())) {
      section.wrong(
          chosen ? "model" : "devices",
          "needs junctions that are given by what they are made of (thickness, magnetisation,"
              + " temperature, ...); this file gives closed forms");
    }
    Simulation simulation =
        new Simulation(
            section.choice("fidelity", Fidelity.values()),
            section.names("dead"),
            section.sections("power_meters").stream().map(Simulation::powerMeter).toList(),
            section.sections("chain_meters").stream().map(Simulation::chainMeter).toList(),
            section.sections("monitors").stream().map(Simulation::monitor).toList(),
            section.sections("sine_outputs").stream().map(Simulation::sineOutput).toList(),
            section.sections("magnets").stream().map(Magnet::parse).toList(),
            synapse,
            neuron.filter(one -> design.isEmpty()).map(Simulation::neuron),
            design,
            models(section.sections("devices")),
            section.sectionIfAny("link").map(LinkDesign::parse),
            section.sectionIfAny("circuit").map(CircuitLayout::parse),
            section.sectionIfAny("coupling").map(Simulation::coupling),
            section.sectionIfAny("polarity").map(Simulation::polarity),
            breakdown(section.section("breakdown")),
            spread(section.section("spread")),
            noise(section.section("noise"), design.isPresent()),
            drift(section.section("drift")),
            section.sectionIfAny("known").map(KnownChip::parse).orElse(KnownChip.NOTHING),
            section.sections("changes").stream().map(Simulation::change).toList(),
            section.sectionIfAny("effects").map(EffectsSection::parse).orElse(ChipEffects.NONE),
            section.sectionIfAny("rack").map(RackLayout::parse).orElse(RackLayout.USUAL));
    section.end();
    section.throwAny();
    return simulation;
  }

  /** What a section says, when no key of it is left. */
  private static <T> T ended(Section section, T read) {
    section.end();
    return read;
  }

  private static Map<String, JunctionModel> models(List<Section> sections) {
    Map<String, JunctionModel> models = new LinkedHashMap<>();
    for (Section section : sections) {
      models.put(section.text("name"), section.choice("model", JunctionModel.values()));
      section.end();
    }
    return models;
  }

  /** The model of one junction, which may differ from that of its kind. */
  public JunctionModel model(String device, JunctionDesign kind) {
    return models.getOrDefault(device, kind.model());
  }

  private static Change change(Section section) {
    return ended(
        section,
        new Change(
            section.text("device"),
            section.notNegative("after"),
            section.factorIfAny("frequency"),
            section.factorIfAny("strength")));
  }

  private static PowerMeter powerMeter(Section section) {
    return ended(
        section,
        new PowerMeter(section.text("meter"), section.text("source"), section.textIfAny("chain")));
  }

  private static ChainMeter chainMeter(Section section) {
    return ended(section, new ChainMeter(section.text("meter"), section.text("chain")));
  }

  private static Monitor monitor(Section section) {
    return ended(
        section,
        new Monitor(
            section.text("source"),
            section.number("loss_db", -200, 200),
            section.number("slope_db_per_ghz", -200, 200)));
  }

  private static SineOutput sineOutput(Section section) {
    return ended(
        section,
        new SineOutput(
            section.text("instrument"), section.text("device"), section.notNegative("resistance")));
  }

  private static Synapse synapse(Section section, JunctionModel model) {
    Optional<JunctionDesign> design =
        isDesign(section)
            ? Optional.of(JunctionDesign.parse(section, model, false))
            : Optional.empty();
    return ended(
        section,
        new Synapse(
            design.map(JunctionDesign::halfWidth).orElseGet(() -> section.positive("half_width")),
            section.positive("sensitivity"),
            section.number("symmetric_fraction", -10, 10),
            design.isPresent() ? Double.POSITIVE_INFINITY : section.positive("saturation_power"),
            section.positive("tuning"),
            section.number("tuning_quadratic", -1e15, 1e15),
            section.number("crosstalk", -1, 1),
            design.isPresent() ? 0 : section.numberIfAny("power_shift"),
            design));
  }

  /** Whether a section says what its junction is made of. */
  private static boolean isDesign(Section section) {
    return section.has(JunctionDesign.MARK);
  }

  private static Neuron neuron(Section section) {
    Neuron neuron =
        new Neuron(
            section.notNegative("q"),
            section.positive("maximum_power"),
            section.number("pulling", -1e15, 1e15),
            section.positive("linewidth"),
            section.positive("passive_width"),
            section.notNegative("subthreshold_power"));
    section.end();
    if (neuron.passiveWidth < neuron.linewidth) {
      section.wrong(
          "passive_width",
          "is "
              + neuron.passiveWidth
              + " Hz, smaller than linewidth, "
              + neuron.linewidth
              + " Hz; an oscillation is narrower than the passive resonance");
    }
    return neuron;
  }

  private static Coupling coupling(Section section) {
    return ended(section, new Coupling(section.positive("bandwidth")));
  }

  private static Polarity polarity(Section section) {
    return ended(
        section,
        new Polarity(
            section.positive("reversal_power"),
            section.number("spread", 0, 1),
            section.number("splitting_spread", 0, 1),
            section.number("scatter", 0, 1)));
  }

  private static Breakdown breakdown(Section section) {
    return ended(
        section,
        new Breakdown(
            section.positive("voltage"),
            section.positive("life"),
            section.notNegative("acceleration"),
            section.positive("shape"),
            section.aboveZeroIfAny("resistance", Breakdown.SHORT)));
  }

  private static Spread spread(Section section) {
    return ended(
        section,
        new Spread(
            section.notNegativeIfAny("resistance"),
            section.number("frequency", 0, 1),
            section.number("threshold", 0, 1),
            section.number("tuning", 0, 1),
            section.number("sensitivity", 0, 1),
            section.number("width", 0, 1),
            section.number("emitted_power", 0, 1),
            section.notNegative("gain_db"),
            section.notNegative("coupling_offset"),
            section.number("transconductance", 0, 1),
            section.notNegativeIfAny("q"),
            section
                .sectionIfAny("with_frequency")
                .map(EffectsSection::correlations)
                .orElse(Map.of())));
  }

  /**
   * @param follows whether the noise of the neurons follows from what they are made of
   */
  private static Noise noise(Section section, boolean follows) {
    return ended(
        section,
        new Noise(
            follows ? 0 : section.number("emitted_power", 0, 1),
            follows ? 0 : section.notNegative("frequency"),
            section.positive("frequency_slowest"),
            section.positive("frequency_fastest"),
            section.notNegative("coupling")));
  }

  private static Drift drift(Section section) {
    return ended(section, new Drift(section.notNegative("linewidths_per_hour")));
  }
}
