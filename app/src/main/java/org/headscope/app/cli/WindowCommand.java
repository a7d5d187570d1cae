package org.headscope.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.headscope.engine.io.ModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "Opens the window.", mixinStandardHelpOptions = true)
final class WindowCommand implements Callable<Integer> {
    private final WindowOpener opener;

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "the model to open in place of the last one")
    private String model;

    @Option(names = "--exit-after-first-run", hidden = true)
    private boolean exitAfterFirstRun;

    @Option(names = "--screenshot", paramLabel = "FILE", hidden = true)
    private Path screenshot;

    @Option(names = "--pictures", paramLabel = "FOLDER", hidden = true)
    private Path pictures;

    WindowCommand(WindowOpener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws ModelException, CommandException {
        Optional<Path> folder = model == null ? Optional.empty() : Optional.of(ModelArgument.folder(model));
        opener.open(new WindowOptions(
                folder, exitAfterFirstRun, Optional.ofNullable(screenshot), Optional.ofNullable(pictures)));
        return 0;
    }
}
