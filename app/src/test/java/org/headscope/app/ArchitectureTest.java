package org.headscope.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javafx.application.Platform;

/** Who may import whom in the workbench, and where threads and the console may be touched. */
@AnalyzeClasses(packages = "org.headscope.app", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String APP = "org.headscope.app";
    private static final String SHELL = "org.headscope.app.shell";

    @ArchTest
    static final ArchRule the_window_knows_no_tensor_library =
            noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule threads_are_made_in_few_places = noClasses()
            .that()
            .resideOutsideOfPackages("..app.task..", "..app.error..", "..app.cli..")
            .should()
            .accessTargetWhere(startsAThread())
            .because("all work goes through the task package, which cancels it and delivers it on the right thread");

    @ArchTest
    static final ArchRule only_the_command_line_prints = noClasses()
            .that()
            .resideOutsideOfPackages("..app.task..", "..app.error..", "..app.cli..")
            .should(ACCESS_STANDARD_STREAMS);

    /** A pane is a package with a controller in it. */
    @ArchTest
    static void only_the_shell_knows_panes(JavaClasses app) {
        for (String pane : panes(app)) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(pane + "..", SHELL + "..", APP)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(pane + "..")
                    .because("panes are wired by the shell and know nothing of each other")
                    .check(app);
        }
    }

    private static Set<String> panes(JavaClasses app) {
        return app.that(simpleNameEndingWith("Controller")).stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(APP) && !name.startsWith(SHELL))
                .collect(Collectors.toSet());
    }

    private static DescribedPredicate<JavaAccess<?>> startsAThread() {
        return describe("start a thread or call Platform.runLater", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            return owner.isEquivalentTo(Thread.class) && name.matches("<init>|of.*|start.*")
                    || owner.isEquivalentTo(Executors.class) && name.startsWith("new")
                    || owner.isEquivalentTo(Platform.class) && name.equals("runLater");
        });
    }
}
