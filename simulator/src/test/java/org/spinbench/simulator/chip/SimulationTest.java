package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;

class SimulationTest {
  private static void refuses(BenchFile file, String message) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Simulation.parse(file.simulation()));
    assertEquals("bench file: simulation" + message, refused.getMessage());
  }

  @Test
  void readsTheDefaultBench() {
    Simulation simulation = Simulation.parse(NineJunctions.FILE.simulation());
    assertEquals(Simulation.Fidelity.FULL, simulation.fidelity());
    assertEquals(List.of(), simulation.dead());
    assertEquals(30, simulation.synapse().sensitivity());
    assertEquals(0.015, simulation.spread().frequency());
    assertEquals(0.1, simulation.drift().linewidthsPerHour());
  }

  @Test
  void wholeNumbersAreNumbersToo() {
    BenchFile file = NineJunctions.with("neuron", "q", 3);
    assertEquals(3, Simulation.parse(file.simulation()).neuron().orElseThrow().q());
  }

  @Test
  void namesAllThatIsWrongAtOnceAndWhatWasMeant() {
    Map<String, Object> section = new HashMap<>(NineJunctions.with("fidelity", "ful").simulation());
    Map<String, Object> synapse = new HashMap<>();
    ((Map<?, ?>) section.get("synapse")).forEach((key, one) -> synapse.put(key.toString(), one));
    synapse.put("halfwidth", synapse.remove("half_width"));
    synapse.put("tuning", -1.0);
    section.put("synapse", synapse);
    section.remove("noise");
    SimulationException refused =
        assertThrows(SimulationException.class, () -> Simulation.parse(section));
    assertEquals(
        Map.of(
            "simulation.fidelity",
            "is ful, but must be one of \"ideal\", \"static\", \"full\"; did you mean \"full\"?",
            "simulation.synapse.halfwidth",
            "is no key of this section; did you mean \"half_width\"?",
            "simulation.synapse.tuning",
            "is -1.0, but must be above zero",
            "simulation.noise",
            "is missing"),
        refused.problems());
  }

  @Test
  void namesAKeyThatItDoesNotKnow() {
    refuses(
        NineJunctions.with("synapse", "senstivity", 30.0),
        ".synapse.senstivity is no key of this section; did you mean \"sensitivity\"?");
    refuses(
        NineJunctions.with("seed", 1),
        ".seed is no key of this section; its keys are breakdown, chain_meters, changes, circuit, "
            + "coupling, dead, devices, drift, effects, fidelity, known, link, magnets, model, monitors,"
            + " neuron, noise, polarity, power_meters, rack, sine_outputs, spread, synapse");
  }

  @Test
  void powerMetersMayBePlaced() {
    assertEquals(List.of(), Simulation.parse(NineJunctions.FILE.simulation()).powerMeters());
    Map<String, Object> plain = Map.of("meter", "pm", "source", "rf_1");
    Map<String, Object> far = Map.of("meter", "pm_2", "source", "rf_2:1", "chain", "chain 1");
    BenchFile file = NineJunctions.with("power_meters", List.of(plain, far));
    assertEquals(
        List.of(
            new Simulation.PowerMeter("pm", "rf_1", ""),
            new Simulation.PowerMeter("pm_2", "rf_2:1", "chain 1")),
        Simulation.parse(file.simulation()).powerMeters());
    refuses(NineJunctions.with("power_meters", "pm"), ".power_meters must be a list of sections");
    refuses(
        NineJunctions.with("power_meters", List.of(Map.of("meter", "pm"))),
        ".power_meters.source is missing");
    refuses(
        NineJunctions.with("power_meters", List.of(Map.of("meter", 1, "source", "rf_1"))),
        ".power_meters.meter must be a text");
  }

  @Test
  void namesAKeyThatIsMissing() {
    Map<String, Object> simulation = new HashMap<>(NineJunctions.FILE.simulation());
    simulation.remove("drift");
    refuses(NineJunctions.withSimulation(NineJunctions.FILE, simulation), ".drift is missing");
  }

  @Test
  void namesAValueOfTheWrongKindOrSize() {
    refuses(
        NineJunctions.with("fidelity", "perfect"),
        ".fidelity is perfect, but must be one of \"ideal\", \"static\", \"full\"");
    refuses(NineJunctions.with("dead", "neuron 2"), ".dead must be a list of names");
    refuses(NineJunctions.with("noise", 3), ".noise must be a section");
    refuses(
        NineJunctions.with("synapse", "half_width", "5e6"),
        ".synapse.half_width is 5e6, but must be a number");
    refuses(
        NineJunctions.with("synapse", "crosstalk", 1.5),
        ".synapse.crosstalk is 1.5, but must lie between -1.0 and 1.0");
    refuses(
        NineJunctions.with("neuron", "passive_width", 1e5),
        ".neuron.passive_width is 100000.0 Hz, smaller than linewidth, 300000.0 Hz; an"
            + " oscillation is narrower than the passive resonance");
  }

  @Test
  void theShiftByPowerMayBeLeftOut() {
    assertEquals(0, Simulation.parse(NineJunctions.FILE.simulation()).synapse().powerShift());
    assertEquals(
        -1e10,
        Simulation.parse(NineJunctions.with("synapse", "power_shift", -1e10).simulation())
            .synapse()
            .powerShift());
    refuses(
        NineJunctions.with("synapse", "power_shift", "much"),
        ".synapse.power_shift is much, but must be a number");
    refuses(
        NineJunctions.with("synapse", "power_shift", Double.NaN),
        ".synapse.power_shift is NaN, but must be finite");
  }

  @Test
  void devicesMayChangeAndBeKnown() {
    assertEquals(List.of(), Simulation.parse(NineJunctions.FILE.simulation()).changes());
    BenchFile file =
        NineJunctions.with(
            "changes",
            List.of(
                Map.of("device", "synapse 4", "after", 30.0, "frequency", 1.02),
                Map.of("device", "neuron 2", "after", 0, "strength", 0.8)));
    assertEquals(
        List.of(
            new Simulation.Change("synapse 4", 30, 1.02, 1),
            new Simulation.Change("neuron 2", 0, 1, 0.8)),
        Simulation.parse(file.simulation()).changes());
    refuses(
        NineJunctions.with("changes", List.of(Map.of("device", "neuron 2"))),
        ".changes.after is missing");
    refuses(
        NineJunctions.with("changes", List.of(Map.of("device", "neuron 2", "after", -1))),
        ".changes.after is -1.0, but must be zero or above it");
    refuses(
        NineJunctions.with(
            "known",
            Map.of(
                "chains",
                List.of(Map.of("name", "chain 1", "offset", 0, "gains", List.of(1, -1))))),
        ".known.chains.gains must be a list of numbers above zero");
    SimulationException bare =
        assertThrows(
            SimulationException.class,
            () ->
                Simulation.parse(
                    NineJunctions.with(
                            "known", Map.of("synapses", List.of(Map.of("name", "synapse 1"))))
                        .simulation()));
    assertEquals(8, bare.problems().size(), "everything of a synapse but its name");
    assertEquals("is missing", bare.problems().get("simulation.known.synapses.resonance"));
    refuses(
        NineJunctions.with("known", Map.of("synapse", List.of())),
        ".known.synapse is no key of this section; did you mean \"synapses\"?");
  }

  @Test
  void aBrokenJunctionMayBeAShortOrOpen() {
    String text = NineJunctions.text();
    String key = "resistance = 5.0            # ohm of a broken junction";
    assertTrue(text.contains(key));
    for (String value : List.of("0.5", "inf")) {
      BenchFile file = BenchFile.parse(text.replace(key, "resistance = " + value + " #"), "it");
      double expected = value.equals("inf") ? Double.POSITIVE_INFINITY : 0.5;
      assertEquals(expected, Simulation.parse(file.simulation()).breakdown().resistance());
    }
    BenchFile without = BenchFile.parse(text.replace(key, "#"), "it");
    assertEquals(5, Simulation.parse(without.simulation()).breakdown().resistance());
    refuses(
        BenchFile.parse(text.replace(key, "resistance = 0 #"), "it"),
        ".breakdown.resistance is 0.0, but must be above zero");
  }

  @Test
  void oscillatorsMayBeJoined() {
    Map<String, Object> place =
        Map.of("instrument", "lock_in", "device", "neuron 3", "resistance", 1000);
    assertEquals(
        List.of(new Simulation.SineOutput("lock_in", "neuron 3", 1000)),
        Simulation.parse(NineJunctions.with("sine_outputs", List.of(place)).simulation())
            .sineOutputs());
    refuses(
        NineJunctions.with(
            "sine_outputs",
            List.of(Map.of("instrument", "x", "device", "neuron 3", "resistance", -1))),
        ".sine_outputs.resistance is -1.0, but must be zero or above it");
  }
}
