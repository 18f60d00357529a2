package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.InstrumentContract;

/** What every gauge keeps to. */
public abstract class GaugeContract extends InstrumentContract<Gauge> {
  /** The quantities that the instrument of the test can read now. */
  protected abstract List<String> present();

  @Test
  final void everyQuantityIsReadInItsUnitAndNothingChanges() {
    Gauge gauge = open();
    present().forEach(gauge::read); // an automatic range finds its place
    Map<String, String> before = gauge.settings().snapshot();
    for (String quantity : present()) {
      Reading reading = gauge.read(quantity);
      assertComplete(reading, gauge, gauge.quantities().get(quantity));
      assertEquals(quantity, reading.quantity());
      assertTrue(reading.uncertainty() > 0, "an answer has a last digit");
    }
    assertEquals(before, gauge.settings().snapshot());
    assertEquals(List.of(), gauge.session().errors());
  }
}
