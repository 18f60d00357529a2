package org.spinbench.drivers.scpi.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScpiNumberTest {
  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, 0",
    "1.0, 1",
    "-2.0, -2",
    "100.0, 100",
    "0.1, 0.1",
    "1e-7, 1E-7",
    "0.0015, 0.0015",
    "0.001, 0.001",
    "0.00099, 9.9E-4",
    "300000, 300000",
    "1e6, 1000000",
    "-1e7, -1E7",
    "250000000.001, 2.50000000001E8",
    "-12345678, -12345678",
    "5e9, 5E9",
    "5.123456789e9, 5123456789",
    // Plain where that is no longer: ten digits against E9 behind one to nine.
    "1.23456e9, 1.23456E9",
    "1.234567e9, 1234567000",
    "-1.23456e9, -1.23456E9",
    "-1.234567e9, -1234567000",
    "1e8, 1E8",
    "1.2e7, 1.2E7",
    "12345000, 12345000",
    "12340000, 1.234E7",
    "999999999999999, 999999999999999",
    "2147483647, 2147483647",
    "-6.25e-6, -6.25E-6",
    "1e15, 1E15",
    "9007199254740993, 9.007199254740992E15",
    "0.30000000000000004, 0.30000000000000004",
    // Java before 19 prints 2.0E-3 right but this one with a digit too many (JDK-4511638).
    "2.0E23, 2E23",
    "5.684341886080801E-14, 5.684341886080801E-14",
    "5.684341886080802E-14, 5.684341886080802E-14",
  })
  void shortestText(double value, String text) {
    assertEquals(text, ScpiNumber.format(value));
  }

  @Test
  void decimalsOfEveryLengthAreReadAsTheNearestDouble() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(23);
    for (int i = 0; i < 50_000; i++) {
      String digits = Long.toString(1 + random.nextLong(1L << random.nextInt(1, 62)));
      int point = random.nextInt(digits.length() + 1);
      String sign = random.nextBoolean() ? "-" : random.nextBoolean() ? "+" : "";
      String text = sign + digits.substring(0, point) + "." + digits.substring(point);
      double nearest = new BigDecimal(text).doubleValue();
      assertEquals(nearest, ScpiNumber.parse(text), text);
      assertEquals(
          new BigDecimal(digits).doubleValue(), ScpiNumber.parse(digits), digits + " has no point");
    }
    assertEquals(-0.0, ScpiNumber.parse("-0.000"));
    assertEquals(9007199254740.99, ScpiNumber.parse("9007199254740.99"));
  }

  @Test
  void textReadsBackToTheSameDoubleAndNoShorterOneDoes() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
    for (int i = 0; i < 50_000; i++) {
      double value = randomDouble(random);
      String text = ScpiNumber.format(value);
      assertEquals(value, Double.parseDouble(text), text);
      assertEquals(value, ScpiNumber.parse(text), text);
      int digits = new BigDecimal(text).stripTrailingZeros().precision();
      if (digits > 1) {
        String shorter =
            String.format(Locale.ROOT, "%." + (digits - 2) + "e", new BigDecimal(value));
        assertTrue(Double.parseDouble(shorter) != value, text + " could be " + shorter);
      }
    }
  }

  private static double randomDouble(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> Math.rint(random.nextDouble(-1e10, 1e10));
      case 1 -> random.nextInt(1_000_000) / 1000.0;
      case 2 -> random.nextGaussian() * 1e-3;
      default -> Math.scalb(random.nextDouble(1, 2), random.nextInt(-120, 120));
    };
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void onlyNumbersAreSent(double value) {
    assertThrows(IllegalArgumentException.class, () -> ScpiNumber.format(value));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "+5, 5",
    "-.5, -0.5",
    "1e-3, 0.001",
    "+2.E+4, 2e4",
    "' 7.25\t', 7.25",
    "1.0E+09, 1e9",
    "+9.9E+37, Infinity",
    "9.9E37, Infinity",
    "-9.9000E+37, -Infinity",
    "9.91E37, NaN",
    "9.91000000E+37, NaN",
    "9.89E37, 9.89E37",
  })
  void parsesDecimalNumericData(String text, double value) {
    assertEquals(value, ScpiNumber.parse(text));
  }

  /** An instrument that counts in MHz is sent 2450 for 2.45 GHz, without rounding error. */
  @Test
  void powersOfTenAreMovedInDecimal() {
    assertEquals("2450", ScpiNumber.formatShifted(2.45e9, -6));
    assertEquals("0.3", ScpiNumber.formatShifted(3e-4, 3));
    assertEquals("0.1", ScpiNumber.formatShifted(1e-7, 6));
    assertEquals(2.45e9, ScpiNumber.parseShifted("2450", 6));
    assertEquals(0.3, ScpiNumber.parseShifted(" 300 ", -3));
    assertEquals(4.4e-5, ScpiNumber.parseShifted("44", -6));
    assertEquals(7, ScpiNumber.parseShifted("7", 0));
    assertEquals(Double.POSITIVE_INFINITY, ScpiNumber.parseShifted("9.9E37", 6));
    assertTrue(Double.isNaN(ScpiNumber.parseShifted("9.91E37", -3)));
    assertThrows(IllegalArgumentException.class, () -> ScpiNumber.parseShifted("7 V", 3));
  }

  @Test
  void listsStandBetweenCommas() {
    assertArrayEquals(new double[] {1, -2.5, 3e3}, ScpiNumber.parseList("1, -2.5,3E3"));
    assertArrayEquals(new double[] {1, 2}, ScpiNumber.parseList("1,2,"));
    assertArrayEquals(new double[] {5}, ScpiNumber.parseList("5"));
    for (String wrong : new String[] {"", ",", "1,,2", "1,2,,", "1;2", ",1"}) {
      assertThrows(IllegalArgumentException.class, () -> ScpiNumber.parseList(wrong), wrong);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".e5",
        "+",
        ".",
        "-.",
        "1e",
        "1e+",
        "e5",
        "1,5",
        "1.2.3",
        "--1",
        "NaN",
        "Infinity",
        "INF",
        "1d",
        "1f",
        "0x10",
        "0x1p3",
        "1 2",
        "1;2",
        "1V",
        "#H1F",
        "1E400",
        "\u0661",
        "1\u00a0"
      })
  void refusesEverythingElse(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ScpiNumber.parse(text)).getMessage();
    String expected = text.equals("1E400") ? " is too large for a number" : " is not a decimal";
    assertTrue(message.contains(expected), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr-FR", "tr-TR", "ar-EG", "hi-IN-u-nu-deva"})
  void localePlaysNoPart(String tag) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertEquals("1234567.25", ScpiNumber.format(1234567.25));
      assertEquals("-1.5E-9", ScpiNumber.format(-1.5e-9));
      assertEquals(1.5, ScpiNumber.parse("1.5"));
    } finally {
      Locale.setDefault(before);
    }
  }
}
