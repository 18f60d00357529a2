package org.spinbench.experiments.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.experiments.run.Purpose;

/** A network that remembers its last readings with their settings. */
public final class RememberedNetwork implements PhysicalNetwork {
  private final PhysicalNetwork network;
  private final int most;
  private final Deque<ChipObservation> readings = new ArrayDeque<>();
  private double[] parameters = new double[0];

  /**
   * @param most number of readings that are remembered
   */
  public RememberedNetwork(PhysicalNetwork network, int most) {
    this.network = network;
    this.most = most;
  }

  @Override
  public void apply(double[] parameters) {
    this.parameters = parameters.clone();
    network.apply(parameters);
  }

  @Override
  public void measureFor(Purpose purpose) {
    network.measureFor(purpose);
  }

  @Override
  public double[] kept(double[] input) {
    return network.kept(input);
  }

  /** {@inheritDoc} Readings in wrong bands are forgotten. */
  @Override
  public Optional<EmissionSurvey> survey() {
    Optional<EmissionSurvey> survey = network.survey();
    if (survey.filter(EmissionSurvey::moved).isPresent()) {
      readings.clear();
    }
    return survey;
  }

  @Override
  public Nodes forward(double[] input) {
    Nodes nodes = network.forward(input);
    if (readings.size() == most) {
      readings.removeFirst();
    }
    readings.addLast(new ChipObservation(parameters, input.clone(), nodes));
    return nodes;
  }

  /** The remembered readings, oldest first. */
  public List<ChipObservation> readings() {
    return List.copyOf(readings);
  }
}
