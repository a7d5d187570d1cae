package org.headscope.engine.experiment.script;

import java.util.List;
import org.headscope.engine.experiment.plan.AnswerTest;
import org.headscope.engine.experiment.plan.Asked;
import org.headscope.engine.experiment.plan.Cached;
import org.headscope.engine.experiment.plan.Continuation;
import org.headscope.engine.experiment.plan.NextTokens;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.Statistics;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;

/** Scripts of plain runs, statistics and generation. */
final class RunScripts {
    private RunScripts() {}

    static void nextTokens(Setup setup, Python script, NextTokens of) throws PromptException {
        script.add("""
            logits, _ = run(clean_tokens)
            losses = loss_per_token(logits, clean_tokens)
            top = logits.log_softmax(-1)[:, %s].topk(%d)
            for prompt in range(len(clean_tokens)):
                for column, position in enumerate(%s):
                    for token, value in zip(top.indices[prompt, column].tolist(), top.values[prompt, column].tolist()):
                        print(prompt, position, token, value)
            results = {"metric": metric(logits), "loss": losses.mean(), "loss_per_token": losses}
            """, AnalysisScript.index(setup, of.positions()), of.top(), setup.counted(of.positions()));
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

    static void continuation(Setup setup, Python script, Continuation of) {
        boolean draws = of.temperature() > 0;
        if (draws) script.add(Snippets.JAVA_RANDOM);
        script.add(
                "END_OF_TEXT = %s", of.pastEos() ? "[]" : setup.model().config().eosIds());
        script.add("");
        script.add("def next_token(logits, sequence%s):", draws ? ", random" : "");
        if (of.frequencyPenalty() != 0) {
            script.add("    for token in sequence:");
            script.add("        logits[token] -= %s", of.frequencyPenalty());
        }
        if (of.repetitionPenalty() != 1) {
            script.add("    for token in set(sequence):");
            script.add(
                    "        logits[token] = logits[token] / %1$s if logits[token] > 0 else logits[token] * %1$s",
                    of.repetitionPenalty());
        }
        if (!draws) {
            script.add("    return int(logits.argmax())\n");
        } else {
            script.add("    weights = ((logits.double() - logits.max()) / %s).exp()", of.temperature());
            if (of.topK() > 0 || of.topP() < 1) {
                script.add("    order = weights.argsort(descending=True, stable=True)");
                script.add("    before = weights[order].cumsum(0) - weights[order]");
            }
            if (of.topK() > 0) script.add("    weights[order[%d:]] = 0", of.topK());
            if (of.topP() < 1) script.add("    weights[order[before > %s * weights.sum()]] = 0", of.topP());
            script.add("    left = random.uniform() * weights.sum()");
            script.add("    return int((weights.cumsum(0) > left).nonzero()[0])\n");
        }
        script.add(
                """

                results = {}
                for row, prompt in enumerate(clean_tokens.tolist()):
                    %ssequence = list(prompt)
                    while len(sequence) - len(prompt) < %d and len(sequence) <= cfg.n_ctx:
                        logits, _ = run(torch.tensor([sequence]), names=[])
                        sequence.append(next_token(logits[0, -1].clone(), sequence%s))
                        if sequence[-1] in END_OF_TEXT:
                            break
                    results[f"tokens.{row}"] = torch.tensor(sequence[len(prompt) :])
                """,
                draws ? "random = JavaRandom(" + of.seed() + " + row)\n    " : "",
                of.maxNewTokens(),
                draws ? ", random" : "");
    }
}
