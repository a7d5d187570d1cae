package org.headscope.engine.analysis.suppression;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.HeadRoles;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Factor;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.NormKind;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * How much every head lowers the logits of tokens through cells of its attention (interpretability.md F.11): minus attention times
 * what the value adds to the logit directly, with the scale of the final norm frozen; positive where the head suppresses.
 */
public final class SuppressionScores {
    private SuppressionScores() {}

    /**
     * What is looked at in a text.
     *
     * @param token whose logit is read at the destination
     */
    public record Cell(int destination, int source, int token) {}

    /** A text, BOS included where it is wanted, and the cells looked at in it. */
    public record Text(int[] tokens, List<Cell> cells) {
        public Text {
            cells = List.copyOf(cells);
        }
    }

    /**
     * The anti-induction score: the cells of induction on random tokens said twice, from each token of the second half but the
     * last to the one after its like in the first, read for the token that follows.
     *
     * @param length random tokens before they repeat
     * @param rows sequences to average over
     * @param seed of the random numbers
     * @return [layer, head], in logits
     */
    public static Tensor antiInduction(Model model, int length, int rows, long seed, Progress progress)
            throws PromptException {
        var texts = new ArrayList<Text>();
        for (int row = 0; row < rows; row++) {
            int[] tokens = HeadRoles.repeatedTokens(model, length, seed + row);
            var cells = new ArrayList<Cell>();
            for (int destination = tokens.length - length; destination + 1 < tokens.length; destination++) {
                cells.add(new Cell(destination, destination - length + 1, tokens[destination + 1]));
            }
            texts.add(new Text(tokens, cells));
        }
        return of(model, texts, progress);
    }

    /**
     * Scores of all heads, the mean over all cells of all texts. The copy-suppression score is that of cells from the end of an
     * IOI prompt to the indirect object, read for it.
     *
     * @return [layer, head], in logits
     * @throws PromptException if a text does not fit the model, or norms follow on attention
     */
    public static Tensor of(Model model, List<Text> texts, Progress progress) throws PromptException {
        if (model.config().norms().post()) {
            throw new PromptException(
                    "In this model a norm follows on attention, so that what a head writes is no sum over"
                            + " sources: there is no score of a cell.");
        }
        int cells = texts.stream().mapToInt(text -> text.cells().size()).sum();
        if (cells == 0) throw new PromptException("There is no cell of attention to score.");
        var sums = new double[model.config().nLayers() * model.config().nHeads()];
        for (int text = 0; text < texts.size(); text++) {
            progress.at(text, texts.size());
            add(model, texts.get(text), sums);
        }
        progress.at(texts.size(), texts.size());
        var scores = new float[sums.length];
        for (int i = 0; i < scores.length; i++) scores[i] = (float) (sums[i] / cells);
        return Tensor.of(scores, model.config().nLayers(), model.config().nHeads());
    }

    private static void add(Model model, Text text, double[] sums) throws PromptException {
        NameFilter names = NameFilter.of("*.attn.hook_pattern", "*.attn.hook_v", HookName.FINAL_SCALE);
        ActivationCache cache =
                ActivationCache.run(model, RunRequest.of(text.tokens()).keep(names), Progress.NONE);
        int heads = model.config().nHeads();
        Tensor directions = directions(model, text);
        for (int layer = 0; layer < model.config().nLayers(); layer++) {
            Factor wO = Factor.of(HookName.block(layer, "attn.W_O"));
            Tensor read = model.product(Factor.of(directions), wO.transposed()); // [head, cell, d_head]
            for (int head = 0; head < heads; head++) {
                sums[layer * heads + head] -= raised(cache, text, read.at(head), layer, head);
            }
        }
    }

    /** For each cell what reads the logit of its token from the stream, before the scale, [cell, d_model]. */
    private static Tensor directions(Model model, Text text) {
        List<Integer> tokens = text.cells().stream().map(Cell::token).distinct().toList();
        Tensor unembedding = model.product(Factor.of("unembed.W_U").transposed().rows(tokens));
        var byToken = FinalNorm.of(model).directions(tokens, unembedding);
        int width = model.config().dModel();
        var data = new float[text.cells().size() * width];
        for (int cell = 0; cell < text.cells().size(); cell++) {
            float[] direction = byToken.get(text.cells().get(cell).token());
            System.arraycopy(direction, 0, data, cell * width, width);
        }
        return Tensor.of(data, text.cells().size(), width);
    }

    private static double raised(ActivationCache cache, Text text, Tensor read, int layer, int head) {
        Tensor pattern = cache.get("pattern", layer).at(0, head);
        Tensor v = cache.get("v", layer).at(0);
        int group = cache.config().nHeads() / v.size(1);
        boolean divides = cache.config().norms().last() != NormKind.NONE;
        double sum = 0;
        for (int at = 0; at < text.cells().size(); at++) {
            Cell cell = text.cells().get(at);
            double along = 0;
            for (int i = 0; i < v.size(2); i++) along += v.get(cell.source(), head / group, i) * read.get(at, i);
            double scale = divides ? cache.get(HookName.FINAL_SCALE).get(0, cell.destination(), 0) : 1;
            sum += pattern.get(cell.destination(), cell.source()) * along / scale;
        }
        return sum;
    }
}
