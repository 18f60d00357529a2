package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.spinbench.app.dashboard.LiveBench;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;

/** The page, in Debian's Chromium. */
@Tag("slow")
@Timeout(300)
class DashboardBrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String CHROMIUM = "/usr/bin/chromium";
  private static final String DRIVER = "/usr/bin/chromedriver";

  @TempDir static Path profile;

  private static ChromeDriver browser;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    Outside.requireInstalled("chromium", "Debian's package chromium");
    Outside.requireInstalled("chromedriver", "Debian's package chromium-driver");
    browser = chromium(profile);
  }

  private static ChromeDriver chromium(Path own) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--enable-precise-memory-info",
        "--user-data-dir=" + own);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(new java.io.File(DRIVER)).build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().window().setSize(new Dimension(1300, 1500));
    return driver;
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.quit();
    }
  }

  private static WebElement id(String id) {
    return browser.findElement(By.id(id));
  }

  private static void awaitStatus(String word) {
    await("status " + word, "return document.documentElement.dataset.status === '" + word + "'");
  }

  /** Waits until a script of the page answers true. */
  private static void await(String what, String script) {
    new WebDriverWait(browser, PATIENCE)
        .withMessage(() -> what + "; the page says " + id("message").getText())
        .until(page -> Boolean.TRUE.equals(((JavascriptExecutor) page).executeScript(script)));
  }

  private static void assertNoErrors() {
    List<String> errors =
        browser.manage().logs().get(LogType.BROWSER).getAll().stream()
            .filter(one -> one.getLevel().intValue() >= Level.SEVERE.intValue())
            .map(one -> one.getMessage())
            .filter(one -> !one.contains("/api/v1/"))
            .toList();
    assertEquals(List.of(), errors, "the console of the page");
  }

  private static void picture(String name) throws Exception {
    String wanted = System.getProperty("spinbench.pictures");
    if (wanted != null) {
      Files.write(Path.of(wanted, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
  }

  /** From an empty page to the end: the points come while the run is made. */
  @Test
  void aSweepIsWatchedFromItsStartToItsEnd() throws Exception {
    try (LiveBench bench = new LiveBench(folder)) {
      browser.get(bench.url());
      awaitStatus("idle");
      CompletableFuture<String> run = bench.start(LiveBench.map(40, 200));
      awaitStatus("ended");
      String name = run.get(60, TimeUnit.SECONDS);
      await("points", "return document.getElementById('counts').textContent === '8000 points'");
      assertEquals(name, id("run").getText());
      assertEquals("1", id("share").getDomProperty("value"));
      String label =
          browser.findElement(By.cssSelector("#panels [role=img]")).getDomAttribute("aria-label");
      assertTrue(label.startsWith("map of chain 1.voltage over input 1.frequency"), label);
      await("a rack", "return document.querySelectorAll('#rack details').length >= 9");
      await("the run", "return document.querySelectorAll('#runs tr').length === 1");
      picture("sweep");
      ((JavascriptExecutor) browser)
          .executeScript(
              "const view = document.getElementById('view'); view.value = 'curve'; view.onchange()");
      await("a curve", "return document.querySelector('#panels .u-over') !== null");
      picture("curve");
      assertNoErrors();
    }
  }

  /** Two browsers and a Python client watch one run; each gets all of it. */
  @Test
  void twoBrowsersAndAPythonClientWatchAtOnce(@TempDir Path own) throws Exception {
    Path python = Path.of("..", "python", "src").toAbsolutePath().normalize();
    try (LiveBench bench = new LiveBench(folder)) {
      ChromeDriver other = chromium(own.resolve("profile"));
      try {
        browser.get(bench.url());
        other.get(bench.url());
        CompletableFuture<String> said =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return Outside.python(
                        own, "watch_a_run.py", List.of("json"), python.toString(), bench.url());
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        Eventually.holds("three clients", () -> bench.listeners() == 3);
        bench.run(LiveBench.map(20, 100));
        assertEquals("2000 readings, success", said.get(100, TimeUnit.SECONDS).strip());
        for (ChromeDriver page : List.of(browser, other)) {
          new WebDriverWait(page, PATIENCE)
              .until(
                  one ->
                      one.findElement(By.id("counts")).getText().equals("2000 points")
                          && one.findElement(By.id("status")).getText().equals("at rest"));
        }
      } finally {
        other.quit();
      }
      assertNoErrors();
    }
  }

  /** A page watches, pauses and stops the run: every source is at rest, and the page says so. */
  @Test
  void stopBringsTheBenchToRest() throws Exception {
    try (LiveBench bench = new LiveBench(folder)) {
      browser.get(bench.url());
      awaitStatus("idle");
      CompletableFuture<String> run = bench.start(LiveBench.map(300, 300));
      awaitStatus("running");
      await("points", "return document.getElementById('counts').textContent !== ''");
      id("pause").click();
      awaitStatus("paused");
      id("pause").click();
      awaitStatus("running");
      picture("running");
      long pressed = System.nanoTime();
      id("stop").click();
      Eventually.holds(
          "rest",
          () -> Json.tree(bench.get("state").body()).path("status").asText().equals("ended"));
      System.out.printf(
          java.util.Locale.ROOT,
          "at rest %.2f s after stop%n",
          (System.nanoTime() - pressed) * 1e-9);
      awaitStatus("ended");
      org.junit.jupiter.api.Assertions.assertThrows(
          ExecutionException.class, () -> run.get(60, TimeUnit.SECONDS));
      try (Stream<Path> files = Files.list(folder);
          RunFile file =
              RunFile.read(
                  files
                      .filter(one -> one.toString().endsWith(".sqlite"))
                      .findAny()
                      .orElseThrow())) {
        assertEquals(StopDocument.STOPPED, file.stop().orElseThrow().status());
      }
      assertTrue(id("log").getText().contains("by the user"), id("log").getText());
      assertNoErrors();
    }
  }

  /**
   * A million events of ten hours on the clock of the bench, shown as a map and then as curves: the
   * memory of program and page stays, and the figures are printed.
   */
  @Test
  @Timeout(1500)
  @EnabledIfSystemProperty(named = "spinbench.soak", matches = "true")
  void aMillionEventsAreShown() throws Exception {
    int points = Integer.getInteger("spinbench.soak.points", 340_000);
    try (LiveBench bench = new LiveBench(folder)) {
      browser.get(bench.url());
      awaitStatus("idle");
      ((JavascriptExecutor) browser)
          .executeScript(
              "window.redraws = []; window.tasks = []; new MutationObserver(() => redraws.push("
                  + "parseInt(document.documentElement.dataset.redraw))).observe("
                  + "document.documentElement, {attributes: true, attributeFilter: ['data-redraw']});"
                  + "new PerformanceObserver(list => list.getEntries().forEach(one =>"
                  + " tasks.push(one.duration))).observe({type: 'longtask'})");
      CompletableFuture<String> run = bench.start(LiveBench.map(points / 1000, 1000));
      for (int part = 1; part <= 5; part++) {
        int wanted = part * points / 6;
        new WebDriverWait(browser, Duration.ofSeconds(1200))
            .until(
                page ->
                    number("parseInt(document.getElementById('counts').textContent) || 0")
                        >= wanted);
        if (part == 3) {
          ((JavascriptExecutor) browser)
              .executeScript(
                  "const view = document.getElementById('view'); view.value = 'curve'; view.onchange()");
        }
        figures(bench, part == 4 ? "as curve" : "");
      }
      run.get(1200, TimeUnit.SECONDS);
      awaitStatus("ended");
      figures(bench, "at the end");
      picture("million");
      assertNoErrors();
    }
  }

  private static double number(String expression) {
    Object value =
        ((JavascriptExecutor) browser).executeScript("return Number(" + expression + ")");
    return ((Number) value).doubleValue();
  }

  /** Prints what a million events cost so far, and begins to collect anew. */
  private static void figures(LiveBench bench, String when) {
    for (int k = 0; k < 3; k++) {
      System.gc();
    }
    Runtime now = Runtime.getRuntime();
    browser.executeCdpCommand("HeapProfiler.collectGarbage", java.util.Map.of());
    var counts = Json.tree(bench.get("state").body()).path("counts");
    long events = 0;
    for (var one : counts) {
      events += one.asLong();
    }
    System.out.printf(
        java.util.Locale.ROOT,
        "%d events %s: program %.1f MB, page %.1f MB; %.0f redraws, median %.0f ms, longest %.0f ms;"
            + " %.0f tasks of the page above 50 ms, longest %.0f ms%n",
        events,
        when,
        (now.totalMemory() - now.freeMemory()) / 1e6,
        number("performance.memory.usedJSHeapSize") / 1e6,
        number("redraws.length"),
        number("redraws.slice().sort((a, b) => a - b)[redraws.length >> 1] ?? 0"),
        number("Math.max(0, ...redraws)"),
        number("tasks.length"),
        number("Math.max(0, ...tasks)"));
    ((JavascriptExecutor) browser).executeScript("redraws.length = 0; tasks.length = 0");
  }

  @Test
  void aTrainingIsWatched() throws Exception {
    try (LiveBench bench = new LiveBench(folder)) {
      browser.get(bench.url());
      awaitStatus("idle");
      CompletableFuture<Double> accuracy = CompletableFuture.supplyAsync(bench::train);
      assertTrue(accuracy.get(200, TimeUnit.SECONDS) > 0.5);
      awaitStatus("ended");
      await("curves", "return document.querySelectorAll('#learning .u-over').length >= 2");
      await("chains", "return document.querySelectorAll('#panels figure').length >= 3");
      await(
          "the network: 2 inputs, 6 synapses, 3 neurons, each neuron and synapse with its current",
          "const all = [...document.querySelectorAll('.network text')].map(one => one.textContent);"
              + "return all.filter(one => / mA$/.test(one)).length === 9 && all.length === 20"
              + " && ['input 2', 'synapse 6', 'neuron 3'].every(one => all.includes(one))"
              + " && document.querySelectorAll('.network line').length === 12");
      await(
          "what is believed of each synapse: a bar for its error, shorter than two half widths",
          "const bars = [...document.querySelectorAll('#belief line.error')];"
              + "return bars.length === 6 && bars.every(one =>"
              + " one.getAttribute('x2') - one.getAttribute('x1') > 0"
              + " && one.getAttribute('x2') - one.getAttribute('x1') < 330)");
      String said =
          browser.findElement(By.cssSelector("#belief [role=img]")).getDomAttribute("aria-label");
      assertTrue(said.matches("belief: synapse 1 [\\d.]+ ± [\\d.]+ MHz, half width .*"), said);
      await(
          "the decision map, with all tested samples",
          "const box = document.querySelector('.decision')?.parentNode; return !!box &&"
              + " / \\d+ of the last \\d{2,3} samples answered right/.test(box.getAttribute('aria-label'))");
      await(
          "the parts of the time of an evaluation",
          "const items = [...document.querySelectorAll('#budget li')]; return items.length === 8 &&"
              + " /^meters integrate \\(integrate\\): [\\d.]+ ms, \\d+ %$/.test(items[0].textContent)");
      assertEquals(
          List.of("blue", "orange", "line"),
          script(
              """
              const canvas = document.querySelector('.decision'), g = canvas.getContext('2d');
              const seen = new Set(), all = g.getImageData(0, 0, canvas.width, canvas.height).data;
              for (let k = 0; k < all.length; k += 4) {
                const [red, green, blue, opaque] = all.slice(k, k + 4);
                if (opaque < 255) continue;
                if (blue - red > 40) seen.add('blue');
                if (red - blue > 40) seen.add('orange');
                if (red + green + blue < 150) seen.add('line');
              }
              return ['blue', 'orange', 'line'].filter(one => seen.has(one))"""),
          "colours of the decision map");
      picture("training");
      lookAtTheMap("training-map");
      script("document.getElementById('theme').click()");
      browser.manage().window().setSize(new Dimension(1900, 1500));
      await("redrawn", "return document.getElementById('learning').clientWidth > 1200");
      settle();
      picture("training-dark-wide");
      lookAtTheMap("training-map-dark-wide");
      browser.manage().window().setSize(new Dimension(500, 1500));
      settle();
      await(
          "no sideways scrolling",
          "return document.documentElement.scrollWidth <= document.documentElement.clientWidth");
      picture("training-phone");
      lookAtTheMap("training-map-phone");
      script("document.getElementById('theme').click()");
      assertNoErrors();
    } finally {
      browser.manage().window().setSize(new Dimension(1300, 1500));
    }
  }

  private static void lookAtTheMap(String name) throws Exception {
    script("document.querySelector('.decision').scrollIntoView({block: 'center'})");
    picture(name);
    script("window.scrollTo(0, 0)");
  }

  /** Waits until the page has been redrawn after a change of its size or theme. */
  private static void settle() {
    script("dirty = true; delete document.documentElement.dataset.redraw");
    await("drawn", "return document.documentElement.dataset.redraw !== undefined");
  }

  /** The line of a neuron is seen where the analyzer saw it, and described in words. */
  @Test
  void spectraAreShown() throws Exception {
    try (LiveBench bench = new LiveBench(folder)) {
      browser.get(bench.url());
      awaitStatus("idle");
      bench.run(
          Plan.named("line")
              .sweep(Axis.linear("neuron 1.bias", 5e-3, 8e-3, 5))
              .read("neuron 1.line_frequency"));
      awaitStatus("ended");
      await("a spectrum", "return document.querySelector('#traces .u-over') !== null");
      double last =
          Json.tree(bench.get("state").body()).path("readings").path(0).path("value").asDouble();
      await(
          "a line where the fit found the last one",
          "const said = document.querySelector('#traces [role=img]').getAttribute('aria-label')"
              + ".match(/^spectrum of neuron 1: highest -[\\d.]+ dBm at ([\\d.]+) MHz, resolution"
              + " [\\d.]+ [kM]Hz$/); return !!said && Math.abs(Number(said[1]) - "
              + last / 1e6
              + ") < 2");
      picture("spectra");
      assertNoErrors();
    }
  }

  /** Counts the pieces of each line that the page draws. */
  private static void countLines() {
    ((JavascriptExecutor) browser)
        .executeScript(
            """
            window.drawn = [];
            const Plain = window.Path2D;
            window.Path2D = class extends Plain {
              constructor(...given) { super(...given); this.count = [0, 0]; drawn.push(this.count); }
              moveTo(x, y) { this.count[0]++; super.moveTo(x, y); }
              lineTo(x, y) { this.count[1]++; super.lineTo(x, y); }
            };
            """);
  }

  private static String drawn(int beginnings, int pieces) {
    return "return drawn.some(one => one[0] === " + beginnings + " && one[1] === " + pieces + ")";
  }

  /** The differences of two runs are listed beside their curves, and can be closed again. */
  @Test
  void twoRunsAreCompared() throws Exception {
    try (LiveBench bench = new LiveBench(folder)) {
      String first = bench.run(LiveBench.map(2, 21));
      String second = bench.run(LiveBench.map(3, 21));
      browser.get(bench.url());
      countLines();
      await("two runs", "return document.querySelectorAll('#runs tr').length === 2");
      await("the last run", "return document.querySelector('#panels figure') !== null");
      browser
          .findElement(
              By.cssSelector("button[aria-label='draw " + first + " beside the shown run']"))
          .click();
      await("differences", "return document.querySelectorAll('#different tr').length > 1");
      assertEquals(second, id("shownname").getText());
      assertEquals(first, id("comparedname").getText());
      assertEquals(
          "plan.sweep.1.points 3 2",
          browser.findElement(By.cssSelector("#different tr")).getText());
      await("two curves", "return document.querySelectorAll('#panels .u-series').length >= 3");
      // Passes of 21 points: 20 pieces of each, and none from the end of one to the next.
      await("two passes", drawn(2, 40));
      await("three passes", drawn(3, 60));
      picture("differences");
      browser.manage().window().setSize(new Dimension(500, 1500));
      settle();
      await(
          "no sideways scrolling",
          "return document.documentElement.scrollWidth <= document.documentElement.clientWidth");
      script("document.getElementById('differences').scrollIntoView()");
      picture("differences-phone");
      script("document.getElementById('runs').scrollIntoView()");
      picture("runs-phone");
      await(
          "the buttons to compare",
          "return [...document.querySelectorAll('#runs td:last-child button')].every(one =>"
              + " one.getBoundingClientRect().right <= document.documentElement.clientWidth)");
      id("closedifferences").click();
      await("no differences", "return document.getElementById('differences').hidden");
      assertNoErrors();
    } finally {
      browser.manage().window().setSize(new Dimension(1300, 1500));
    }
  }

  /** Three repeats of 21 points: 20 pieces of each, and none from the end of one to the next. */
  @Test
  void repeatsAreLinesOfTheirOwn() throws Exception {
    try (LiveBench bench = new LiveBench(folder)) {
      bench.run(LiveBench.line(Axis.linear("input 1.frequency", 2.1e8, 2.9e8, 21)).repeats(3));
      browser.get(bench.url());
      countLines();
      await("the run", "return document.querySelector('#panels figure') !== null");
      script("document.getElementById('theme').click()");
      await("three repeats", drawn(3, 60));
      assertEquals(Boolean.TRUE, script("return uPlot.assign === undefined"), "a known hole");
      assertNoErrors();
    }
  }

  /**
   * A walk with the key Tab from the top of the page reaches every control that can be used, shows
   * where it is, and names it.
   */
  @Test
  void theKeyboardReachesEveryControl() throws Exception {
    try (LiveBench bench = new LiveBench(folder)) {
      bench.run(LiveBench.map(5, 41));
      browser.get(bench.url());
      await("a map", "return document.querySelector('#panels canvas') !== null");
      await("the run", "return document.querySelectorAll('#runs tr').length === 1");
      script(
          "window.walk = []; document.addEventListener('focusin', event => {"
              + " const one = event.target, style = getComputedStyle(one);"
              + " walk.push({one, name: (one.getAttribute('aria-label') || one.textContent"
              + " || (one.labels && one.labels[0] && one.labels[0].textContent) || '').trim(),"
              + " seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2}); });"
              + "document.activeElement.blur(); window.scrollTo(0, 0)");
      for (int k = 0; k < 40; k++) {
        new Actions(browser).sendKeys(Keys.TAB).perform();
      }
      String usable =
          "[...document.querySelectorAll('a[href], button, select, input, textarea, summary,"
              + " [tabindex]')].filter(one => !one.disabled && one.checkVisibility())";
      assertEquals(
          "[]",
          script(
              "return JSON.stringify("
                  + usable
                  + ".filter(one => !walk.some(step => step.one === one)).map(one => one.outerHTML))"),
          "controls that Tab does not reach");
      assertTrue(number(usable + ".length") >= 8, "controls of the page");
      assertEquals(
          "[]",
          script(
              "return JSON.stringify(walk.filter(step => !step.seen || !step.name)"
                  + ".map(step => step.one.outerHTML))"),
          "controls without a visible focus or a name");
      script("document.getElementById('theme').focus()");
      String before = (String) script("return document.documentElement.dataset.theme");
      new Actions(browser).sendKeys(Keys.ENTER).perform();
      await(
          "the other theme", "return document.documentElement.dataset.theme !== '" + before + "'");
      assertNoErrors();
    }
  }

  /**
   * Round numbers along equal steps: 1 is two thirds of the way from a cell at 0.5 to one at 1.25.
   * Along others the values of cells.
   */
  @Test
  void theLabelsOfAMapStandAtTheirCells() throws Exception {
    try (LiveBench bench = new LiveBench(folder)) {
      browser.get(bench.url());
      awaitStatus("idle");
      String labels = "return JSON.stringify(ticks(";
      assertEquals(
          "[[0.6666666666666666,\"1\"],[2,\"2\"]]",
          script(labels + "[0.5, 1.25, 2, 2.75], 1, 3))"));
      assertEquals(
          "[[0,\"-4\"],[1,\"-2\"],[2,\"0\"],[3,\"2\"],[4,\"4\"]]",
          script(labels + "[-4e-3, -2e-3, 0, 2e-3, 4e-3], 1e-3, 5))"));
      assertEquals(
          "[[0,\"1\"],[2,\"100\"],[3,\"1000\"]]", script(labels + "[1, 10, 100, 1000], 1, 3))"));
      assertEquals("[[0,\"3\"]]", script(labels + "[3], 1, 5))"));
      assertEquals("[]", script(labels + "[], 1, 5))"));
      assertNoErrors();
    }
  }

  private static Object script(String text) {
    return ((JavascriptExecutor) browser).executeScript(text);
  }

  /** Nothing is cut off on a phone, and each control has a name and can be reached by keyboard. */
  @Test
  void aPhoneAndAKeyboardSuffice() throws Exception {
    try (LiveBench bench = new LiveBench(folder)) {
      bench.run(LiveBench.map(5, 41));
      browser.manage().window().setSize(new Dimension(500, 1500));
      browser.get(bench.url() + "?theme=dark");
      await("a map", "return document.querySelector('#panels canvas') !== null");
      await(
          "no sideways scrolling",
          "return document.documentElement.scrollWidth <= document.documentElement.clientWidth");
      await(
          "names",
          "return [...document.querySelectorAll('button, select, input, textarea, progress')].every("
              + "one => one.textContent.trim() || one.getAttribute('aria-label') || (one.labels && one.labels.length))");
      await(
          "keyboard",
          "return [...document.querySelectorAll('button, select, input, textarea, a')].every("
              + "one => one.tabIndex >= 0)");
      picture("phone");
      assertNoErrors();
    } finally {
      browser.manage().window().setSize(new Dimension(1300, 1500));
    }
  }
}
