package org.spinbench.experiments.training;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.refit.Fit;
import org.spinbench.calibration.refit.Nominal;
import org.spinbench.calibration.refit.Reading;
import org.spinbench.calibration.refit.Refit;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.PosteriorTrainer.Candidate;

/**
 * Makes a trained chip stand drift: among the parameters that are as good today it looks for those
 * that stay good when every resonance wanders. The fast part of a drift passes before any anchor
 * can show it; against that nothing else helps.
 *
 * <p>The search is made in twins drawn from what all readings of the chip say, each with its
 * resonances moved; the chip is asked only whether a proposal is as good on it as its twins say,
 * and what it answers is learned from.
 */
public final class Hardening {
  private static final int TWINS = 16;
  private static final int STARTS = 5;
  private static final int PROPOSALS = 3;
  private static final int TEST = 64;
  private static final int KEPT = 3;

  /** Better by less than this, as a part of 1, is not worth a test. */
  private static final double WORTH = 3e-3;

  private final Problem problem;
  private final BenchFile file;
  private final Evaluations chip;
  private final double drift;
  private final int output;
  private final Refit refit;
  private final RandomGenerator random;
  private final List<Reading> readings;
  private Fit fit;

  private Hardening(Problem problem, List<Reading> readings, Evaluations chip, double drift) {
    this.problem = problem;
    this.file = problem.file();
    this.chip = chip;
    this.drift = drift;
    this.readings = new ArrayList<>(readings);
    output = file.indexOfNeuron(file.readout().neurons().get(0));
    refit = new Refit(file, problem.prior());
    random = Seeds.generator(problem.seed(), 60);
    fit = refit.fit(this.readings, refit.prior(), STARTS, random);
  }

  /**
   * What came of it.
   *
   * @param trained the parameters to work with
   * @param belief what all readings say of the chip
   * @param expected accuracy expected of them while resonances wander, 0 to 1
   * @param before the same of the parameters that it began with
   */
  public record Hardened(Trained trained, Calibration belief, double expected, double before) {}

  /**
   * Looks for parameters that stand drift; keeps the trained ones where there are none that the
   * chip agrees to. At most 192 evaluations.
   *
   * @param readings all that is known to have been read of the chip
   * @param drift how far each resonance wanders between corrections, half widths rms
   */
  public static Hardened of(
      Problem problem, List<Reading> readings, Trained trained, Evaluations chip, double drift) {
    return new Hardening(problem, readings, chip, drift).harden(trained);
  }

  private Hardened harden(Trained trained) {
    Trained best = trained;
    Candidate today = null;
    double expected = 0;
    for (int p = 0; p < PROPOSALS; p++) {
      PosteriorTrainer trainer = trainer();
      today = trainer.judge(trained.parameters(), trained.decision());
      expected = today.accuracy();
      List<Candidate> from = List.of(today);
      List<Candidate> proposals = trainer.train(from, true, random);
      Candidate proposal = proposals.get(0);
      if (proposal.accuracy() < today.accuracy() + WORTH || chip.ledger().left() < TEST) {
        break;
      }
      if (test(proposal)) {
        best =
            new Trained(
                proposal.parameters(),
                proposal.decision(),
                trained.reached(),
                trained.how() + "; made to stand drift");
        expected = proposal.accuracy();
        break;
      }
    }
    return new Hardened(best, fit.calibration(), expected, today.accuracy());
  }

  private PosteriorTrainer trainer() {
    List<Twin> twins = new ArrayList<>();
    twins.add(Twin.of(fit.calibration(), file));
    while (twins.size() < TWINS) {
      twins.add(Twin.of(wandered(fit.draw(random)), file));
    }
    double full = Nominal.fullScale(file).powers()[output];
    double noise = file.design().orElseThrow().readNoise() * full;
    return new PosteriorTrainer(twins, problem.train(), output, full, noise);
  }

  /** The same chip some time later. */
  private Calibration wandered(Calibration c) {
    List<ChainResponse> chains = new ArrayList<>();
    for (ChainResponse chain : c.chains()) {
      List<SynapseResponse> synapses = chain.synapses().stream().map(this::wandered).toList();
      chains.add(
          new ChainResponse(
              chain.name(),
              chain.offset(),
              chain.saturation(),
              chain.toneGains(),
              synapses,
              chain.resonanceNoise(),
              chain.fit()));
    }
    return c.with(chains, c.neurons());
  }

  private SynapseResponse wandered(SynapseResponse s) {
    double resonance = s.resonance().value() + drift * s.halfWidth().value() * Normal.draw(random);
    return new SynapseResponse(
        s.name(),
        s.junction(),
        new Value(resonance, s.resonance().deviation()),
        s.halfWidth(),
        s.antisymmetric(),
        s.symmetric(),
        s.tuning(),
        s.tuningQuadratic(),
        s.crosstalk(),
        s.powerShift());
  }

  /** Whether the chip does with the proposal what the goal asks for; its readings are learned. */
  private boolean test(Candidate proposal) {
    chip.apply(proposal.parameters());
    Examples samples = problem.validation();
    int right = 0;
    int size = Math.min(TEST, samples.size());
    for (int i = 0; i < size; i++) {
      Nodes nodes = chip.evaluate(Purpose.ACCEPT, samples.inputs()[i], samples.labels()[i]);
      readings.add(new Reading(proposal.parameters(), samples.inputs()[i], nodes));
      int decided = nodes.powers()[output] > proposal.decision() ? 1 : 0;
      right += decided == samples.labels()[i] ? 1 : 0;
    }
    fit = refit.fit(readings, fit, 1, random);
    return right >= problem.goal() * size;
  }
}
