package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.transport.resource.ResourceName;

/** The contract over the link to an instrument inside this program. */
class InProcessContractTest extends TransportContract {
  private Endpoint instrument;

  @Override
  protected void start(Endpoint served) {
    instrument = served;
  }

  @Override
  protected void stop() {}

  @Override
  protected ResourceName name() {
    return new ResourceName.InProcess("meter");
  }

  @Override
  protected Transport open(ResourceName name) {
    return new InProcess(name, instrument);
  }

  @ParameterizedTest
  @CsvSource({"'1.5\r', 1.5", "'\r', ''", "'a\rb', 'a\rb'", "'#12x\r', '#12x\r'", "'', ''"})
  void aCarriageReturnBeforeTheTerminatorIsNoPartOfTheResponse(String given, String read) {
    Endpoint answers =
        new Endpoint() {
          @Override
          public void write(byte[] message) {}

          @Override
          public byte[] read() {
            return given.getBytes(StandardCharsets.US_ASCII);
          }

          @Override
          public void clear() {}
        };
    byte[] response = new InProcess(name(), answers).read(Duration.ofSeconds(1));
    assertEquals(read, new String(response, StandardCharsets.US_ASCII));
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.of(Service.BINARY, Service.DEVICE_CLEAR, Service.SERIAL_POLL, Service.TRIGGER);
  }
}
