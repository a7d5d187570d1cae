package org.headscope.engine.experiment.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.headscope.engine.experiment.plan.Analysis;
import org.headscope.engine.experiment.plan.AnswerTest;
import org.headscope.engine.experiment.plan.AttentionPatterns;
import org.headscope.engine.experiment.plan.Cached;
import org.headscope.engine.experiment.plan.Circuit;
import org.headscope.engine.experiment.plan.HeadDetection;
import org.headscope.engine.experiment.plan.Prompts;
import org.headscope.engine.experiment.plan.QueryKeyProducts;
import org.headscope.engine.experiment.plan.ScoreSplits;
import org.headscope.engine.experiment.plan.Setup;
import org.headscope.engine.experiment.plan.Statistics;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.token.PromptException;

/** What scripts need where prompts have different lengths, and where in the batch a position is. */
final class PaddingScript {
    private PaddingScript() {}

    /** Adds which places hold tokens, and lets every run know. */
    static void add(Setup setup, Python script) throws ModelException, PromptException {
        if (!setup.isPadded()) return;
        check(setup.plan().analysis());
        RunRequest request = setup.request(Prompts.CLEAN);
        script.add("# 1 for tokens, 0 where a row is filled up");
        script.add("mask = torch.tensor([");
        for (int row = 0; row < request.tokens().length; row++) {
            int prompt = row;
            int[] tokens = IntStream.range(0, setup.length())
                    .map(place -> request.isToken(prompt, place) ? 1 : 0)
                    .toArray();
            script.add("    %s,", Python.ints(tokens));
        }
        script.add("""
            ])
            predicted = (mask[:, 1:] * mask[:, :-1]) > 0
            forward = model.forward


            def masked(tokens, **options):
                \"""A run over the batch sees no padding.\"""
                if tokens.shape == mask.shape:
                    options["attention_mask"] = mask
                return forward(tokens, **options)


            model.forward = masked
            """);
    }

    /** Those that lay values of whole prompts side by side have no script for prompts of different lengths. */
    private static void check(Analysis analysis) throws ModelException {
        switch (analysis) {
            case Cached _,
                    AttentionPatterns _,
                    ScoreSplits _,
                    QueryKeyProducts _,
                    HeadDetection _,
                    Circuit _,
                    Statistics _,
                    AnswerTest _ -> throw Script.none(analysis, "of prompts of different lengths");
            default -> {}
        }
    }

    /** The places of some positions, [prompt][chosen]. */
    static List<List<Integer>> places(Setup setup, List<Integer> positions) throws PromptException {
        var places = new ArrayList<List<Integer>>();
        for (int prompt = 0; prompt < setup.clean().size(); prompt++) {
            int row = prompt;
            places.add(setup.counted(prompt, positions).stream()
                    .map(position -> setup.place(row, position))
                    .toList());
        }
        return places;
    }

    /** An index of one position in every prompt, such as {@code :, 4}. */
    static String index(Setup setup, int position) throws PromptException {
        if (!setup.isPadded()) return ":, " + position;
        return "torch.arange(%d), %s".formatted(setup.clean().size(), place(setup, position));
    }

    /** The place of a position: one for all prompts, or a tensor with one for each. */
    static String place(Setup setup, int position) throws PromptException {
        if (!setup.isPadded()) return String.valueOf(position);
        List<Integer> each =
                places(setup, List.of(position)).stream().map(List::getFirst).toList();
        return "torch.tensor(" + each + ")";
    }

    /** The mean of a value over all tokens, as what follows the value. */
    static String mean(Setup setup) {
        return setup.isPadded() ? "[mask > 0].mean(0)" : ".mean((0, 1))";
    }

    /** The rows of the batch, filled up. */
    static List<String> rows(Setup setup, Prompts which) throws PromptException {
        return Arrays.stream(setup.request(which).tokens()).map(Python::ints).toList();
    }
}
