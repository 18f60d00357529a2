package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.simulator.instrument.ManualClock;

/** Whatever bytes arrive, the front panel neither throws nor hangs, and it still answers. */
@Timeout(120)
class FrontPanelFuzzTest {
  private static final int MESSAGES = 120_000;
  private static final String[] SEEDS = {
    "*IDN?",
    "*ESE #H20;*SRE 255",
    ":UNIT:FREQ 2.5 MHZ;RES 1 MOHM;:FREQ? MAX",
    "SYST:ERR:ALL?",
    "CALC3:MARK12:X 0.25;VAL?",
    "ECHO:LIST? (@1,5:2)",
    "ECHO:TEXT? \"a;b\"\"c\"",
    "ECHO:BLOC? #15ab\n;c;*CLS",
    "INIT;*OPC;*WAI;*OPC?",
    "STAT:QUES:ENAB 3;PTR?;:STAT:PRES",
    "LEV -3 DBM;LEV 1 UW;LEV?;SWIT ON;STAT?",
    "ECHO:PAIR? 1,2;;POW:IMM 3;DIR 2"
  };

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(488_2);
  private final FrontPanel panel = new TestPanel().panel(new ManualClock(), Wording.STANDARD, 20);

  private void send(byte[] message) {
    panel.write(message);
    panel.read();
    assertTrue(panel.queuedErrors().size() <= 20);
  }

  private void assertSound() {
    panel.clear();
    panel.write("*CLS;:FREQ 42;FREQ?;:SYST:ERR?".getBytes(StandardCharsets.US_ASCII));
    byte[] reply = panel.read();
    assertEquals("42;0,\"No error\"", new String(reply, StandardCharsets.US_ASCII));
  }

  @Test
  void randomBytes() {
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = new byte[random.nextInt(60)];
      random.nextBytes(message);
      send(message);
    }
    assertSound();
  }

  @Test
  void randomTokens() {
    String[] tokens = {
      "FREQ", ":", ";", " ", "?", "*", "#", "1", "9", "0", "(", ")", "@", "\"", "'", ",", "E", "+",
      "-", ".", "MHZ", "CALC", "MARK", "X", "\n", "ECHO", "LIST", "BLOC", "TEXT", "*OPC", "UP"
    };
    for (int i = 0; i < MESSAGES; i++) {
      StringBuilder message = new StringBuilder();
      for (int n = random.nextInt(20); n >= 0; n--) {
        message.append(tokens[random.nextInt(tokens.length)]);
      }
      send(message.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
    assertSound();
  }

  @Test
  void mutatedMessages() {
    for (int i = 0; i < MESSAGES; i++) {
      byte[] message = SEEDS[random.nextInt(SEEDS.length)].getBytes(StandardCharsets.ISO_8859_1);
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt(256);
      }
      send(message);
    }
    assertSound();
  }

  @Test
  void hugeElements() {
    for (String element :
        new String[] {"A", ":", "1", ";", "(", "\"", "'", "#", ",", "FREQ?;", "A:", "E9", " "}) {
      String repeated = element.repeat((1 << 19) / element.length());
      send(repeated.getBytes(StandardCharsets.ISO_8859_1));
      send(("FREQ " + repeated).getBytes(StandardCharsets.ISO_8859_1));
      send(("ECHO:LIST? (@" + repeated + ")").getBytes(StandardCharsets.ISO_8859_1));
    }
    assertSound();
  }
}
