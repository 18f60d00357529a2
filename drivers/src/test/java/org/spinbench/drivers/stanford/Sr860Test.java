package org.spinbench.drivers.stanford;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.LockIn.Phasor;
import org.spinbench.drivers.standin.Script;

final class Sr860Test {
  private final Script script =
      new Script(Sr860.DIALECT, "Stanford_Research_Systems,SR860,002765,v1.51");
  private final Sr860 lockIn = new Sr860(script.session());

  private void prepare() {
    script
        .command("RSRC 0")
        .command("HARM 1")
        .command("IVMD 0")
        .command("ISRC 1")
        .command("SCAL 9")
        .command("OFLT 10")
        .command("COFP 0,0")
        .command("COFP 1,0")
        .query("LIAS?", "0");
    lockIn.prepare(1e-3, 0.1);
    script.done();
  }

  private Phasor read(String values, String status) {
    script.query("SNAP? 0,1", values).query("LIAS?", status);
    return lockIn.read();
  }

  @Test
  void prepareMakesItMeasureWithItsOwnOscillator() {
    prepare();
    lockIn.prepare(1e-3, 0.1);
    script.done();
  }

  @Test
  void aReadingHasBothForms() {
    prepare();
    script.query("OFSL?", "3");
    Phasor phasor = read("6.00000000e-04,8.00000000e-04", "0");
    script.done();
    assertEquals(1e-3, phasor.r().value(), 1e-15);
    assertEquals(53.130102, phasor.theta().value(), 1e-6);
    assertEquals(1e-3, phasor.x().range());
    assertEquals(0.1, phasor.x().integration());
    assertEquals(2.5e-9 * Math.sqrt(5 / 6.4), phasor.x().uncertainty(), 1e-15, "24 dB/oct");
    assertFalse(phasor.x().overload());
  }

  @Test
  void outputAndInputOverloadsAreReported() {
    prepare();
    script.query("OFSL?", "1");
    for (String status : new String[] {"1", "2", "16"}) {
      assertTrue(read("0.001,0", status).x().overload(), status);
    }
    assertFalse(read("0.001,0", "32").x().overload());
  }

  @Test
  void aLostReferenceIsAnError() {
    prepare();
    script.query("OFSL?", "1");
    SettingException e = assertThrows(SettingException.class, () -> read("0.001,0", "8"));
    assertTrue(e.getMessage().contains("not locked"), e.getMessage());
  }

  @Test
  void aCaptureComesInBinaryBlocks() {
    ByteBuffer block = ByteBuffer.allocate(6 + 2048).order(ByteOrder.LITTLE_ENDIAN);
    block.put("#42048".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 256; i++) {
      block.putFloat(i).putFloat(-i);
    }
    script
        .command("CAPTURECFG 1")
        .command("CAPTURELEN 2")
        .command("CAPTURERATE 3")
        .query("CAPTURERATEMAX?", "610.35")
        .command("CAPTURESTART ONE,IMM")
        .query("CAPTURESTAT?", "3")
        .query("CAPTURESTAT?", "6")
        .query("CAPTUREGET? 0,2", block.array());
    LockInSamples samples = lockIn.capture(2, 3);
    script.done();
    assertEquals(256, samples.x().length);
    assertEquals(255, samples.x()[255]);
    assertEquals(-255, samples.y()[255]);
    assertEquals(8 / 610.35, samples.interval(), 1e-9);
  }

  @Test
  void aLongCaptureComesInParts() {
    byte[] part = new byte[7 + 65536];
    System.arraycopy("#565536".getBytes(StandardCharsets.US_ASCII), 0, part, 0, 7);
    byte[] rest = new byte[6 + 2048];
    System.arraycopy("#42048".getBytes(StandardCharsets.US_ASCII), 0, rest, 0, 6);
    script
        .command("CAPTURECFG 1")
        .command("CAPTURELEN 66")
        .command("CAPTURERATE 0")
        .query("CAPTURERATEMAX?", "1000000")
        .command("CAPTURESTART ONE,IMM")
        .query("CAPTURESTAT?", "6")
        .query("CAPTUREGET? 0,64", part)
        .query("CAPTUREGET? 64,2", rest);
    assertEquals(66 * 128, lockIn.capture(66, 0).y().length);
    script.done();
  }

  @Test
  void valuesOutsideTheModelAreRefused() {
    assertThrows(LimitException.class, () -> lockIn.sensitivity().set(3e-3));
    LimitException e = assertThrows(LimitException.class, () -> lockIn.frequency().set(501e3));
    assertTrue(e.getMessage().contains("501000.0 Hz"), e.getMessage());
    assertThrows(LimitException.class, () -> lockIn.amplitude().set(2.1));
    script.done();
  }

  @Test
  void inspectAsksForReferenceFrequencyAndAmplitude() {
    script.query("RSRC?", "0").query("FREQ?", "1e+05").query("SLVL?", "1e-09");
    lockIn.inspect();
    script.done();
  }

  @Test
  void safeLowersAmplitudeAndLevel() {
    script.command("SLVL 1E-9").command("SOFF 0").query("SLVL?", "1e-09").query("SOFF?", "0");
    lockIn.safe();
    script.done();
  }

  @Test
  void aLevelThatStaysIsNamed() {
    script.command("SLVL 1E-9").command("SOFF 0").query("SLVL?", "1e-09").query("SOFF?", "1");
    NotAtRestException e = assertThrows(NotAtRestException.class, lockIn::safe);
    assertTrue(e.getMessage().contains("level zero"), e.getMessage());
  }

  @Test
  void theAuxiliaryOutputsComeToRestToo() {
    script.command("SLVL 1E-9").command("SOFF 0").query("SLVL?", "1e-09").query("SOFF?", "0");
    script.query("AUXV? 0", "0.000").query("AUXV? 0", "0.000");
    script.query("AUXV? 1", "-5.000").command("AUXV 1,0").query("AUXV? 1", "0.000");
    script.query("AUXV? 3", "0.000").query("AUXV? 3", "0.000");
    lockIn.safe(new Rest(true, Set.of(lockIn.name() + ".aux_out_3")));
    script.done();
  }

  @Test
  void phaseIsSetAndAsked() {
    script.command("PHAS -90.123").query("PHAS?", "-90.123");
    lockIn.phase().set(-90.123);
    assertEquals(-90.123, lockIn.phase().get());
    script.done();
  }

  @Test
  void everySettingIsAskedOnce() {
    String[] questions = {
      "RSRC?", "FREQ?", "PHAS?", "HARM?", "SLVL?", "SOFF?", "REFM?", "RTRG?", "REFZ?", "SCAL?",
      "OFLT?", "OFSL?", "SYNC?", "ADVFILT?", "IVMD?", "ISRC?", "ICPL?", "IGND?", "IRNG?", "ICUR?",
      "COFP? 0", "COFP? 1", "CAPTURECFG?", "CAPTURELEN?", "CAPTURERATE?"
    };
    for (String question : questions) {
      script.query(question, "0");
    }
    for (Setting setting : lockIn.settings()) {
      assertEquals("0", setting.ask());
    }
    script.done();
  }
}
