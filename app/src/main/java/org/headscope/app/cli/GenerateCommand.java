package org.headscope.app.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.headscope.engine.generate.GenerateRequest;
import org.headscope.engine.generate.Generation;
import org.headscope.engine.generate.Generator;
import org.headscope.engine.generate.Sampling;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        description = {
            "Writes on where a text ends.",
            "Without --temperature, --top-k or --top-p it takes the most likely token each time."
        },
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PromptArgument prompt;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "50",
            description = "how many tokens at most; default: ${DEFAULT-VALUE}")
    private int maxNewTokens;

    @Option(names = "--greedy", description = "takes the most likely token each time")
    private boolean greedy;

    @Option(names = "--temperature", paramLabel = "X", description = "divides the logits by X and draws; 0 is greedy")
    private Double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "draws from the K most likely tokens")
    private Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "draws from the fewest tokens that together have more than probability P")
    private Double topP;

    @Option(
            names = "--frequency-penalty",
            paramLabel = "X",
            defaultValue = "0",
            description = "subtracted from a token's logit for each time it has occurred")
    private double frequencyPenalty;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "X",
            defaultValue = "1",
            description = "makes tokens that have occurred less likely if above 1")
    private double repetitionPenalty;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "the same seed draws the same tokens; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--past-eos", description = "goes on after an end-of-text token")
    private boolean pastEos;

    @Option(names = "--stream", description = "shows the text on standard error as it is written")
    private boolean stream;

    @Override
    public Integer call() throws Exception {
        Sampling sampling = sampling();
        if (maxNewTokens < 0) throw wrongUse("--max-new-tokens must be at least 0.");
        try (Model loaded = prompt.load(Processing.FOLDED)) {
            Tokens tokens = prompt.one(loaded.tokenizer(), loaded.config());
            var request = GenerateRequest.of(tokens, maxNewTokens).sampling(sampling);
            Generation generation = new Generator(loaded)
                    .generate(pastEos ? request.pastEos() : request, Progress.NONE, id -> show(loaded, id));
            if (stream) spec.commandLine().getErr().println();
            print(loaded, tokens, generation);
        }
        return 0;
    }

    private Sampling sampling() {
        boolean draws = temperature != null || topK != null || topP != null;
        if (greedy && draws) throw wrongUse("--greedy excludes --temperature, --top-k and --top-p.");
        if (topK != null && topK < 1) throw wrongUse("--top-k must be at least 1.");
        double divisor = !draws ? 0 : temperature == null ? 1 : temperature;
        try {
            return new Sampling(
                    divisor,
                    topK == null ? 0 : topK,
                    topP == null ? 1 : topP,
                    frequencyPenalty,
                    repetitionPenalty,
                    seed);
        } catch (IllegalArgumentException e) {
            throw wrongUse(e.getMessage());
        }
    }

    private ParameterException wrongUse(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private void show(Model loaded, int id) {
        if (!stream) return;
        PrintWriter err = spec.commandLine().getErr();
        err.print(loaded.tokenizer().text(id));
        err.flush();
    }

    private void print(Model loaded, Tokens tokens, Generation generation) {
        var result = new LinkedHashMap<String, Object>();
        result.put("model", loaded.name());
        result.put("prompt", tokens.text());
        result.put("prompt_tokens", generation.prompt());
        result.put("tokens", generation.tokens());
        result.put("text", loaded.tokenizer().decode(generation.tokens()));
        result.put("ended", generation.end().name().toLowerCase(Locale.ROOT));
        result.put("seed", seed);
        Json.print(spec.commandLine().getOut(), result);
    }
}
