package org.spinbench.app.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.bench.SimulatedBench;

class IntroductionTest {
  private static final String OTHER =
      """
      [instruments.other]
      model = "2182A"
      resource = "INPROC::other::INSTR"
      """;

  @Test
  void everyModelWithAnIdentityIsRecognised() {
    RackDraft draft = new RackDraft();
    Drivers.models()
        .forEach(model -> draft.add(Models.name(model), model, "", 0, "", List.of(), Map.of()));
    SimulatedBench twins = new SimulatedBench(draft.read(), 1);
    Map<String, String> others = new TreeMap<>();
    for (String model : Drivers.models()) {
      ResourceName address = ResourceName.parse("INPROC::" + Models.name(model) + "::INSTR");
      String found;
      try {
        found = Introduction.of(address, twins, twins.clock()).model().orElse("unknown");
      } catch (RuntimeException e) {
        found = "no answer";
      }
      if (!found.equals(model)) {
        others.put(model, found);
      }
    }
    // It speaks in single letters and knows no *IDN?.
    assertEquals(Map.of("SynthHD", "no answer"), others);
  }

  @Test
  void nobodyAtTheAddressIsAnError() {
    SimulatedBench twins = new SimulatedBench(BenchFile.parse(OTHER, "a rack"), 1);
    ResourceName address = ResourceName.parse("INPROC::nobody::INSTR");
    assertThrows(TransportException.class, () -> Introduction.of(address, twins, twins.clock()));
  }

  @Test
  void everyModelHasANameAndOnlySourcesNeedLimits() {
    Map<String, String> names = new TreeMap<>();
    for (String model :
        List.of("2400", "SGS100A", "QDAC-II", "2182A", "FSV", "SR860", "NRP", "B2912A")) {
      RackDraft.Kind kind = RackDraft.kind(model);
      names.put(
          model, kind.name() + " " + kind.needed().stream().map(RackDraft.Needed::key).toList());
    }
    assertEquals(
        Map.of(
            "2400", "smu [current, compliance]",
            "B2912A", "smu [current, compliance]",
            "FSV", "analyzer []",
            "NRP", "power_meter []",
            "QDAC-II", "source [voltage]",
            "2182A", "voltmeter []",
            "SGS100A", "rf [power]",
            "SR860", "lock_in [amplitude]"),
        names);
  }

  @Test
  void aDraftIsRefusedUntilItsLimitsAreThose() {
    RackDraft draft = new RackDraft();
    RackDraft.Needed current = new RackDraft.Needed("current", Unit.AMPERE, true);
    draft.add("smu", "2400", "", 0, "KEITHLEY\n,1", List.of(current), Map.of("current", 2e-3));
    draft.add("spare", "2400", "", 0, "", List.of(current), Map.of());
    BenchFile file = draft.read();
    assertEquals(
        2e-3, file.instruments().get("smu").limits().get("current").highest(), "the entry says so");
    assertEquals(-2e-3, file.instruments().get("smu").limits().get("current").lowest());
    assertEquals(Map.of(), file.instruments().get("spare").limits());
    assertEquals("smu_2", draft.free("smu"));
    SimulatedBench twins = new SimulatedBench(file, 1);
    Bench.open(file, twins, twins.clock()).close();
    draft.bus(0, "TCPIP::192.168.0.30::1234::SOCKET", "prologix");
    draft.add("far", "2182A", "GPIB0::22::INSTR", 0, "", List.of(), Map.of());
    assertEquals("GPIB0::22::INSTR", draft.read().instruments().get("far").resource());
    assertEquals(Optional.of(true), Optional.of(draft.knowsBus(0)));
  }
}
