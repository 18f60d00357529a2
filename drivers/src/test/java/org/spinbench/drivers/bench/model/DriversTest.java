package org.spinbench.drivers.bench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.standin.Script;

/** The table of drivers agrees with the drivers in it. */
class DriversTest {
  static Set<String> models() {
    return Drivers.models();
  }

  /** RF goes off before any bias moves, also where the bench file wires no tone to the source. */
  @ParameterizedTest
  @MethodSource("models")
  void aSourceOfRfComesToRestAmongTheSourcesOfRf(String model) {
    Drivers.Driver driver = Drivers.of(model);
    String[] identity =
        driver.dialect().identification().questions().stream()
            .map(question -> "Maker," + model + ",1,1.0")
            .toArray(String[]::new);
    Script script = new Script(driver.dialect(), identity);
    Instrument instrument =
        driver.maker().make(script.session(), SourceFunction.CURRENT, new Ramp(1e-4, 1e-2), 0.5);
    Object player = instrument instanceof Channels<?> channels ? channels.channel(1) : instrument;
    assertEquals(player instanceof RfSource, driver.rf(), model);
  }
}
