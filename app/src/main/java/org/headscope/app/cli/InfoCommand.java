package org.headscope.app.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.ModelConfig;
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
            info.put("config", config(loaded.config()));
            info.put("parameters", loaded.parameterCount());
            info.put("weight_bytes", loaded.weightBytes());
            info.put("tokenizer", tokenizer(loaded.tokenizer()));
            info.put("fingerprint", loaded.fingerprint());
            Json.print(spec.commandLine().getOut(), info);
        }
        return 0;
    }

    private static Map<String, Object> config(ModelConfig config) {
        var map = new LinkedHashMap<String, Object>();
        map.put("n_layers", config.nLayers());
        map.put("n_heads", config.nHeads());
        map.put("d_model", config.dModel());
        map.put("d_head", config.dHead());
        map.put("d_mlp", config.dMlp());
        map.put("d_vocab", config.dVocab());
        map.put("n_ctx", config.nCtx());
        map.put("norm", config.norm().name().toLowerCase(Locale.ROOT));
        map.put("eps", config.eps());
        map.put("activation", config.activation().name().toLowerCase(Locale.ROOT));
        map.put("attn_scale", config.attnScale());
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
