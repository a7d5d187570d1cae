package org.headscope.engine.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.headscope.engine.experiment.Run;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.run.RunResult;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Role scores of every head.
 *
 * @param scores by layer, then head
 */
public record HeadRoles(List<List<RoleScores>> scores) {
    public HeadRoles {
        scores = scores.stream().map(List::copyOf).toList();
    }

    public RoleScores of(int layer, int head) {
        return scores.get(layer).get(head);
    }

    /** Scores on a prompt: the share of attention, BOS left out, that falls where each kind of head puts it (D.6). */
    public static HeadRoles onPrompt(Run run, int nLayers) {
        var layers = new ArrayList<List<RoleScores>>();
        for (int layer = 0; layer < nLayers; layer++) {
            var heads = new ArrayList<RoleScores>();
            for (int head = 0; head < run.pattern(layer).size(0); head++) heads.add(onPrompt(run, layer, head));
            layers.add(heads);
        }
        return new HeadRoles(layers);
    }

    /** Scores of one head on a prompt. */
    public static RoleScores onPrompt(Run run, int layer, int head) {
        int[] tokens = run.tokens().ids();
        boolean bos = run.tokens().startsWithBos();
        Tensor attention = run.pattern(layer).at(head);
        return new RoleScores(
                new HeadDetector(DetectionPattern.PREVIOUS_TOKEN, bos, false).share(attention, tokens),
                new HeadDetector(DetectionPattern.DUPLICATE_TOKEN, bos, false).share(attention, tokens),
                new HeadDetector(DetectionPattern.INDUCTION, bos, false).share(attention, tokens),
                toFirst(attention));
    }

    /**
     * Scores on random tokens said twice, after BOS if the model has one: mean attention along the diagonals that each
     * kind of head lights up (D.6, sequence-based scores).
     *
     * @param length random tokens before they repeat; at least 2
     * @param rows sequences to average over; at least 1
     * @param seed of the random numbers
     */
    public static HeadRoles onRepeatedTokens(Model model, int length, int rows, long seed, Progress progress)
            throws PromptException {
        int nLayers = model.config().nLayers();
        int nHeads = model.config().nHeads();
        var sums = new double[nLayers][nHeads][4];
        for (int row = 0; row < rows; row++) {
            progress.at(row, rows);
            int[] tokens = repeatedTokens(model, length, seed + row);
            RunResult run = model.run(RunRequest.of(tokens).keep("*.attn.hook_pattern"));
            int bos = tokens.length - 2 * length;
            for (int layer = 0; layer < nLayers; layer++) {
                Tensor pattern = run.kept().get("pattern", layer).at(0);
                for (int head = 0; head < nHeads; head++) addStripes(sums[layer][head], pattern.at(head), bos, length);
            }
        }
        progress.at(rows, rows);
        var layers = new ArrayList<List<RoleScores>>();
        for (double[][] layer : sums) {
            var heads = new ArrayList<RoleScores>();
            for (double[] s : layer) {
                heads.add(new RoleScores(s[0] / rows, s[1] / rows, s[2] / rows, s[3] / rows));
            }
            layers.add(heads);
        }
        return new HeadRoles(layers);
    }

    /** Random tokens said twice, after BOS if the model has one; the same for the same seed. */
    public static int[] repeatedTokens(Model model, int length, long seed) {
        var random = new Random(seed);
        int bos = model.config().bosId().isPresent() ? 1 : 0;
        var tokens = new int[bos + 2 * length];
        if (bos == 1) tokens[0] = model.config().bosId().getAsInt();
        for (int i = 0; i < length; i++) {
            tokens[bos + i] = random.nextInt(model.config().dVocab());
            tokens[bos + length + i] = tokens[bos + i];
        }
        return tokens;
    }

    private static void addStripes(double[] sums, Tensor attention, int bos, int length) {
        int second = bos + length;
        int end = second + length;
        sums[0] += stripe(attention, Math.max(1, bos), end, 1);
        sums[1] += stripe(attention, second, end, length);
        sums[2] += stripe(attention, second, end, length - 1);
        sums[3] += toFirst(attention);
    }

    /** Mean attention from queries in a range to the key {@code back} positions before each. */
    static double stripe(Tensor attention, int from, int to, int back) {
        double sum = 0;
        for (int query = from; query < to; query++) sum += attention.get(query, query - back);
        return sum / (to - from);
    }

    /** Mean attention to position 0 from all later positions; 0 where there are none. */
    private static double toFirst(Tensor attention) {
        int length = attention.size(0);
        if (length < 2) return 0;
        double sum = 0;
        for (int query = 1; query < length; query++) sum += attention.get(query, 0);
        return sum / (length - 1);
    }
}
