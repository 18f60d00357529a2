package org.spinbench.app.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of who may import whom and who may ask for the time, for any tree of the house's shape:
 * the real one under {@code org.spinbench}, and a planted one whose every class breaks a rule.
 */
final class HouseRules {
  private static final List<String> SHARED_DRIVER_PACKAGES =
      List.of("text", "transport", "scpi", "instrument", "safety", "bench");

  private static final String LINKS = "drivers.transport";
  private static final List<String> LINK_GROUND =
      List.of(LINKS, LINKS + ".resource", "drivers.text");

  /** What each room of the links may see of ours besides itself. */
  private static final Map<String, List<String>> LINK_ROOMS =
      Map.ofEntries(
          Map.entry(LINKS, List.of(LINKS + ".resource", "drivers.text")),
          Map.entry(LINKS + ".resource", List.of("drivers.text")),
          Map.entry(LINKS + ".rpc", List.of()),
          Map.entry(LINKS + ".record", LINK_GROUND),
          Map.entry(LINKS + ".tcp", LINK_GROUND),
          Map.entry(LINKS + ".serial", LINK_GROUND),
          Map.entry(LINKS + ".usb", LINK_GROUND),
          Map.entry(LINKS + ".gpib", LINK_GROUND),
          Map.entry(LINKS + ".hislip", with(LINK_GROUND, LINKS + ".tcp")),
          Map.entry(LINKS + ".zeromq", with(LINK_GROUND, LINKS + ".tcp")),
          Map.entry(LINKS + ".vxi11", with(LINK_GROUND, LINKS + ".tcp", LINKS + ".rpc")),
          Map.entry(LINKS + ".system", List.of(LINKS + "..")));

  private final String root;

  HouseRules(String root) {
    this.root = root;
  }

  /** Drivers know nothing of ours. */
  ArchRule driversSeeNothingOfOurs() {
    return noClasses()
        .that(are("drivers.."))
        .should()
        .dependOnClassesThat(ours().and(not(are("drivers.."))));
  }

  /**
   * The simulator sees transports, the bench file and words for users, so it cannot borrow a
   * driver's strings.
   */
  ArchRule simulatorSeesOnlyTransportsAndTheBenchFile() {
    return noClasses()
        .that(are("simulator.."))
        .should()
        .dependOnClassesThat(
            ours()
                .and(
                    not(
                        are("simulator..", "drivers.transport..", "drivers.text..")
                            .or(are("drivers.bench.file..")))));
  }

  /**
   * Calibration sees roles, the bench and its clock, and files of users: no vendor, no SCPI, no
   * simulator.
   */
  ArchRule calibrationSeesOnlyRolesAndTheBench() {
    return noClasses()
        .that(are("calibration.."))
        .should()
        .dependOnClassesThat(
            ours()
                .and(
                    not(
                        are("calibration..", "drivers.instrument..", "drivers.bench..")
                            .or(are("drivers.text.."))
                            .or(isOneOf("drivers.transport.Clock")))));
  }

  /**
   * Experiments see roles, never a vendor's class; of SCPI only who answered and which errors were
   * found; of the simulator only its networks.
   */
  ArchRule experimentsSeeNoVendorAndNoSimulatedBench() {
    return noClasses()
        .that(are("experiments.."))
        .should()
        .dependOnClassesThat(
            are("app..")
                .or(vendors())
                .or(
                    are("drivers.scpi..")
                        .and(not(isOneOf("drivers.scpi.Identity", "drivers.scpi.ScpiError"))))
                .or(are("simulator..").and(not(are("simulator.network..")))));
  }

  /** The simulated chip's truth is out of reach of whatever measures and trains. */
  ArchRule chipTruthIsOutOfReach() {
    return noClasses()
        .that(are("calibration..", "experiments..", "drivers.."))
        .should()
        .dependOnClassesThat(
            are(
                "simulator.chip..",
                "simulator.ensemble..",
                "simulator.bench..",
                "simulator.physics..",
                "simulator.effects..",
                "simulator.dynamics..",
                "simulator.device..",
                "simulator.junction.."));
  }

