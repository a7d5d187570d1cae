package org.headscope.app.cli;

import java.nio.file.Path;
import org.headscope.engine.experiment.plan.Plan;
import org.headscope.engine.experiment.plan.PlanFile;
import org.headscope.engine.io.ModelException;
import picocli.CommandLine.Parameters;

/** The EXPERIMENT.json of a command. The model and the files that it names lie relative to it. */
final class ExperimentArgument {
    @Parameters(paramLabel = "EXPERIMENT.json", description = "an experiment; the user guide describes the format")
    private Path file;

    Plan read() throws ModelException {
        return PlanFile.read(file);
    }

    /** The folder that the names in the experiment are relative to. */
    Path base() {
        return file.toAbsolutePath().getParent();
    }

    Path model(Plan plan) throws ModelException {
        return ModelArgument.folder(plan.model(), base());
    }

    Path file() {
        return file;
    }

    /** The refusal of an experiment that names parts which the model does not have, or values that do not fit it. */
    CommandException unfit(IllegalArgumentException e) {
        String said = e.getMessage() == null ? "it does not fit the model" : e.getMessage();
        return new CommandException(file + " cannot be run: " + said + (said.endsWith(".") ? "" : "."));
    }
}
