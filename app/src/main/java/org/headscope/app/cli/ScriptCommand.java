package org.headscope.app.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.headscope.engine.experiment.plan.Plan;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.script.Script;
import org.headscope.engine.model.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        description = "Prints the Python that computes the same as an experiment with TransformerLens.",
        mixinStandardHelpOptions = true)
final class ScriptCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ExperimentArgument experiment;

    @Override
    public Integer call() throws Exception {
        Plan plan = experiment.read();
        Path folder = experiment.model(plan).toAbsolutePath().normalize();
        try (Model model = Model.open(folder, plan.processing())) {
            Setup setup = Setup.of(plan, model, experiment.base());
            spec.commandLine().getOut().print(Script.of(setup, folder.toString()));
            spec.commandLine().getOut().flush();
        } catch (IllegalArgumentException e) {
            throw experiment.unfit(e);
        }
        return 0;
    }
}
