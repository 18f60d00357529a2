package org.spinbench.simulator.instrument.dcsource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SimulatedInstrument;

/** What the maker's own driver sends: lists as blocks of numbers, and internal triggers. */
class Qdac2BlocksTest {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedInstrument source =
      SimulatedModel.of("QDAC-II")
          .orElseThrow()
          .make(laboratory.surroundings(false), Connections.NONE);

  private String ask(String message) {
    return laboratory.ask(source, message);
  }

  /** Sends a block of floats, least significant byte first, as pyvisa writes one. */
  private void send(String header, float... values) {
    ByteBuffer floats = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      floats.putFloat(value);
    }
    send(header, floats.array());
  }

  private void send(String header, byte[] data) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    String length = Integer.toString(data.length);
    message.writeBytes(
        (header + " #" + length.length() + length).getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(data);
    source.endpoint().write(message.toByteArray());
  }

  @Test
  void aListMayBeABlock() {
    send("sour2:list:volt", 0, 0.25F, -0.5F);
    assertEquals("0,0.25,-0.5", ask("sour2:list:volt?"));
    send("sour2:list:volt:app", 1);
    assertEquals("0,0.25,-0.5,1", ask("sour2:list:volt?"));
    assertEquals(List.of(), source.queuedErrors());
  }

  @Test
  void aBlockIsCheckedAsTextIs() {
    send("sour2:list:volt", 0.5F);
    send("sour2:list:volt", 11);
    send("sour2:list:volt", Float.NaN);
    send("sour2:list:volt", new byte[] {0, 0, 0});
    assertEquals("0.5", ask("sour2:list:volt?"));
    assertEquals(3, source.queuedErrors().size());
    assertEquals("-222", source.queuedErrors().get(0).split(",")[0]);
    assertEquals("-222", source.queuedErrors().get(1).split(",")[0]);
    assertEquals("-161", source.queuedErrors().get(2).split(",")[0]);
  }

  @Test
  void aWaveMayBeABlock() {
    ask("trac:def \"wave\",4");
    send("trac:data \"wave\",", 0, 1, 0, -1);
    send("trac:data \"wave\",", 2);
    assertEquals(List.of("-222, \"Data out of range"), firstWords());
  }

  private List<String> firstWords() {
    return source.queuedErrors().stream().map(error -> error.split(";")[0]).toList();
  }

  /** An internal trigger starts what waits for its number, and nothing else. */
  @Test
  void anInternalTriggerStartsWhatWaitsForIt() {
    for (int channel = 1; channel <= 3; channel++) {
      ask("sour" + channel + ":list:volt 0.5;:sour" + channel + ":volt:mode list");
      ask("sour" + channel + ":dc:trig:sour " + (channel == 3 ? "bus" : "int" + channel));
      ask("sour" + channel + ":dc:init");
    }
    ask("tint 2");
    laboratory.elapse(1);
    assertEquals(0, volts(1));
    assertEquals(0.5, volts(2), 1e-5);
    assertEquals(0, volts(3));
    ask("tint 2;:tint:sign 1");
    ask("*TRG");
    laboratory.elapse(1);
    assertEquals(0.5, volts(1), 1e-5);
    assertEquals(0.5, volts(3), 1e-5);
    ask("tint 15");
    assertEquals(List.of("-222, \"Data out of range"), firstWords());
  }

  /** While it initiates itself, it waits for its trigger without a command. */
  @Test
  void aTriggerStartsWhatInitiatesItself() {
    ask(
        "sour1:list:volt 0.5;:sour1:volt:mode list;:sour1:dc:trig:sour int1;:sour1:dc:init:cont on");
    ask(
        "sour2:list:volt 0.5;:sour2:volt:mode list;:sour2:dc:trig:sour int1;:sour2:dc:init:cont off");
    ask("sour3:sine:per 1;span 2;:sour3:sine:trig:sour int1;:sour3:sine:init:cont on");
    ask("tint 1");
    laboratory.elapse(0.25);
    assertEquals(0.5, volts(1), 1e-5);
    assertEquals(0, volts(2));
    assertEquals(1, volts(3), 1e-3);
    assertEquals(List.of(), source.queuedErrors());
  }

  private double volts(int channel) {
    return source.dcOutputs().get(channel - 1).level(laboratory.nanos()).value();
  }

  /** A current sensor reads when its trigger comes. */
  @Test
  void anInternalTriggerStartsACurrentSensor() {
    ask("sens1:coun 2;:sens1:trig:sour int4;:sens1:init");
    laboratory.elapse(1);
    assertEquals("0", ask("sens1:data:poin?"));
    ask("tint 3");
    laboratory.elapse(1);
    assertEquals("0", ask("sens1:data:poin?"));
    ask("tint 4");
    laboratory.elapse(1);
    assertEquals("2", ask("sens1:data:poin?"));
    assertEquals(List.of(), source.queuedErrors());
  }
}
