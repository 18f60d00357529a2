package org.spinbench.drivers.standin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * A small bench of stand-ins: two inputs, chain 1 of two synapses, neuron 1, chain 2 of one
 * synapse, neuron 2.
 */
public final class StandInBench implements Transports {
  public static final String TOML =
      """
      name = "small"

      [instruments.rf_1]
      model = "SGS100A"
      resource = "INPROC::rf_1::INSTR"
      limits.power = { max = 8.0 }

      [instruments.rf_2]
      model = "SGS100A"
      resource = "INPROC::rf_2::INSTR"

      [instruments.bias_1]
      model = "GS200"
      resource = "INPROC::bias_1::INSTR"
      limits.current = { min = 0.0, max = 8.5e-3 }

      [instruments.bias_2]
      model = "GS200"
      resource = "INPROC::bias_2::INSTR"

      [instruments.field]
      model = "QDAC-II"
      resource = "INPROC::field::INSTR"
      limits.voltage = { min = -9.0, max = 9.0 }

      [instruments.voltmeter_1]
      model = "2182A"
      resource = "INPROC::voltmeter_1::INSTR"

      [instruments.voltmeter_2]
      model = "2182A"
      resource = "INPROC::voltmeter_2::INSTR"
      timeout = 5

      [instruments.analyzer]
      model = "N9030B"
      resource = "INPROC::analyzer::INSTR"

      [chip]
      name = "small chip"
      junction_resistance = 50.0
      field_line_resistance = 1000.0

      [chip.limits]
      neuron_voltage = 0.45
      neuron_current = 9e-3
      synapse_peak_voltage = 0.25
      synapse_power = 400e-6
      field_line_current = 8e-3
      absolute_voltage = 0.8
      slew = 10e3

      [[inputs]]
      name = "input 1"
      source = "rf_1"
      loss_db = 10.0
      frequency = 250e6
      minimum_power = 1e-6
      maximum_power = 160e-6

      [[inputs]]
      name = "input 2"
      source = "rf_2"
      loss_db = 12.0
      frequency = 330e6
      minimum_power = 1e-6
      maximum_power = 160e-6

      [[chains]]
      name = "chain 1"
      tones = ["input 1", "input 2"]
      voltmeter = "voltmeter_1"
      synapses = [
        { name = "synapse 1", junction = 1, tone = "input 1", field_line = "field:1", frequency = 250e6 },
        { name = "synapse 2", junction = 2, tone = "input 2", field_line = "field:2", frequency = 330e6 },
      ]

      [[chains]]
      name = "chain 2"
      tones = ["neuron 1"]
      voltmeter = "voltmeter_2"
      synapses = [
        { name = "synapse 3", junction = 3, tone = "neuron 1", field_line = "field:5", frequency = 304e6 },
      ]

      [[neurons]]
      name = "neuron 1"
      junction = 7
      chain = "chain 1"
      bias = "bias_1"
      frequency = 300e6
      threshold = 4e-3
      maximum_current = 8e-3
      transconductance = 0.75
      link_gain_db = 18.0
      monitor_gain_db = 4.0

      [[neurons]]
      name = "neuron 2"
      junction = 8
      chain = "chain 2"
      bias = "bias_2"
      frequency = 340e6
      threshold = 4e-3
      maximum_current = 8e-3
      transconductance = 0.75
      link_gain_db = 0.0
      monitor_gain_db = -4.0

      [readout]
      analyzer = "analyzer"
      neurons = ["neuron 2"]
      bandwidth = 40e6
      resolution_bandwidth = 300e3

      [coupling]
      mode = "analog"
      amplifier_limit = 1e-3
      total_limit = 9e-3

      [settling]
      tone = 1e-3
      field_line = 2e-3
      bias = 5e-3
      coupling = 0.5e-3

      [simulation]
      fidelity = "ideal"
      """;

  public final Map<String, StandIn> instruments = new LinkedHashMap<>();

  public StandInBench() {
    add("rf_1", "Rohde&Schwarz,SGS100A,1416.0505k02/101,4.10");
    add("rf_2", "Rohde&Schwarz,SGS100A,1416.0505k02/102,4.10");
    for (String bias : new String[] {"bias_1", "bias_2"}) {
      add(bias, "YOKOGAWA,GS210,91N000001,2.01");
      of(bias).values.put(":SOUR:FUNC", "CURR");
      of(bias).values.put(":SOUR:RANG", "10.0000E-3");
    }
    add("field", "QDevil, QDAC-II, 159, 13-1.57");
    for (int channel = 1; channel <= 24; channel++) {
      of("field").values.put(":SOUR" + channel + ":RANG", "HIGH");
      of("field").values.put(":SOUR" + channel + ":VOLT:MODE", "FIX");
      of("field").values.put(":SOUR" + channel + ":FILT", "MED");
      of("field").values.put(":SOUR" + channel + ":VOLT:SLEW", "INF");
    }
    add("voltmeter_1", "KEITHLEY INSTRUMENTS INC.,MODEL 2182A,1,C01/B01");
    add("voltmeter_2", "KEITHLEY INSTRUMENTS INC.,MODEL 2182A,2,C01/B01");
    add("analyzer", "Keysight Technologies,N9030B,US1,A.30");
    of("analyzer").values.put(":INST:CAT", "\"SA 1,PNOISE 14\"");
    of("rf_1").values.put(":SOUR:POW", "-30");
    of("rf_2").values.put(":SOUR:POW", "-30");
  }

  public void add(String name, String identity) {
    instruments.put(name, new StandIn(identity));
  }

  public StandIn of(String name) {
    return instruments.get(name);
  }

  /** True when nothing gives power, current or voltage. */
  public boolean atRest() {
    boolean rest = true;
    for (String rf : new String[] {"rf_1", "rf_2"}) {
      rest &= of(rf).number(":OUTP:STAT") == 0;
    }
    for (String bias : new String[] {"bias_1", "bias_2"}) {
      rest &= of(bias).number(":OUTP") == 0 && of(bias).number(":SOUR:LEV") == 0;
    }
    for (int channel : new int[] {1, 2, 5}) {
      rest &= of("field").number(":SOUR" + channel + ":VOLT") == 0;
    }
    return rest;
  }

  @Override
  public Transport open(ResourceName name) {
    StandIn instrument = of(((ResourceName.InProcess) name).instrument());
    if (instrument == null || instrument.dead) {
      throw new TransportException(name + " cannot be reached");
    }
    return new InProcess(name, instrument);
  }
}
