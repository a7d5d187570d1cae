package org.headscope.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/** The {@code headscope} command line: results on standard output, messages on standard error, and an exit code. */
public final class CommandLineTool {
    /** Exit code of a command that could not do its work. */
    public static final int FAILED = 1;

    private CommandLineTool() {}

    /**
     * Runs one command line.
     *
     * @param opener what opens the window where no other command is given
     * @return the exit code: 0, 1 (failed) or 2 (wrong use)
     */
    public static int run(String[] args, WindowOpener opener) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return run(args, opener, out, err);
    }

    static int run(String[] args, WindowOpener opener, PrintWriter out, PrintWriter err) {
        int code = commandLine(opener).setOut(out).setErr(err).execute(args);
        out.flush();
        err.flush();
        return code;
    }

    private static CommandLine commandLine(WindowOpener opener) {
        var completion = new CommandLine(new GenerateCompletion());
        completion.getCommandSpec().usageMessage().hidden(false);
        return new CommandLine(new HeadscopeCommand(opener))
                .addSubcommand("window", new WindowCommand(opener))
                .addSubcommand("info", new InfoCommand())
                .addSubcommand("tokens", new TokensCommand())
                .addSubcommand("cache", new CacheCommand())
                .addSubcommand("run", new RunCommand())
                .addSubcommand("survey", new SurveyCommand())
                .addSubcommand("script", new ScriptCommand())
                .addSubcommand("generate", new GenerateCommand())
                .addSubcommand("self-test", new SelfTestCommand())
                .addSubcommand("bench", new BenchCommand())
                .addSubcommand("store-first-run", new StoreFirstRunCommand())
                .addSubcommand("generate-completion", completion)
                .setExecutionExceptionHandler(new Failures())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }
}
