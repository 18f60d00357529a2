package org.spinbench.experiments.training.bayesian;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.Believed;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;
import org.spinbench.experiments.training.trainer.Problem;

/** Proposals for the chip as it is designed. */
@Tag("slow")
class ProposalSearchTest {
  private static final double SCALE = 0.06;

  private final Problem problem = Believed.problem(3);
  private final Evaluations chip = Believed.evaluations(Believed.exact(), 100);
  private final ChipBelief belief = new ChipBelief(problem, chip, Seeds.generator(5));

  private ProposalSearch search() {
    double full = DesignPrior.fullScale(Believed.FILE).powers()[Believed.OUTPUT];
    return new ProposalSearch(problem, belief, full, true, Seeds.generator(6));
  }

  @Test
  void whatWasSearchedAheadIsProposedWithoutAnEvaluation() {
    ProposalSearch search = search();
    assertNull(search.best());
    assertTrue(search.fitted().isEmpty(), "nothing was begun");
    search.startBackgroundSearch();
    assertTrue(search.isUnderWay());
    assertEquals(belief.fit(), search.fitted().orElseThrow(), "no reading since");
    search.propose(PosteriorTrainer.Breadth.USUAL, SCALE);
    assertFalse(search.isUnderWay());
    Candidate found = search.proposal();
    double untrained =
        search.judge(new double[found.parameters().length], found.levels()).accuracy();
    assertTrue(found.accuracy() > untrained + 0.05, found.accuracy() + " and " + untrained);
    assertTrue(search.loss() > 0 && search.loss() < 1, "loss " + search.loss());
    assertEquals(0, chip.ledger().total());
  }

  @Test
  void theSameSeedsMakeTheSameProposals() {
    ProposalSearch one = search();
    ProposalSearch other = search();
    one.propose(PosteriorTrainer.Breadth.USUAL, SCALE);
    other.propose(PosteriorTrainer.Breadth.USUAL, SCALE);
    assertArrayEquals(one.proposal().parameters(), other.proposal().parameters());
    assertEquals(one.loss(), other.loss());
  }

  /** A further search begins with the best, so that it cannot end with worse ones. */
  @Test
  void theBestIsNotLost() {
    ProposalSearch search = search();
    search.propose(PosteriorTrainer.Breadth.USUAL, SCALE);
    search.take(search.proposal());
    search.restart();
    search.propose(PosteriorTrainer.Breadth.USUAL, SCALE);
    Candidate best = search.judgeBest();
    assertEquals(best, search.best());
    assertTrue(search.proposal().accuracy() > best.accuracy() - 0.01);
  }
}
