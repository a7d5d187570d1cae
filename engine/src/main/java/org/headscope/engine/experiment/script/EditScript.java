package org.headscope.engine.experiment.script;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.experiment.plan.Asked;
import org.headscope.engine.experiment.plan.AskedDirection;
import org.headscope.engine.experiment.plan.Edit;
import org.headscope.engine.experiment.plan.Prompts;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.Word;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.Positions;
import org.headscope.engine.hook.Site;
import org.headscope.engine.token.PromptException;
import org.headscope.engine.token.Token;
import org.headscope.engine.token.Tokens;

/** Interventions as hook functions. */
final class EditScript {
    private final Setup setup;
    private final Python script;
    private boolean means;

    EditScript(Setup setup, Python script) {
        this.setup = setup;
        this.script = script;
    }

    /** Adds a hook function for each intervention, and the list {@code name} of them. */
    void add(String name, List<Edit> edits) throws PromptException {
        var entries = new ArrayList<String>();
        for (int i = 0; i < edits.size(); i++) {
            Edit edit = edits.get(i);
            String function = (name.equals("hooks") ? "intervention" : name) + "_" + i;
            hook(function, edit);
            entries.add("(%s, %s)".formatted(Python.text(edit.site().hookName()), function));
        }
        script.add("%s = [%s]\n", name, String.join(", ", entries));
    }

    private void hook(String function, Edit edit) throws PromptException {
        String place = place(edit.site());
        String statement = switch (edit) {
            case Edit.Zero _ -> "value%s = 0".formatted(place);
            case Edit.Constant constant -> "value%s = %s".formatted(place, constant.value());
            case Edit.Scale scale -> "value%s *= %s".formatted(place, scale.factor());
            case Edit.SetTo set -> "value%s = torch.tensor(%s)".formatted(place, Python.list(set.vector()));
            case Edit.AddDirection add ->
                "value%s += %s * %s".formatted(place, add.factor(), direction(function, 0, add.direction()));
            case Edit.FromRun from -> fromRun(function, from, from.from());
            case Edit.Freeze freeze -> fromRun(function, freeze, Prompts.CLEAN);
            // a row that sees nothing any more has a pattern of zeros in TransformerLens, too
            case Edit.KnockOut _ -> "value%s = -torch.inf".formatted(place);
            case Edit.Mean mean -> {
                mean(function, mean);
                yield "value%s = %s_mean%s".formatted(place, function, meanPlace(mean));
            }
            case Edit.ProjectOut project -> {
                var directions = new ArrayList<String>();
                for (AskedDirection asked : project.directions()) {
                    directions.add(direction(function, directions.size(), asked));
                }
                script.add("""
                    _, %1$s_s, %1$s_v = torch.linalg.svd(torch.stack([%2$s]), full_matrices=False)
                    %1$s_basis = %1$s_v[%1$s_s > 1e-6 * %1$s_s.max()]
                    """, function, String.join(", ", directions));
                yield "value%1$s -= value%1$s @ %2$s_basis.T @ %2$s_basis".formatted(place, function);
            }
            case Edit.Noise noise -> noise(place, noise);
        };
        script.add("""
            def %s(value, hook):
                %s
                return value

            """, function, statement);
    }

    /** A direction as an expression; adds what has to be run for it. */
    private String direction(String function, int number, AskedDirection asked) throws PromptException {
        var tokenizer = setup.model().tokenizer();
        return switch (asked) {
            case AskedDirection.Numbers(List<Float> values) -> "torch.tensor(" + Python.list(values) + ")";
            case AskedDirection.OfToken(Word token) -> "model.W_U[:, %d]".formatted(token.id(tokenizer));
            case AskedDirection.OfTokens(Word to, Word from) ->
                "(model.W_U[:, %d] - model.W_U[:, %d])".formatted(to.id(tokenizer), from.id(tokenizer));
            case AskedDirection.OfHead head -> {
                setup.checkHead(head.layer(), head.head());
                Tokens tokens = head.tokens(setup);
                String run = function + "_run_" + number;
                script.add(
                        "%s = model.run_with_cache(torch.tensor([%s]))[1]  # %s",
                        run, Python.ints(tokens.ids()), Python.text(tokens.text()));
                yield "(%1$s[\"z\", %2$d][0, %4$d, %3$d] @ model.W_O[%2$d, %3$d])"
                        .formatted(run, head.layer(), head.head(), head.position());
            }
        };
    }

