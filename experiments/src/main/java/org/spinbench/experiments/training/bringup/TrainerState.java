package org.spinbench.experiments.training.bringup;

import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.OutputReadings;
import org.spinbench.simulator.network.Adam;

/**
 * The complete state of training on the chip after a block.
 *
 * @param block number of blocks done
 * @param parameters the best so far: field-line currents, then bias currents, A
 * @param powers output powers measured with them on the common validation samples
 * @param decision fitted to these powers
 * @param adam moments of the gradient
 * @param rate length of the next gradient step
 * @param rejections number of blocks rejected in a row
 */
record TrainerState(
    int block,
    double[] parameters,
    OutputReadings powers,
    Decision decision,
    Adam.State adam,
    double rate,
    int rejections) {}