  /** A simulation section is carried around by the bench file, and read by the simulator alone. */
  ArchRule onlyTheSimulatorReadsTheSimulationSection() {
    return noClasses()
        .that(are("calibration..", "experiments.."))
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "target is BenchFile.simulation()",
                access ->
                    access.getName().equals("simulation")
                        && access.getTargetOwner().getSimpleName().equals("BenchFile")));
  }

  /** Nothing but the table of models names a vendor's driver. */
  ArchRule onlyTheTableOfModelsSeesVendors() {
    return noClasses()
        .that(ours().and(not(are("drivers.bench.model.."))).and(not(vendors())))
        .should()
        .dependOnClassesThat(vendors());
  }

  /** Inside drivers: words for users below transport below SCPI below instrument. */
  ArchRule transportIsTheGroundFloor() {
    return noClasses()
        .that(are("drivers.transport.."))
        .should()
        .dependOnClassesThat(ours().and(not(are("drivers.transport..", "drivers.text.."))));
  }

  /**
   * The rooms of the links build on one another as {@link #LINK_ROOMS} lists, and on nothing else
   * of ours. A room that is not listed has to be added there.
   */
  ArchRule linksAreBuiltInLayers() {
    return classes().that(are("drivers.transport..")).should(new SeeListedRoomsOnly());
  }

  private final class SeeListedRoomsOnly extends ArchCondition<JavaClass> {
    SeeListedRoomsOnly() {
      super("see only what is listed for their room");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      String room = type.getPackageName().substring(root.length() + 1);
      List<String> listed = LINK_ROOMS.get(room);
      if (listed == null) {
        events.add(violated(type, "<" + type.getName() + "> is in a room that is not listed"));
        return;
      }
      DescribedPredicate<JavaClass> allowed =
          not(ours()).or(are(room)).or(are(listed.toArray(String[]::new)));
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        if (!allowed.test(dependency.getTargetClass())) {
          events.add(violated(dependency, dependency.getDescription()));
        }
      }
    }
  }

  /** The opener of links alone knows which media there are; others know interfaces and codecs. */
  ArchRule onlyTheOpenerSeesMedia() {
    return noClasses()
        .that(ours().and(not(are("drivers.transport.."))))
        .should()
        .dependOnClassesThat(
            are(
                    "drivers.transport.tcp..",
                    "drivers.transport.serial..",
                    "drivers.transport.usb..",
                    "drivers.transport.gpib..",
                    "drivers.transport.vxi11..")
                .or(isOneOf("drivers.transport.hislip.HiSlip", "drivers.transport.zeromq.ZeroMq")));
  }

  /** Drivers are tables: no driver extends another. */
  ArchRule driversInheritFromNothing() {
    return classes().that(vendors()).should(ArchCondition.from(extendNoClass()));
  }

  /** Equations of physics are pure: the JDK and Commons Math, and each other. */
  ArchRule physicsSeesOnlyMathematics() {
    return seesOnlyMathematicsAnd("simulator.physics..");
  }

  /** Junctions in time: mathematics, and the range checks of the equations. */
  ArchRule dynamicsSeeOnlyMathematics() {
    return seesOnlyMathematicsAnd("simulator.dynamics..", "simulator.physics");
  }

  /** So does what real chips do beside them; their nonlinear line is that of a device. */
  ArchRule effectsSeeOnlyMathematics() {
    return seesOnlyMathematicsAnd(
        "simulator.effects..", "simulator.device", "simulator.dynamics", "simulator.physics");
  }

  /** A junction is equations and numbers: it knows no chip, bench file or instrument. */
  ArchRule devicesSeeOnlyMathematics() {
    return seesOnlyMathematicsAnd("simulator.device..", "simulator.dynamics", "simulator.physics");
  }

  /**
   * Fits turn data into data, in calibration's records and an instrument's traces, and so are
   * written apart from the model that they are tried on.
   */
  ArchRule fitsSeeOnlyMathematicsAndData() {
    return seesOnlyMathematicsAnd("calibration.fit..", "calibration", "drivers.instrument..");
  }

  /** The controller needs no study: one can be deleted without a change elsewhere. */
  ArchRule studiesStandApart() {
    return noClasses()
        .that(ours().and(not(are("app..", "experiments.study..", "experiments.registry.."))))
        .should()
        .dependOnClassesThat(are("experiments.study.."));
  }

  /** Trainers see a chip only as evaluations: no opened bench, no run file, no experiment. */
  ArchRule trainersSeeOnlyEvaluations() {
    return noClasses()
        .that(
            are(
                "experiments.training.loss..",
                "experiments.training.dataset..",
                "experiments.training.certification..",
                "experiments.training.trainer..",
                "experiments.training.bayesian..",
                "experiments.training.bringup.."))
        .should()
        .dependOnClassesThat(
            are("experiments.training", "experiments.runner..")
                .or(isOneOf("drivers.bench.Bench", "experiments.run.RunFile")));
  }

  /** No packages that need each other. */
  ArchRule packagesHaveNoCycles() {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  /** Time, chance and the locale enter by the three doors only. */
  ArchRule timeAndChanceEnterByTheDoors(Set<String> doors) {
    return noClasses()
        .that(
            DescribedPredicate.describe(
                "are not doors", type -> !doors.contains(type.getFullName())))
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "lets time, chance or the default locale in", ForbiddenCalls::isForbidden));
  }

  /** Elementary functions whose last bit depends on the machine stand nowhere a replay compares. */
  ArchRule elementaryFunctionsAreStrict() {
    return noClasses()
        .that(are("simulator..", "calibration..", "experiments..", "drivers.."))
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "target is a function of Math that StrictMath has too", ForbiddenCalls::isInexact));
  }

  /** Standard output belongs to the commands. */
  ArchRule onlyTheApplicationPrints() {
    return noClasses()
        .that(ours().and(not(are("app.."))))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class);
  }

  private static List<String> with(List<String> some, String... more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  private ArchRule seesOnlyMathematicsAnd(String own, String... data) {
    return classes()
        .that(are(own))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "jdk.incubator.vector..", "org.apache.commons.math3..")
                .or(are(own))
                .or(are(data)));
  }

  private DescribedPredicate<JavaClass> ours() {
    return resideInAPackage(root + "..");
  }

  private DescribedPredicate<JavaClass> are(String... packages) {
    String[] identifiers = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      identifiers[i] = root + "." + packages[i];
    }
    return resideInAnyPackage(identifiers);
  }

  private DescribedPredicate<JavaClass> vendors() {
    String[] shared =
        SHARED_DRIVER_PACKAGES.stream()
            .map(name -> "drivers." + name + "..")
            .toArray(String[]::new);
    return are("drivers..").and(not(are(shared))).as("vendors' drivers");
  }

  /** Certain types, and those nested in them. */
  private DescribedPredicate<JavaClass> isOneOf(String... types) {
    Set<String> names =
        Arrays.stream(types).map(type -> root + "." + type).collect(Collectors.toSet());
    return DescribedPredicate.describe(
        "one of " + names, type -> names.contains(type.getName().replaceAll("\\$.*", "")));
  }

  private static DescribedPredicate<JavaClass> extendNoClass() {
    return DescribedPredicate.describe(
        "extend no class",
        type ->
            type.getRawSuperclass()
                .map(
                    parent ->
                        Set.of("java.lang.Object", "java.lang.Record", "java.lang.Enum")
                            .contains(parent.getName()))
                .orElse(true));
  }
}
