package io.fairlead.deploy.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may depend on whom inside the modules; Maven's module graph says the rest. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.fairlead");

  private static final String[] PURE = {
    "io.fairlead.net",
    "io.fairlead.cluster",
    "io.fairlead.config",
    "io.fairlead.ipam",
    "io.fairlead.placement",
    "io.fairlead.table",
    "io.fairlead.report",
    "io.fairlead.journal",
    "io.fairlead.election",
    "io.fairlead.membership",
    "io.fairlead.wire..",
    "io.fairlead.bfd",
    "io.fairlead.speaker.plan",
    "io.fairlead.k8s.translate",
  };

  @Test
  void pureCodeHasNoRuntime() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.pekko..",
                "org.slf4j..",
                "java.net..",
                "java.io..",
                "java.nio.file..",
                "java.nio.channels..",
                "java.lang.foreign..")
            .because("decisions must replay and simulate without a runtime (ADR-0003)"));
  }

  @Test
  void pureCodeHasNoClock() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Math.class, "random")
            .because("time enters as an argument (ADR-0003)"));
  }

  @Test
  void kubernetesTypesStayInTheBridge() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.fairlead.k8s..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..")
            .because("the rules decide on views, not on API objects"));
  }

  @Test
  void onlyLinkCallsForeignFunctions() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.fairlead.speaker.link..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..")
            .because("raw sockets have one place"));
  }

  @Test
  void nobodyUsesThePrograms() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.fairlead.deploy..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fairlead.deploy.."));
  }

  @Test
  void wireKnowsNoLink() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.fairlead.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fairlead.speaker.."));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("io.fairlead.(**)").should().beFreeOfCycles());
  }

  @Test
  void actorsAreMadeByCreate() {
    check(
        classes()
            .that(simpleNameEndingWith("Actor"))
            .and()
            .areTopLevelClasses()
            .should()
            .haveOnlyPrivateConstructors()
            .andShould()
            .haveModifier(JavaModifier.FINAL));
  }

  @Test
  void onlySettingsReadTheEnvironment() {
    check(
        noClasses()
            .that(
                not(
                    resideInAnyPackage(
                        "io.fairlead.deploy.config..",
                        "io.fairlead.deploy.lab..",
                        // The tests' gates travel to the other modules in a jar.
                        "io.fairlead.testing")))
            .should()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getenv"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
