package org.spinbench.experiments;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * The links of a simulated bench, with a thermometer that reads 360 K while its chamber is warm,
 * and 300 K otherwise. The chamber cools down while the bench is at rest.
 */
public final class WarmChamber implements Transports {
  private static final int COOLING = 5;

  private final SimulatedBench bench;
  private volatile boolean warm;
  private int atRest;

  public WarmChamber(SimulatedBench bench) {
    this.bench = bench;
  }

  /**
   * A bench file whose chips neither drift nor fluctuate, with a thermometer and a trip at 350 K.
   *
   * @param then what the trip does
   */
  public static String text(String name, String then) {
    return DefaultBench.text(name)
            .replace("fidelity = \"full\"", "fidelity = \"static\"")
            .replace(
                "[instruments.field]",
                """
                [instruments.thermometer]
                model = "34461A"
                resource = "INPROC::thermometer::INSTR"

                [instruments.field]""")
        + """

          [[safety.sensor]]
          name = "temperature"
          reading = "thermometer.voltage"
          scale = 100.0
          offset = 300.0
          unit = "K"

          [[safety.trip]]
          name = "too warm"
          when = "temperature > 350"
          then = "THEN"
          """
            .replace("THEN", then);
  }

  /** Makes it warm, until it was read {@value #COOLING} times while the bench was at rest. */
  public void heat() {
    warm = true;
  }

  /** How often it was read while it was warm and the bench was at rest. */
  public int readAtRest() {
    return atRest;
  }

  @Override
  public Transport open(ResourceName name) {
    Transport link = bench.open(name);
    boolean thermometer = name.equals(new ResourceName.InProcess("thermometer"));
    return thermometer ? new Thermometer(link) : link;
  }

  private final class Thermometer implements Transport {
    private final Transport link;
    private boolean fetching;

    Thermometer(Transport link) {
      this.link = link;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      fetching = new String(message, StandardCharsets.US_ASCII).contains("FETC?");
      return link.write(message, timeout);
    }

    @Override
    public byte[] read(Duration timeout) {
      byte[] answer = link.read(timeout);
      if (!fetching || !warm) {
        return answer;
      }
      if (bench.atRest()) {
        atRest++;
        warm = atRest < COOLING;
      }
      String text = new String(answer, StandardCharsets.US_ASCII);
      return text.replaceAll("[^;]+$", "0.6").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean clear() {
      return link.clear();
    }

    @Override
    public boolean tellsAnswersApart() {
      return link.tellsAnswersApart();
    }

    @Override
    public void close() {
      link.close();
    }
  }
}
