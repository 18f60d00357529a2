package org.spinbench.experiments.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("any-jdk")
class OrthogonalCodesTest {

  /** Orders 4k that Paley's and Sylvester's rules reach; 92 is the first that they do not. */
  @ParameterizedTest
  @CsvSource({"1, 2", "3, 4", "7, 8", "9, 12", "11, 12", "12, 16", "19, 20", "21, 24", "88, 96"})
  void areAsShortAsTheRulesAllow(int parameters, int length) {
    assertEquals(length, OrthogonalCodes.of(parameters).length);
  }

  @Test
  void areOrthogonalAndSumToZero() {
    for (int parameters = 1; parameters <= 70; parameters++) {
      int[][] codes = OrthogonalCodes.of(parameters);
      for (int i = 0; i < parameters; i++) {
        for (int j = 0; j <= i; j++) {
          int product = 0;
          int sum = 0;
          for (int[] signs : codes) {
            assertTrue(signs[i] == 1 || signs[i] == -1);
            product += signs[i] * signs[j];
            sum += signs[i];
          }
          assertEquals(i == j ? codes.length : 0, product, parameters + ": " + i + ", " + j);
          assertEquals(0, sum);
        }
      }
    }
  }
}
