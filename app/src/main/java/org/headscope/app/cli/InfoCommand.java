package org.headscope.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.headscope.engine.model.MemoryNeed;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.Processing;
import org.headscope.engine.token.TextTokenizer;
import org.headscope.engine.token.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        description = "Says what a model is: family, configuration, parameters, tokenizer, fingerprint.",
        mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelArgument model;

    @Override
    public Integer call() throws Exception {
        try (Model loaded = model.load(Processing.RAW)) {
            var info = new LinkedHashMap<String, Object>();
            info.put("name", loaded.name());
            info.put("folder", loaded.folder().toAbsolutePath().normalize().toString());
            info.put("family", loaded.config().family());
            info.put("config", ConfigFacts.of(loaded.config()));
            info.put("parameters", loaded.parameterCount());
            info.put("weight_bytes", loaded.weightBytes());
            info.put("memory", memory(MemoryNeed.of(loaded.folder(), Processing.FOLDED)));
            info.put("tokenizer", tokenizer(loaded.tokenizer()));
            info.put("fingerprint", loaded.fingerprint());
            Json.print(spec.commandLine().getOut(), info);
        }
        return 0;
    }

    private static Map<String, Object> memory(MemoryNeed need) {
        var map = new LinkedHashMap<String, Object>();
        map.put("needed_bytes", need.bytes());
        map.put("weight_bytes", need.weightBytes());
        map.put("working_bytes", need.workingBytes());
        map.put("machine_bytes", MemoryNeed.machineBytes());
        return map;
    }

    private static Map<String, Object> tokenizer(Tokenizer tokenizer) {
        var map = new LinkedHashMap<String, Object>();
        map.put("kind", tokenizer instanceof TextTokenizer ? "text" : "token ids");
        map.put("vocab_size", tokenizer.vocabSize());
        tokenizer.bosId().ifPresent(bos -> map.put("bos", Map.of("id", bos, "text", tokenizer.text(bos))));
        return map;
    }
}
