package org.headscope.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.headscope.engine.hook.Intervention;
import org.headscope.engine.hook.MeanAblation;
import org.headscope.engine.hook.MeanSource;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.hook.ZeroAblation;
import org.headscope.engine.tensor.Tensor;

/**
 * The forward pass of a folded GPT-2 in double precision and plain loops (interpretability.md A.3, A.4), with ablations: what
 * passes in single precision would give if nothing were rounded. Values are [pos, ...] flattened to [pos][width].
 */
final class DoublePass {
    private final Model model;
    private final ModelConfig config;
    private final int heads;
    private final int dHead;
    private final Map<String, double[]> parameters = new HashMap<>();

    DoublePass(Model model) {
        this.model = model;
        this.config = model.config();
        this.heads = config.nHeads();
        this.dHead = config.dHead();
    }

    /** The residual stream, head outputs, MLP outputs and scores ([head * pos][key], masked ones left 0) by hook name. */
    Map<String, double[][]> run(int[] tokens, List<Intervention> interventions) {
        Map<String, double[][]> clean = interventions.isEmpty() ? Map.of() : run(tokens, List.of());
        var values = new HashMap<String, double[][]>();
        int n = tokens.length;
        int d = config.dModel();
        double[] wE = parameter("embed.W_E");
        double[] wPos = parameter("pos_embed.W_pos");
        var residual = new double[n][d];
        for (int p = 0; p < n; p++) {
            for (int i = 0; i < d; i++) residual[p][i] = wE[tokens[p] * d + i] + wPos[p * d + i];
        }
        for (int layer = 0; layer < config.nLayers(); layer++) {
            String at = "blocks." + layer + ".";
            values.put(at + "hook_resid_pre", residual);
            double[][] x = each(n, residual, this::normalized);
            double[][] z = heads(at, x, values);
            ablate(at + "attn.hook_z", z, interventions, clean);
            double[][] attnOut = times(z, parameter(at + "attn.W_O"), parameter(at + "attn.b_O"));
            ablate(at + "hook_attn_out", attnOut, interventions, clean);
            residual = sum(residual, attnOut);
            values.put(at + "hook_resid_mid", residual);
            double[][] pre =
                    times(each(n, residual, this::normalized), parameter(at + "mlp.W_in"), parameter(at + "mlp.b_in"));
            double[][] post = each(
                    n,
                    pre,
                    row -> Arrays.stream(row)
                            .map(v -> 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))))
                            .toArray());
            double[][] mlpOut = times(post, parameter(at + "mlp.W_out"), parameter(at + "mlp.b_out"));
            ablate(at + "hook_mlp_out", mlpOut, interventions, clean);
            residual = sum(residual, mlpOut);
            values.put(at + "attn.hook_z", z);
            values.put(at + "hook_attn_out", attnOut);
            values.put(at + "hook_mlp_out", mlpOut);
            values.put(at + "hook_resid_post", residual);
        }
        return values;
    }

    private interface Row {
        double[] of(double[] row);
    }

    private static double[][] each(int n, double[][] rows, Row change) {
        IntFunction<double[]> one = p -> change.of(rows[p]);
        var changed = new double[n][];
        Arrays.setAll(changed, one);
        return changed;
    }

    /** Without weight and bias, which are folded. */
    private double[] normalized(double[] row) {
        double mean = Arrays.stream(row).average().orElseThrow();
        double variance =
                Arrays.stream(row).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double scale = Math.sqrt(variance + config.eps());
        return Arrays.stream(row).map(v -> (v - mean) / scale).toArray();
    }

    private double[][] heads(String at, double[][] x, Map<String, double[][]> values) {
        int n = x.length;
        var z = new double[n][heads * dHead];
        var scores = new double[heads * n][n];
        for (int head = 0; head < heads; head++) {
            double[][] q = times(x, slice(at + "attn.W_Q", head), slice(at + "attn.b_Q", head));
            double[][] k = times(x, slice(at + "attn.W_K", head), slice(at + "attn.b_K", head));
            double[][] v = times(x, slice(at + "attn.W_V", head), slice(at + "attn.b_V", head));
            for (int query = 0; query < n; query++) {
                double[] row = scores[head * n + query];
                var weights = new double[query + 1];
                double total = 0;
                for (int key = 0; key <= query; key++) {
                    for (int e = 0; e < dHead; e++) row[key] += q[query][e] * k[key][e] / Math.sqrt(dHead);
                    weights[key] = Math.exp(row[key]);
                    total += weights[key];
                }
                for (int key = 0; key <= query; key++) {
                    for (int e = 0; e < dHead; e++) {
                        z[query][head * dHead + e] += weights[key] / total * v[key][e];
                    }
                }
            }
        }
        values.put(at + "attn.hook_attn_scores", scores);
        return z;
    }

    private void ablate(
            String hook, double[][] values, List<Intervention> interventions, Map<String, double[][]> clean) {
        for (Intervention change : interventions) {
            Site site = change.site();
            if (!site.hookName().equals(hook)) continue;
            int from = site.is(Part.HEAD) ? site.head() * dHead : 0;
            int to = site.is(Part.HEAD) ? from + dHead : values[0].length;
            for (int p = 0; p < values.length; p++) {
                if (!site.positions().all() && !site.positions().chosen().contains(p)) continue;
                double[] replacement = replacement(change, hook, p, values[0].length, clean);
                System.arraycopy(replacement, from, values[p], from, to - from);
            }
        }
    }

    private double[] replacement(
            Intervention change, String hook, int position, int width, Map<String, double[][]> clean) {
        return switch (change) {
            case ZeroAblation _ -> new double[width];
            case MeanAblation(Site _, MeanSource.ThisPrompt _) -> mean(List.<double[][]>of(clean.get(hook)));
            case MeanAblation(Site _, MeanSource.PromptSet set) -> {
                var runs = new ArrayList<double[][]>();
                for (List<Integer> prompt : set.prompts()) {
                    double[][] run = run(
                                    prompt.stream().mapToInt(Integer::intValue).toArray(), List.of())
                            .get(hook);
                    if (!set.perPosition()) runs.add(run);
                    else if (run.length > position) runs.add(new double[][] {run[position]});
                }
                yield mean(runs);
            }
            default -> throw new IllegalArgumentException("Only ablations are made here, not " + change.describe());
        };
    }

    private static double[] mean(List<double[][]> runs) {
        double[][] rows = runs.stream().flatMap(Arrays::stream).toArray(double[][]::new);
        var mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) mean[i] += row[i] / rows.length;
        }
        return mean;
    }

    /** x [pos][in] times a matrix [in, out] plus a bias [out]. */
    private static double[][] times(double[][] x, double[] matrix, double[] bias) {
        int out = bias.length;
        var product = new double[x.length][];
        for (int p = 0; p < x.length; p++) {
            product[p] = bias.clone();
            for (int i = 0; i < x[p].length; i++) {
                for (int j = 0; j < out; j++) product[p][j] += x[p][i] * matrix[i * out + j];
            }
        }
        return product;
    }

    private static double[][] sum(double[][] a, double[][] b) {
        var sum = new double[a.length][a[0].length];
        for (int p = 0; p < a.length; p++) {
            for (int i = 0; i < a[p].length; i++) sum[p][i] = a[p][i] + b[p][i];
        }
        return sum;
    }

    /** What belongs to one head of a parameter [head, ...]. */
    private double[] slice(String name, int head) {
        double[] all = parameter(name);
        int size = all.length / heads;
        return Arrays.copyOfRange(all, head * size, (head + 1) * size);
    }

    private double[] parameter(String name) {
        return parameters.computeIfAbsent(name, _ -> {
            Tensor tensor = model.parameter(name);
            var values = new double[tensor.size()];
            Arrays.setAll(values, tensor::flat);
            return values;
        });
    }
}
