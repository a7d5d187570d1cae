package org.headscope.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** What the engine may use, and what may leave it. */
@AnalyzeClasses(packages = "org.headscope.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule the_engine_knows_no_window = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..", "org.headscope.app..")
            .because("it is used from a plain main() too");

    @ArchTest
    static final ArchRule native_arrays_stay_inside = codeUnits()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should(showNoNativeArrays())
            .because("native memory is freed when a pass ends: only plain numbers may leave it");

    @ArchTest
    static final ArchRule values_and_files_are_plain_java = noClasses()
            .that()
            .resideInAnyPackage(
                    "..engine.tensor..",
                    "..engine.algebra..",
                    "..engine.io..",
                    "..engine.hook..",
                    "..engine.experiment..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_engine_prints_nothing = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    private static ArchCondition<JavaCodeUnit> showNoNativeArrays() {
        return new ArchCondition<>("show no NDArray or NDManager") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                Stream.concat(unit.getParameterTypes().stream(), Stream.of(unit.getReturnType()))
                        .flatMap(ArchitectureTest::involved)
                        .filter(type -> type.getPackageName().startsWith("ai.djl.ndarray"))
                        .distinct()
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                unit, unit.getFullName() + " shows " + type.getSimpleName())));
            }
        };
    }

    private static Stream<JavaClass> involved(JavaType type) {
        return type.getAllInvolvedRawTypes().stream().map(JavaClass::getBaseComponentType);
    }
}
