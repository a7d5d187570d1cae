package org.headscope.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.headscope.app.resources.Resources;
import org.headscope.engine.check.Check;
import org.headscope.engine.check.SelfTest;
import org.headscope.engine.check.SelfTestReport;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        description = "Checks that this installation computes right; exit code 1 if anything is wrong.",
        mixinStandardHelpOptions = true)
final class SelfTestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "the model to check with; default: the bundled one")
    private String model;

    @Override
    public Integer call() throws Exception {
        Path folder = model == null ? ModelArgument.bundledModel() : ModelArgument.folder(model);
        try (Model loaded = Model.load(folder, Processing.FOLDED)) {
            SelfTestReport report = SelfTest.run(loaded, Resources.published(), Progress.NONE);
            print(loaded, report);
            return report.allPassed() ? 0 : fail(report);
        }
    }

    private void print(Model loaded, SelfTestReport report) {
        var result = new LinkedHashMap<String, Object>();
        result.put("model", loaded.name());
        result.put("passed", report.passed());
        result.put("total", report.total());
        result.put("checks", report.checks().stream().map(SelfTestCommand::map).toList());
        Json.print(spec.commandLine().getOut(), result);
    }

    private static Map<String, Object> map(Check check) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", check.name());
        map.put("passed", check.passed());
        map.put("detail", check.detail());
        return map;
    }

    private static int fail(SelfTestReport report) throws CommandException {
        int failed = report.total() - report.passed();
        throw new CommandException(failed + " of " + report.total()
                + " checks failed, so numbers of this installation cannot be trusted; where only published figures"
                + " differ, the weights may be others.");
    }
}