    /** What stands at the same place in a run without interventions. */
    private String fromRun(String function, Edit edit, Prompts which) {
        script.add("%s_run = model.run_with_cache(%s)[1]", function, tokens(which));
        String place = place(edit.site());
        return "value%s = %s_run[%s]%s"
                .formatted(place, function, Python.text(edit.site().hookName()), place);
    }

    static String tokens(Prompts which) {
        return which == Prompts.CLEAN ? "clean_tokens" : "corrupted_tokens";
    }

    /** What of a value a site names, as an index such as {@code [:, [4, 7], 5]}. */
    String place(Site site) {
        String positions = positions(site.positions(), ":");
        String unit = site.unit() < 0 ? ":" : String.valueOf(site.unit());
        if (!HookName.isAttention(site.hookName())) {
            return site.unit() < 0 ? "[:, " + positions + "]" : "[:, " + positions + ", " + unit + "]";
        }
        if (site.keys().all()) return "[:, " + unit + ", " + positions + "]";
        String keys = positions(site.keys(), ":");
        boolean both = positions.startsWith("[") && keys.startsWith("[");
        return both
                ? "[:, %s, torch.tensor(%s)[:, None], %s]".formatted(unit, positions, keys)
                : "[:, " + unit + ", " + positions + ", " + keys + "]";
    }

    /** Positions behind the end of the prompt name nothing. */
    private String positions(Positions positions, String all) {
        if (positions.all()) return all;
        List<Integer> there = there(positions);
        return there.size() == 1 ? String.valueOf(there.getFirst()) : there.toString();
    }

    private List<Integer> there(Positions positions) {
        return positions.chosen().stream()
                .filter(position -> position < setup.length())
                .toList();
    }

    private void mean(String function, Edit.Mean mean) throws PromptException {
        String hook = Python.text(mean.site().hookName());
        if (mean.over().isEmpty()) {
            script.add(
                    "%s_mean = model.run_with_cache(clean_tokens)[1][%s]%s", function, hook, PaddingScript.mean(setup));
            return;
        }
        if (!means) script.add(Snippets.MEANS);
        means = true;
        var prompts = new ArrayList<List<Integer>>();
        for (Asked prompt : mean.over()) {
            prompts.add(prompt.tokens(setup.model().tokenizer(), setup.plan().prependBos()).list().stream()
                    .map(Token::id)
                    .toList());
        }
        script.add(
                "%s_mean = %s(%s, %s)",
                function, mean.perPosition() ? "mean_per_position" : "mean_over", hook, Python.lists(prompts));
    }

    /** What of a mean, [head, d], [d] or with positions in front, a site names. */
    private String meanPlace(Edit.Mean mean) {
        String unit = mean.site().unit() < 0 ? "" : String.valueOf(mean.site().unit());
        if (!mean.perPosition()) return unit.isEmpty() ? "" : "[" + unit + "]";
        String positions = positions(mean.site().positions(), ":" + setup.length());
        return "[" + positions + (unit.isEmpty() ? "" : ", " + unit) + "]";
    }

    /** Java and PyTorch draw other numbers from one seed, so the noise is the same in kind only, and the script says so. */
    private static String noise(String place, Edit.Noise noise) {
        return """
            # other random numbers than those of Headscope, of the same deviation
                random = torch.Generator().manual_seed(%3$d)
                value%1$s += %2$s * torch.randn(value%1$s.shape, generator=random)\
            """.formatted(place, noise.deviation(), noise.seed());
    }
}
