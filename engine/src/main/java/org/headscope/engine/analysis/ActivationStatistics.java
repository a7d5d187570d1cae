package org.headscope.engine.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Activations;
import org.headscope.engine.run.Progress;
import org.headscope.engine.run.RunRequest;
import org.headscope.engine.tensor.Tensor;
import org.headscope.engine.token.PromptException;

/**
 * Mean, spread and range of activations over a set of prompts (interpretability.md E.1). The means are what ablations at any
 * hook point set values to.
 *
 * @param hooks names or globs of hook points; not attention scores and patterns, whose size is that of the prompt
 * @param perPosition whether each position has statistics of its own, over the prompts long enough to have it
 */
public record ActivationStatistics(List<String> hooks, boolean perPosition) {
    public ActivationStatistics {
        hooks = List.copyOf(hooks);
    }

    /**
     * Statistics of one hook point. Shapes are those of its values without batch and, unless each position has its own,
     * without position: [pos, head, d_head] or [head, d_head], [pos, d_model] or [d_model].
     *
     * @param counts how many vectors there were, one number for each position or one in all
     * @param deviation standard deviation over the vectors, of the population
     */
    public record Statistics(List<Integer> counts, Tensor mean, Tensor deviation, Tensor least, Tensor greatest) {
        public Statistics {
            counts = List.copyOf(counts);
        }
    }

    /**
     * Runs all prompts.
     *
     * @param prompts token ids of each, BOS included where it is wanted
     * @return by full hook name, in firing order
     * @throws PromptException if there are no prompts, or one cannot be run
     */
    public Map<String, Statistics> of(Model model, List<int[]> prompts, Progress progress) throws PromptException {
        if (prompts.isEmpty()) throw new PromptException("There are no prompts to take statistics over.");
        var gathered = new LinkedHashMap<String, List<Moments>>();
        NameFilter keep = NameFilter.of(hooks);
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            progress.at(prompt, prompts.size());
            Activations kept =
                    model.run(RunRequest.of(prompts.get(prompt)).keep(keep)).kept();
            for (String name : kept.names()) {
                if (name.endsWith("hook_pattern") || name.endsWith("hook_attn_scores")) continue;
                add(gathered.computeIfAbsent(name, _ -> new ArrayList<>()), kept.get(name));
            }
        }
        progress.at(prompts.size(), prompts.size());
        var statistics = new LinkedHashMap<String, Statistics>();
        gathered.forEach((name, moments) -> statistics.put(name, statistics(moments)));
        return statistics;
    }

    /** @param values [1, pos, ...] */
    private void add(List<Moments> moments, Tensor values) {
        for (int position = 0; position < values.size(1); position++) {
            int at = perPosition ? position : 0;
            Tensor vector = values.at(0, position);
            if (moments.size() <= at) moments.add(new Moments(vector.shape()));
            moments.get(at).add(vector);
        }
    }

    private Statistics statistics(List<Moments> moments) {
        int[] shape = moments.getFirst().shape;
        int size = moments.getFirst().mean.length;
        var numbers = new float[4][moments.size() * size];
        for (int row = 0; row < moments.size(); row++) {
            Moments of = moments.get(row);
            for (int i = 0; i < size; i++) {
                numbers[0][row * size + i] = (float) of.mean[i];
                numbers[1][row * size + i] = (float) Math.sqrt(of.squares[i] / of.count);
                numbers[2][row * size + i] = of.least[i];
                numbers[3][row * size + i] = of.greatest[i];
            }
        }
        int[] all = new int[shape.length + 1];
        all[0] = moments.size();
        System.arraycopy(shape, 0, all, 1, shape.length);
        List<Tensor> tensors = Arrays.stream(numbers)
                .map(data -> Tensor.of(data, perPosition ? all : shape))
                .toList();
        return new Statistics(
                moments.stream().map(of -> of.count).toList(),
                tensors.get(0),
                tensors.get(1),
                tensors.get(2),
                tensors.get(3));
    }

    /** Running mean and sum of squared distances from it (Welford), and range. */
    private static final class Moments {
        private final int[] shape;
        private final double[] mean;
        private final double[] squares;
        private final float[] least;
        private final float[] greatest;
        private int count;

        Moments(int[] shape) {
            this.shape = shape;
            int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            mean = new double[size];
            squares = new double[size];
            least = new float[size];
            greatest = new float[size];
            Arrays.fill(least, Float.POSITIVE_INFINITY);
            Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
        }

        void add(Tensor vector) {
            count++;
            for (int i = 0; i < mean.length; i++) {
                float value = vector.flat(i);
                double distance = value - mean[i];
                mean[i] += distance / count;
                squares[i] += distance * (value - mean[i]);
                least[i] = Math.min(least[i], value);
                greatest[i] = Math.max(greatest[i], value);
            }
        }
    }
}
