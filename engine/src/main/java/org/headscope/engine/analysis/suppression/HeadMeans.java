package org.headscope.engine.analysis.suppression;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * What a head writes on average at each position (interpretability.md F.4), without the output bias of its layer.
 *
 * @param values [pos, d_model], as many positions as the longest text has
 * @param counts over how many texts each position is a mean
 */
public record HeadMeans(Site head, Tensor values, List<Integer> counts) {
    public HeadMeans {
        counts = List.copyOf(counts);
    }

    /**
     * Means over some texts.
     *
     * @param rows token ids of each, BOS included where it is wanted; of any lengths
     * @throws PromptException if there are no texts, or one does not fit the model
     */
    public static HeadMeans of(Model model, Site head, List<int[]> rows, Progress progress) throws PromptException {
        if (rows.isEmpty()) throw new PromptException("There are no texts to take the means of a head over.");
        int width = model.config().dHead();
        var sums = new ArrayList<double[]>();
        var counts = new ArrayList<Integer>();
        for (int row = 0; row < rows.size(); row++) {
            progress.at(row, rows.size());
            RunRequest request = RunRequest.of(rows.get(row)).stopAt(head.layer() + 1);
            Tensor z = model.run(request.keep(head.hookName())).kept().get(head.hookName());
            for (int position = 0; position < z.size(1); position++) {
                if (position == sums.size()) {
                    sums.add(new double[width]);
                    counts.add(0);
                }
                add(z.at(0, position, head.head()), sums.get(position));
                counts.set(position, counts.get(position) + 1);
            }
        }
        progress.at(rows.size(), rows.size());
        return new HeadMeans(head, written(model, head, sums, counts), counts);
    }

    private static void add(Tensor values, double[] sum) {
        for (int i = 0; i < sum.length; i++) sum[i] += values.flat(i);
    }

    /** Results are linear in z, so that the mean result is the result of the mean. */
    private static Tensor written(Model model, Site head, List<double[]> sums, List<Integer> counts) {
        int width = sums.getFirst().length;
        var means = new float[sums.size() * width];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (sums.get(i / width)[i % width] / counts.get(i / width));
        }
        return HeadResults.ofHead(model, head, Tensor.of(means, sums.size(), width));
    }

    /** To put in place of the head's result. */
    public HeadReplacement.Mean replacement(String source) {
        return new HeadReplacement.Mean(values, source);
    }
}
