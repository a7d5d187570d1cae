package org.headscope.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.io.SafetensorsWriter;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        description = {
            "Runs a model and writes the value at every hook point to a safetensors file.",
            "Keys are TransformerLens hook names, and logits [batch, pos, d_vocab] and loss_per_token [batch, pos - 1]."
        },
        mixinStandardHelpOptions = true)
final class CacheCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PromptArgument prompt;

    @ArgGroup
    private Weights weights = new Weights();

    private static final class Weights {
        @Option(names = "--raw", description = "takes the weights as they are in the file")
        private boolean raw;

        @Option(
                names = "--folded",
                description = "folds norms and value biases and centres, as TransformerLens does; this is the default")
        private boolean folded;
    }

    @Option(
            names = "--names",
            paramLabel = "GLOB",
            description = "hook points to write, such as *.attn.hook_z or z3; hook points that fire only on request"
                    + " fire if they are named; default: all others")
    private List<String> names = List.of();

    @Option(names = "--out", required = true, paramLabel = "F.safetensors", description = "the file to write")
    private Path out;

    @Override
    public Integer call() throws Exception {
        if (Files.exists(out) && !Files.isRegularFile(out)) {
            throw new CommandException(out + " is no file that can be replaced: choose another name after --out.");
        }
        Processing processing = weights.raw ? Processing.RAW : Processing.FOLDED;
        List<String> patterns = names.isEmpty()
                ? NameFilter.ALL.patterns()
                : names.stream().map(HookName::of).toList();
        try (Model loaded = prompt.load(processing)) {
            OptionalHooks optional = OptionalHooks.askedFor(patterns, loaded::hookNames);
            checkNames(loaded, optional, patterns);
            int[][] tokens = prompt.batch(loaded);
            RunResult run = loaded.run(
                    RunRequest.of(tokens).keep(NameFilter.of(patterns)).optional(optional));
            Map<String, Tensor> tensors = tensors(run);
            write(loaded, tokens, tensors);
            print(loaded, tokens, tensors);
        }
        return 0;
    }

    private static void checkNames(Model model, OptionalHooks optional, List<String> patterns) throws CommandException {
        List<String> known = model.hookNames(optional);
        for (String pattern : patterns) {
            if (known.stream().noneMatch(NameFilter.of(pattern)::matches)) {
                throw new CommandException("No hook point of this model is called " + pattern
                        + "; names are such as blocks.0.attn.hook_z and *.hook_resid_post.");
            }
        }
    }

    private static Map<String, Tensor> tensors(RunResult run) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (String name : run.kept().names()) tensors.put(name, run.kept().get(name));
        tensors.put("logits", run.logits());
        tensors.put("loss_per_token", run.lossPerToken());
        return tensors;
    }

    private void write(Model loaded, int[][] tokens, Map<String, Tensor> tensors) throws Exception {
        Map<String, String> metadata = Map.of(
                "model", loaded.name(),
                "fingerprint", loaded.fingerprint(),
                "processing", loaded.processing().describe(),
                "tokens", Arrays.deepToString(tokens));
        SafetensorsWriter.write(out, tensors, metadata);
    }

    private void print(Model loaded, int[][] tokens, Map<String, Tensor> tensors) {
        var result = new LinkedHashMap<String, Object>();
        result.put("file", out.toString());
        result.put("model", loaded.name());
        result.put("fingerprint", loaded.fingerprint());
        result.put("processing", loaded.processing().describe());
        result.put("tokens", tokens);
        var shapes = new LinkedHashMap<String, Object>();
        for (String name : new TreeSet<>(tensors.keySet()))
            shapes.put(name, tensors.get(name).shape());
        result.put("tensors", shapes);
        Json.print(spec.commandLine().getOut(), result);
    }
}
