package org.spinbench.experiments.study.drone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.baseline.Classifier;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraStream;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;

class TrainingScheduleTest {

  /** Every epoch is made once, whatever the number of those who learn from it. */
  @Test
  void allLearnFromTheSameStream() {
    List<Integer> made = new ArrayList<>();
    List<Integer> told = new ArrayList<>();
    SpectraStream stream =
        number -> {
          made.add(number);
          return Bands.spectra(120, number);
        };
    try (Workers workers = new Workers(1)) {
      List<Classifier> all = Bands.course(30).learn(stream, 6, 2, workers, told::add);
      List<Integer> epochs = new ArrayList<>();
      for (int number = 1; number <= 30; number++) {
        epochs.add(number);
      }
      assertEquals(epochs, made);
      assertEquals(epochs, told);
      assertEquals(TrainingSchedule.NAMES.size(), all.size());
      Spectra test = Bands.spectra(60, 99);
      for (Classifier classifier : all) {
        assertTrue(classifier.accuracy(test) > 0.9, classifier.name());
      }
      assertTrue(all.get(0).name().startsWith("linear"));
      assertEquals("linear 24-3, log power", all.get(1).name());
      assertEquals("software perceptron 24-6-3, log power", all.get(4).name());
      assertEquals("RF network 24-6-3", all.get(5).name());
    }
  }

  @Test
  void aCourseCanBeLonger() {
    assertEquals(45, Bands.course(30).longer(1.5).epochs());
    assertEquals(1, Bands.course(30).longer(0.001).epochs());
  }

  /** I = g_m (V_b + b): 3.38837 mA/V times 11.0846 mV - 6 mV. */
  @Test
  void theSelectiveDesignStartsItsOscillatorsInTheMiddleOfTheirRange() {
    RfNetwork network = RfDesign.SELECTIVE.network(Bands.spectra(3, 1), 400, 1);
    double mean = 0;
    for (double bias : network.biases(0)) {
      mean += network.oscillator().current(bias) / 400;
    }
    assertEquals(17.2e-6, mean, 0.1e-6);
    assertEquals("α = 0.005", RfDesign.SELECTIVE.label());
    assertEquals("α = 0.01", RfDesign.PUBLISHED.label());
    assertEquals(0.005, network.layers().get(1).synapse().damping());
    assertEquals(RfNetwork.published(4).layers().get(0).synapse(), RfDesign.PUBLISHED.synapse());
  }
}
