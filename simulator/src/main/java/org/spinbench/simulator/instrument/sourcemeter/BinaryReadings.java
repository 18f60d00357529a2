package org.spinbench.simulator.instrument.sourcemeter;

import java.nio.ByteOrder;
import java.util.List;
import java.util.function.DoubleFunction;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * The format of a 2400's readings (Series 2400 user's manual 2400S-900-01, {@code FORMat[:DATA]}):
 * text, or a block of IEEE 754 single-precision numbers whose length is not given ({@code #0}).
 */
final class BinaryReadings {
  private static final int SINGLE = 32;

  private final StoredSettings settings;
  private boolean binary;

  /**
   * @param settings has {@code FORMat:BORDer}
   */
  BinaryReadings(CommandTree tree, StoredSettings settings) {
    this.settings = settings;
    tree.command("FORMat[:DATA]", 1, 2, this::choose);
    tree.query("FORMat[:DATA]", () -> binary ? "REAL,32" : "ASC");
    tree.stored(() -> binary, kept -> binary = kept);
  }

  private void choose(Call call) {
    String word = call.choice(Choice.of("ASCii|REAL|SREal"));
    if (call.more() && (!word.equals("REAL") || call.integer(0, SINGLE) != SINGLE)) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    binary = !word.equals("ASC");
  }

  void preset() {
    binary = false;
  }

  /** Readings in the present format. */
  String answer(List<Double> values, DoubleFunction<String> text) {
    if (!binary) {
      return Replies.list(values, text);
    }
    boolean swapped = settings.text("FORMat:BORDer").equals("SWAP");
    ByteOrder order = swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    String block = Replies.block(Replies.reals(numbers, Float.BYTES, order));
    return "#0" + block.substring(2 + Character.digit(block.charAt(1), 10));
  }
}
