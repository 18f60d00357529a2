package org.spinbench.experiments.run.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows one after another, and never more of them in memory than are read together. */
class RowStreamTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, RowStream.TOGETHER, RowStream.TOGETHER + 1, 100 * RowStream.TOGETHER})
  void aLongTableTakesNoMoreMemoryThanAShortOne(int rows) {
    long[] counts = new long[2]; // handed out, taken
    RowStream<Long> stream =
        new RowStream<>(
            rows,
            (after, until) -> {
              List<Long> some = LongStream.rangeClosed(after + 1, until).boxed().toList();
              counts[0] += some.size();
              assertTrue(counts[0] - counts[1] <= RowStream.TOGETHER);
              return some;
            });
    for (long n = 1; n <= rows; n++) {
      assertEquals(n, stream.peek());
      assertEquals(n, stream.poll());
      counts[1]++;
    }
    assertNull(stream.peek());
    assertNull(stream.poll());
    assertEquals(rows, counts[0]);
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 10L * RowStream.TOGETHER})
  void rowsMayBeMissing(long last) {
    RowStream<Long> stream =
        new RowStream<>(
            last,
            (after, until) ->
                LongStream.of(2, last).filter(n -> n > after && n <= until).boxed().toList());
    assertEquals(2, stream.poll());
    assertEquals(last, stream.poll());
    assertNull(stream.poll());
  }
}
