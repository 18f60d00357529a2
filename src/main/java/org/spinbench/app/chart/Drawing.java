package org.spinbench.app.chart;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.knowm.xchart.XYChart;

/** A picture that another thread draws. */
public final class Drawing {
  private static final int SIZE = 200;

  private final FutureTask<Void> task;

  private Drawing(FutureTask<Void> task) {
    this.task = task;
  }

  /** Begins to draw. */
  public static Drawing of(Runnable drawing) {
    FutureTask<Void> task = new FutureTask<>(drawing, null);
    Thread thread = new Thread(task, "spinbench picture");
    thread.setDaemon(true);
    thread.start();
    return new Drawing(task);
  }

  /**
   * Begins to load what a first picture needs, such as fonts, which takes longer than to draw it. A
   * run that ends with pictures does so at its beginning. Whatever fails here fails again, and is
   * reported, when pictures are drawn.
   */
  public static Drawing prepare() {
    return of(
        () -> {
          XYChart chart = Style.chart("picture", "x", "y", SIZE, SIZE);
          chart.addSeries("line", new double[] {0, 1}, new double[] {0, 1});
          Canvas page = Canvas.scratch(SIZE, SIZE);
          Style.paint(chart, page, 0, 0);
          page.bytes();
        });
  }

  /**
   * Waits for its end.
   *
   * @throws RuntimeException or {@link Error}, the failure of drawing
   * @throws IllegalStateException if the waiting thread is interrupted
   */
  public void await() {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a picture was drawn", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw (Error) e.getCause();
    }
  }
}
