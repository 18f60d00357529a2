package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.simulator.network.PowerLedger;

class LedgerChartTest {
  private static final Color BLUE = new Color(0x0072B2);

  @TempDir Path folder;

  @BeforeAll
  static void noScreen() {
    System.setProperty("java.awt.headless", "true");
  }

  private BufferedImage picture(PowerLedger ledger) throws IOException {
    Path file = folder.resolve("ledger.png");
    LedgerChart.write("Power of an inference", ledger, PictureFile.of(file));
    return ImageIO.read(file.toFile());
  }

  /**
   * A layer of RF power, with field lines that take 10 mW at 50 Ω: Σ δf² = 10 mW / 50 Ω (1 GHz/A)².
   */
  private static PowerLedger ledger(double rf) {
    return new PowerLedger(
        List.of(new PowerLedger.Layer(rf / 128, rf, 0, 1e-6, 128, rf, 2e14, 1e18)), 32_768, 0);
  }

  /** Every bar is as long as its decades above 0.01 mW, of which 100 mW has four. */
  @Test
  void barsAreLogarithmic() throws IOException {
    BufferedImage picture = picture(ledger(1e-3));
    int one = length(picture, 0);
    int ten = length(picture, 3);
    int hundred = length(picture, 5) - (int) (ten * 0.3010 / 3);
    assertEquals(2.0 / 3, (double) one / ten, 0.01, "1 mW of RF, 10 mW at 50 ohm");
    assertEquals(4.0 / 3, (double) hundred / ten, 0.02, "200 mW at 1000 ohm, less a factor of 2");
  }

  /** Blue pixels in the middle of a row of the chart. */
  private static int length(BufferedImage picture, int row) {
    int count = 0;
    for (int x = 0; x < picture.getWidth(); x++) {
      count += picture.getRGB(x, 80 + 46 * row + 15) == BLUE.getRGB() ? 1 : 0;
    }
    return count;
  }

  /** Nothing is cut off: the outermost columns and rows are white. */
  @Test
  void everyWordIsOnThePage() throws IOException {
    BufferedImage picture = picture(ledger(0.5));
    for (int y = 0; y < picture.getHeight(); y++) {
      assertEquals(-1, picture.getRGB(2, y), "left edge, row " + y);
      assertEquals(-1, picture.getRGB(picture.getWidth() - 3, y), "right edge, row " + y);
    }
    for (int x = 0; x < picture.getWidth(); x++) {
      assertEquals(-1, picture.getRGB(x, picture.getHeight() - 3), "bottom, column " + x);
    }
    assertTrue(picture.getWidth() >= 600);
  }
}
