package org.headscope.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The program itself: without a command it opens the window. */
@Command(
        name = "headscope",
        description = {
            "A workbench for looking inside transformer language models.",
            "Without a command it opens the window.%n",
            "MODEL is the name of a bundled model, a folder in Hugging Face layout, or a file of weights in one.",
            "Results go to standard output as JSON, messages to standard error.%n"
        },
        synopsisSubcommandLabel = "[COMMAND]",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed; one sentence says why", "2:wrong use"})
final class HeadscopeCommand implements Callable<Integer> {
    private final WindowOpener opener;

    HeadscopeCommand(WindowOpener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws CommandException {
        opener.open(WindowOptions.NONE);
        return 0;
    }
}
