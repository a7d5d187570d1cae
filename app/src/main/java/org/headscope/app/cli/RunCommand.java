package org.headscope.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.headscope.engine.experiment.plan.Plan;
import org.headscope.engine.experiment.plan.PlanFile;
import org.headscope.engine.experiment.plan.Provenance;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.result.Fact;
import org.headscope.engine.experiment.result.Grid;
import org.headscope.engine.experiment.result.ResultFolder;
import org.headscope.engine.experiment.result.Results;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        description = {
            "Runs an experiment and writes what it finds into a folder.",
            "There are results.json, results.safetensors, a CSV file for each table, and report.html."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ExperimentArgument experiment;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "a new folder, an empty one, or earlier results")
    private Path out;

    @Override
    public Integer call() throws Exception {
        Plan plan = experiment.read();
        var folder = new ResultFolder(out);
        folder.check();
        try (Model model = Model.load(experiment.model(plan), plan.processing())) {
            tellOfOtherWeights(plan, model);
            Setup setup = Setup.of(plan, model, experiment.base());
            var results = new Results();
            run(setup, results);
            List<Fact> facts = Provenance.of(setup);
            String title =
                    plan.title().isEmpty() ? experiment.file().getFileName().toString() : plan.title();
            print(model, results, folder.write(title, facts, results, PlanFile.write(plan)));
        }
        return 0;
    }

    private void tellOfOtherWeights(Plan plan, Model model) {
        if (plan.fingerprint() == null || plan.fingerprint().equals(model.fingerprint())) return;
        spec.commandLine()
                .getErr()
                .println("headscope: These are other weights than the experiment was made with: their fingerprint is "
                        + model.fingerprint() + ", not " + plan.fingerprint() + ".");
    }

    /** Parts that the model does not have, and values that do not fit it, are the experiment's fault. */
    private void run(Setup setup, Results results) throws Exception {
        try {
            setup.plan().analysis().run(setup, results, Progress.NONE);
        } catch (IllegalArgumentException e) {
            throw experiment.unfit(e);
        }
    }

    private void print(Model model, Results results, List<String> files) {
        var summary = new LinkedHashMap<String, Object>();
        summary.put("folder", out.toString());
        summary.put("files", files);
        summary.put("model", model.name());
        summary.put("fingerprint", model.fingerprint());
        var numbers = new LinkedHashMap<String, Object>();
        for (Grid grid : results.grids()) {
            if (grid.axes().isEmpty()) numbers.put(grid.name(), grid.values().flat(0));
        }
        summary.put("numbers", numbers);
        Json.print(spec.commandLine().getOut(), summary);
    }
}
