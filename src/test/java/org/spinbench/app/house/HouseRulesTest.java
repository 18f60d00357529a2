package org.spinbench.app.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The house keeps its rules, and each rule notices a class that breaks it: the planted tree beside
 * this test has one for each, among innocent ones that a rule must leave alone. No JDK changes what
 * classes see of each other.
 */
@Tag("slow")
class HouseRulesTest {
  private static final String HOUSE = "org.spinbench";
  private static final String PLANTED = "org.spinbench.app.house.planted";

  /**
   * The only classes that may ask for time, chance or the locale: the computer's clock, and the
   * folder of runs, whose file names must be unlike any other.
   */
  private static final Set<String> DOORS =
      Set.of(
          "org.spinbench.drivers.transport.SystemClock",
          "org.spinbench.experiments.run.Runs",
          PLANTED + ".experiments.door.TheDoor");

  private static final JavaClasses REAL =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(HOUSE);

  private static final JavaClasses FAKE = new ClassFileImporter().importPackages(PLANTED);

  /** Each rule, and the planted classes that it must find: these and no others. */
  enum Rule {
    DRIVERS(HouseRules::driversSeeNothingOfOurs, "drivers.scpi.SeesTheChip"),
    SIMULATOR(
        HouseRules::simulatorSeesOnlyTransportsAndTheBenchFile,
        "simulator.instrument.BorrowsADriver",
        "simulator.instrument.SeesTheBench"),
    CALIBRATION(
        HouseRules::calibrationSeesOnlyRolesAndTheBench,
        "calibration.procedure.PeeksAtTheChip",
        "calibration.procedure.SpeaksScpi",
        "calibration.fit.BorrowsTheModel"),
    EXPERIMENTS(
        HouseRules::experimentsSeeNoVendorAndNoSimulatedBench,
        "experiments.training.NamesAVendor",
        "experiments.training.PeeksAtTheChip",
        "experiments.training.SpeaksScpi"),
    CHIP_TRUTH(
        HouseRules::chipTruthIsOutOfReach,
        "drivers.scpi.SeesTheChip",
        "calibration.procedure.PeeksAtTheChip",
        "calibration.fit.BorrowsTheModel",
        "experiments.training.PeeksAtTheChip"),
    SIMULATION_SECTION(
        HouseRules::onlyTheSimulatorReadsTheSimulationSection, "calibration.fit.ReadsSimulation"),
    VENDORS(
        HouseRules::onlyTheTableOfModelsSeesVendors,
        "drivers.bench.Bench",
        "simulator.instrument.BorrowsADriver",
        "experiments.training.NamesAVendor"),
    TRANSPORT(HouseRules::transportIsTheGroundFloor, "drivers.transport.SeesScpi"),
    LINKS(
        HouseRules::linksAreBuiltInLayers,
        "drivers.transport.SeesScpi",
        "drivers.transport.SeesAMedium",
        "drivers.transport.serial.SeesAnotherMedium",
        "drivers.transport.carrier.StandsInNoListedRoom"),
    OPENER(HouseRules::onlyTheOpenerSeesMedia, "drivers.bench.OpensALink"),
    INHERITANCE(HouseRules::driversInheritFromNothing, "drivers.keysight.BiggerAnalyzer"),
    PHYSICS(HouseRules::physicsSeesOnlyMathematics, "simulator.physics.SeesTheChip"),
    DYNAMICS(HouseRules::dynamicsSeeOnlyMathematics, "simulator.dynamics.LooksIntoAChip"),
    DEVICES(HouseRules::devicesSeeOnlyMathematics, "simulator.device.LooksAtItsChip"),
    EFFECTS(HouseRules::effectsSeeOnlyMathematics, "simulator.effects.KnowsItsChip"),
    FITS(
        HouseRules::fitsSeeOnlyMathematicsAndData,
        "calibration.fit.BorrowsTheModel",
        "calibration.fit.ReadsSimulation"),
    STUDIES(HouseRules::studiesStandApart, "experiments.network.LeansOnAStudy"),
    TRAINERS(HouseRules::trainersSeeOnlyEvaluations, "experiments.training.trainer.OpensABench"),
    DOORS_ONLY(
        rules -> rules.timeAndChanceEnterByTheDoors(DOORS),
        "experiments.door.AsksTheTime",
        "experiments.door.Sleeps",
        "experiments.door.ThrowsDice",
        "experiments.door.Shuffles",
        "experiments.door.WritesFrench",
        "experiments.door.ShoutsInTurkish"),
    STRICT(HouseRules::elementaryFunctionsAreStrict, "experiments.door.Inexact"),
    PRINTING(HouseRules::onlyTheApplicationPrints, "experiments.training.Prints");

    private final Function<HouseRules, ArchRule> rule;
    private final Set<String> culprits;

    Rule(Function<HouseRules, ArchRule> rule, String... culprits) {
      this.rule = rule;
      this.culprits = new TreeSet<>(Arrays.asList(culprits));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHouseKeepsTheRule(Rule rule) {
    rule.rule.apply(new HouseRules(HOUSE)).check(REAL);
  }

  @ParameterizedTest
  @EnumSource
  void theRuleFindsThePlantedViolation(Rule rule) {
    assertEquals(rule.culprits, culprits(rule.rule.apply(new HouseRules(PLANTED))));
  }

  @Test
  void packagesHaveNoCycles() {
    new HouseRules(HOUSE).packagesHaveNoCycles().check(REAL);
  }

  @Test
  void aPlantedCycleIsFound() {
    String report =
        new HouseRules(PLANTED).packagesHaveNoCycles().evaluate(FAKE).getFailureReport().toString();
    assertTrue(report.contains("experiments.first -> "), report);
    assertTrue(report.contains("experiments.second -> "), report);
  }

  /** Full names of the classes where violations stand, without the planted root. */
  private static Set<String> culprits(ArchRule rule) {
    Pattern origin = Pattern.compile("<" + Pattern.quote(PLANTED) + "\\.([a-z.]+\\.[A-Z]\\w*)");
    Set<String> culprits = new TreeSet<>();
    for (String detail : rule.evaluate(FAKE).getFailureReport().getDetails()) {
      Matcher matcher = origin.matcher(detail);
      assertTrue(matcher.find(), detail);
      culprits.add(matcher.group(1));
    }
    return culprits;
  }
}
