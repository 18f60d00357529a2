package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Types SCPI text at the instruments of a bench, without any driver. */
final class Console {
  private final BenchFile file;
  private final Transports transports;
  private final Clock clock;
  private final Map<String, Transport> open = new HashMap<>();

  Console(BenchFile file, Transports transports, Clock clock) {
    this.file = file;
    this.transports = transports;
    this.clock = clock;
  }

  private Transport transport(String instrument) {
    return open.computeIfAbsent(
        instrument,
        name -> transports.open(ResourceName.parse(file.instruments().get(name).resource())));
  }

  String query(String instrument, String message) {
    Transport transport = transport(instrument);
    transport.write(message.getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(10));
    return new String(transport.read(Duration.ofSeconds(10)), StandardCharsets.US_ASCII);
  }

  /** Sends a message to which nothing is answered. */
  void tell(String instrument, String message) {
    transport(instrument)
        .write(message.getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(10));
  }

  /** Sends a command, waits until it is carried out, and insists that there is no error. */
  void send(String instrument, String message) {
    String error = query(instrument, message + ";*OPC?;:SYST:ERR?");
    assertTrue(error.contains("No error"), () -> message + " to " + instrument + ": " + error);
  }

  /** Sets a tone, power in W at the junctions through 10 dB. */
  void tone(String source, double frequency, double watts) {
    double dbm = 10 * Math.log10(watts * 1e3) + 10;
    String text = String.format(Locale.ROOT, ":FREQ %.3f;:POW %.9f;:OUTP ON", frequency, dbm);
    send(source, text);
  }

  /** Sets a field-line current, A, through 1 kΩ. */
  void field(int channel, double amperes) {
    send("field", "SOUR" + channel + ":VOLT " + amperes * 1000);
  }

  void bias(int neuron, double amperes) {
    String source = "bias_" + neuron;
    send(source, ":OUTP OFF;:SOUR:FUNC CURR");
    send(source, ":SOUR:RANG 0.1;:SOUR:LEV " + amperes + ";:OUTP ON");
  }

  void settle() {
    clock.sleep(Duration.ofMillis(100));
  }

  /** Chain voltages, all integrated at the same time, V. */
  double[] chains() {
    for (int chain = 1; chain <= 3; chain++) {
      String setUp =
          ":INIT:CONT OFF;:ABOR;:SENS:VOLT:DFIL OFF;:SENS:VOLT:RANG 0.01;:SENS:VOLT:NPLC 1;:INIT";
      // *OPC? would wait for the reading.
      query("voltmeter_" + chain, setUp + ";:SYST:ERR?");
    }
    double[] volts = new double[3];
    for (int chain = 1; chain <= 3; chain++) {
      volts[chain - 1] = Double.parseDouble(query("voltmeter_" + chain, ":FETC?"));
    }
    return volts;
  }

  /** Band power at the analyzer over 40 MHz, W. */
  double bandPower(double centre) {
    send("analyzer", ":INIT:CONT OFF;:DET:TRAC1 AVER;:AVER:TYPE RMS");
    send("analyzer", ":FREQ:CENT " + centre + ";:FREQ:SPAN 40E6;:BAND 300E3");
    send("analyzer", ":CALC:MARK1:STAT ON;:CALC:MARK1:FUNC BPOW");
    send("analyzer", ":CALC:MARK1:X " + centre + ";:CALC:MARK1:FUNC:BAND:SPAN 40E6");
    String dbm = query("analyzer", ":INIT:IMM;*OPC?;:CALC:MARK1:Y?").split(";")[1];
    return 1e-3 * Math.pow(10, Double.parseDouble(dbm) / 10);
  }
}
