package org.headscope.engine.survey;

import java.util.ArrayList;
import java.util.List;
import org.headscope.engine.analysis.residual.HeadResults;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Site;
import org.headscope.engine.io.ModelException;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * What each head reads on average at each position of the first chunks of a corpus (interpretability.md E.1, F.4). Kept as z,
 * which takes the room of one head's width and not of the model's; W_O makes the mean result of it.
 *
 * @param chunks how many they were taken over
 * @param z of each layer, [pos, head, d_head]
 */
public record HeadMeans(int chunks, List<Tensor> z) {
    /** A position that fewer chunks reach has no mean of its own: it takes that of all positions behind the first. */
    static final int FEWEST = 10;

    public HeadMeans {
        z = List.copyOf(z);
    }

    /**
     * Runs the first chunks of a corpus, or all of it where there are fewer.
     *
     * @param progress told of the chunks; may cancel between layers
     */
    static HeadMeans over(Model model, Chunks corpus, int length, int most, Progress progress)
            throws ModelException, PromptException {
        int layers = model.config().nLayers();
        int width = model.config().nHeads() * model.config().dHead();
        var sums = new double[layers][length * width];
        var counts = new int[length];
        int chunks = 0;
        for (Chunk chunk = corpus.next(); chunk != null && chunks < most; chunk = corpus.next()) {
            int done = chunks++;
            RunRequest request = RunRequest.of(chunk.ids()).keep(NameFilter.of("*.attn.hook_z"));
            Activations run =
                    model.run(request, (_, _) -> progress.at(done, most)).kept();
            for (int layer = 0; layer < layers; layer++) add(run.get("z", layer), sums[layer]);
            for (int position = 0; position < chunk.ids().length; position++) counts[position]++;
        }
        int fewest = Math.clamp(chunks, 2, FEWEST);
        var means = new ArrayList<Tensor>();
        for (double[] sum : sums) {
            float[] mean = mean(sum, counts, fewest, width);
            means.add(Tensor.of(
                    mean, length, model.config().nHeads(), model.config().dHead()));
        }
        return new HeadMeans(chunks, means);
    }

    /** The mean at the positions of a chunk, [1, pos, head, d_head]. */
    Tensor of(int layer, int positions) {
        Tensor some = z.get(layer).slice(0, 0, positions);
        return some.reshape(1, positions, some.size(1), some.size(2));
    }

    /** What a head writes on average at each position, without the output bias of its layer, [pos, d_model]. */
    public Tensor written(Model model, Site head) {
        Tensor ofLayer = z.get(head.layer());
        Tensor own = ofLayer.slice(1, head.head(), head.head() + 1).reshape(ofLayer.size(0), ofLayer.size(2));
        return HeadResults.ofHead(model, head, own);
    }

    private static void add(Tensor z, double[] sum) {
        for (int i = 0; i < z.size(); i++) sum[i] += z.flat(i);
    }

    private static float[] mean(double[] sum, int[] counts, int fewest, int width) {
        double[] behindFirst = behindFirst(sum, counts, width);
        var mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            int position = i / width;
            boolean own = position == 0 || counts[position] >= fewest;
            mean[i] = (float) (own ? sum[i] / counts[position] : behindFirst[i % width]);
        }
        return mean;
    }

    private static double[] behindFirst(double[] sum, int[] counts, int width) {
        var mean = new double[width];
        long count = 0;
        for (int position = 1; position < counts.length; position++) count += counts[position];
        for (int i = width; i < sum.length; i++) mean[i % width] += sum[i] / count;
        return mean;
    }
}
