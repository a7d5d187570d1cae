package org.headscope.app.cli;

import org.headscope.engine.io.ModelException;
import org.headscope.engine.token.PromptException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one sentence why a command failed. Only what nobody foresaw comes with a stack trace. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        switch (failure) {
            case ModelException e -> say(command, e.getMessage());
            case PromptException e -> say(command, e.getMessage());
            case CommandException e -> say(command, e.getMessage());
            default -> {
                say(command, "Something went wrong that should not have; please report it with these lines:");
                failure.printStackTrace(command.getErr());
            }
        }
        return CommandLineTool.FAILED;
    }

    private static void say(CommandLine command, String sentence) {
        command.getErr().println("headscope: " + sentence);
    }
}
