package org.headscope.app.cli;

import java.util.concurrent.Callable;
import org.headscope.app.session.FirstExample;
import org.headscope.engine.experiment.Laboratory;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.experiment.StoredRun;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** For those who pack a model: what the window shows before the model is loaded. */
@Command(
        description =
                "Stores the run of the first example in the model's folder, to be shown before the model is loaded.",
        hidden = true,
        mixinStandardHelpOptions = true)
final class StoreFirstRunCommand implements Callable<Integer> {
    @Mixin
    private ModelArgument model;

    @Override
    public Integer call() throws Exception {
        try (Model loaded = model.load(Processing.FOLDED)) {
            Run run = new Laboratory(loaded)
                    .run(FirstExample.EXPERIMENT, Progress.NONE)
                    .before();
            StoredRun.write(loaded.folder().resolve(StoredRun.FILE), loaded, run);
        }
        return 0;
    }
}
