package org.headscope.engine.experiment.script;

import java.util.List;
import org.headscope.engine.experiment.plan.AnswerTest;
import org.headscope.engine.experiment.plan.Asked;
import org.headscope.engine.experiment.plan.Cached;
import org.headscope.engine.experiment.plan.NextTokens;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.Statistics;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;

/** Scripts of plain runs and of statistics. */
final class RunScripts {
    private RunScripts() {}

    static void nextTokens(Setup setup, Python script, NextTokens of) throws PromptException {
        boolean padded = setup.isPadded();
        script.add(
                """
                positions = %s
                logits, _ = run(clean_tokens)
                losses = loss_per_token(logits, clean_tokens)
                top = logits.log_softmax(-1).topk(%d)
                for prompt in range(len(clean_tokens)):
                    for position in positions%s:
                        for token, value in zip(top.indices[prompt, position].tolist(), top.values[prompt, position].tolist()):
                            print(prompt, position, token, value)
                results = {"metric": metric(logits), "loss": losses%s.mean(), "loss_per_token": losses%s}
                """,
                padded ? PaddingScript.places(setup, of.positions()) : setup.counted(of.positions()),
                of.top(),
                padded ? "[prompt]" : "",
                padded ? "[predicted]" : "",
                padded ? ".masked_fill(~predicted, torch.nan)" : "");
    }

    static void cached(Setup setup, Python script, Cached of) {
        script.add("""
            wanted = %s
            logits, cache = run(clean_tokens, lambda name: any(fnmatchcase(name, pattern) for pattern in wanted))
            results = {name: cache[name] for name in cache.keys()} | {"logits": logits}
            """, Python.texts(of.names()));
    }

    static void statistics(Python script, Statistics of) {
        script.add("""
            wanted = %s
            matches = lambda name: any(fnmatchcase(name, pattern) for pattern in wanted)
            _, cache = model.run_with_cache(clean_tokens, names_filter=matches)
            results = {}
            for name, value in cache.items():
                if name.endswith(("hook_pattern", "hook_attn_scores")):
                    continue
                over = %s
                results["mean." + name] = value.mean(over)
                results["deviation." + name] = value.std(over, correction=0)
                results["least." + name] = value.amin(over)
                results["greatest." + name] = value.amax(over)
            """, Python.texts(of.hooks()), of.perPosition() ? "(0,)" : "(0, 1)");
    }

    static void answers(Setup setup, Python script, AnswerTest of) throws PromptException {
        script.add("answers = [");
        for (String answer : of.answers()) {
            String text = of.prependSpace() && !answer.startsWith(" ") ? " " + answer : answer;
            List<Integer> ids = setup.model().tokenizer().split(text).stream()
                    .map(Token::id)
                    .toList();
            script.add("    %s,  # %s", ids, Python.text(text));
        }
        script.add("""
            ]
            results = {}
            for number, answer in enumerate(answers):
                tokens = torch.cat([clean_tokens[0], torch.tensor(answer)])[None]
                log_probs = run(tokens)[0][0].log_softmax(-1)[-len(answer) - 1 : -1]
                own = log_probs.gather(-1, torch.tensor(answer)[:, None])
                results[f"ranks.{number}"] = (log_probs > own).sum(-1)
                results[f"log_probabilities.{number}"] = own[:, 0]
            """);
        if (!(setup.plan().prompts().getFirst() instanceof Asked.Text)) {
            throw new PromptException("This analysis needs a prompt that is a text, not token ids.");
        }
    }
}
