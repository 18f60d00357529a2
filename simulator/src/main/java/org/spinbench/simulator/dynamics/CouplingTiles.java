package org.spinbench.simulator.dynamics;

import java.util.Arrays;
import java.util.List;

/**
 * The couplings of layers as a vector kernel wants them: a tile holds the tensors of one layer on
 * all eight layers of a block, zero where they are not coupled. Only tiles with a coupling exist.
 * Those of a block follow each other by the layer that acts.
 */
final class CouplingTiles {
  private static final int WIDEST = MacrospinState.WIDEST;

  /** First tile of each block; one number more than blocks. */
  final int[] first;

  /** The layer that acts, of each tile. */
  final int[] from;

  /** Of a tile k on place j of its block at 8 k + j, A/m. */
  final Tensors tensors;

  /**
   * Tiles.
   *
   * @param layers number of layers
   */
  CouplingTiles(List<LayerCoupling> couplings, int layers) {
    int blocks = MacrospinState.filled(layers) / WIDEST;
    int[] places =
        couplings.stream()
            .mapToInt(one -> one.to() / WIDEST * layers + one.from())
            .sorted()
            .distinct()
            .toArray();
    first = new int[blocks + 1];
    from = new int[places.length];
    tensors = new Tensors(places.length * WIDEST);
    for (int k = 0; k < places.length; k++) {
      from[k] = places[k] % layers;
      first[places[k] / layers + 1] = k + 1;
    }
    for (int b = 1; b <= blocks; b++) {
      first[b] = Math.max(first[b], first[b - 1]);
    }
    for (LayerCoupling one : couplings) {
      int k = Arrays.binarySearch(places, one.to() / WIDEST * layers + one.from());
      tensors.add(k * WIDEST + one.to() % WIDEST, one.tensor());
    }
  }
}
