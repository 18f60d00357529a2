package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.training.TrainingDisplay;

class TrainingDisplayTest {
  private final StringWriter text = new StringWriter();
  private final TrainingDisplay view =
      new TrainingDisplay(new Progress(new PrintWriter(text), false));

  private static Step step(String phase, int number, double accuracy) {
    return new Step(Instant.EPOCH, phase, number, 0.5, accuracy, true, List.of());
  }

  /** The figure of a step is named after it, and is gone when another stage begins. */
  @Test
  void noFigureOutlivesItsStage() {
    view.at("calibrating", 0, 10, "bias sweep");
    view.at("twin", 0, 1);
    view.step(step("twin", 0, 0.99));
    view.at("deploy", 0, 10);
    view.step(step("deploy", 0, 0.75));
    view.at("block 1", 0, 10);
    view.step(step("block", 1, 0.8));
    view.at("block 2", 0, 10);
    view.at("decision", 5, 10);
    view.at("test", 0, 10);
    view.at("test", 1, 10, "1 of 1 right");
    view.at("certification", 3, 10, "3 of 3 fresh samples right");
    assertEquals(
        """
        calibrating: bias sweep
        twin
        deploy
        block 1: after deploy: loss 0.5000, accuracy 75.0 %
        block 2: after block 1: loss 0.5000, accuracy 80.0 %
        decision 50 %
        test
        test 10 %: 1 of 1 right
        certification 30 %: 3 of 3 fresh samples right
        """,
        text.toString());
  }

  @Test
  void whatTheTwinExpectsIsNotWhatTheChipHasShown() {
    view.step(step("proposal", 1, 0.99));
    view.at("training", 1, 10);
    view.step(step("test", 1, 0.9));
    view.at("training", 2, 10);
    assertEquals(
        """
        training 10 %: after proposal 1: loss 0.5000, accuracy 99.0 % expected by the twin
        training 20 %: after test 1: loss 0.5000, accuracy 90.0 %
        """,
        text.toString());
  }
}
