package org.headscope.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.headscope.engine.model.Model;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokenizer;
import org.headscope.engine.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        description = "Shows how a text is cut into tokens, with the span that each covers, or what ids stand for.",
        mixinStandardHelpOptions = true)
final class TokensCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private PromptArgument prompt;

    @Override
    public Integer call() throws Exception {
        try (Tokenizer tokenizer = Model.tokenizer(prompt.folder())) {
            Tokens tokens = prompt.one(tokenizer, Model.config(prompt.folder()));
            var result = new LinkedHashMap<String, Object>();
            result.put("text", tokens.text());
            result.put("starts_with_bos", tokens.startsWithBos());
            result.put("ids", tokens.ids());
            result.put("tokens", list(tokens));
            Json.print(spec.commandLine().getOut(), result);
        }
        return 0;
    }

    private static List<Map<String, Object>> list(Tokens tokens) {
        var list = new ArrayList<Map<String, Object>>();
        for (Token token : tokens) {
            var map = new LinkedHashMap<String, Object>();
            map.put("position", list.size());
            map.put("id", token.id());
            map.put("text", token.text());
            if (token.start() >= 0) map.put("span", new int[] {token.start(), token.end()});
            list.add(map);
        }
        return list;
    }
}
