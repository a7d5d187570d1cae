package org.headscope.engine.model;

import org.headscope.engine.io.ModelException;
import org.headscope.engine.io.TensorSource;
import org.headscope.engine.tensor.Tensor;

/**
 * An attention-only model with shortformer positions and norms without parameters, in plain loops and double precision, from a
 * checkpoint under TransformerLens's names (interpretability.md A.3, A.5).
 */
record PlainShortformer(TensorSource tensors, int nLayers, double eps) {
    /** Logits [pos][d_vocab]. */
    double[][] logits(int[] tokens) throws ModelException {
        Tensor wE = tensors.read("embed.W_E");
        int d = wE.size(1);
        double[][] x = new double[tokens.length][d];
        for (int p = 0; p < tokens.length; p++) {
            for (int i = 0; i < d; i++) x[p][i] = wE.get(tokens[p], i);
        }
        for (int layer = 0; layer < nLayers; layer++) addAttention("blocks." + layer + ".attn.", x);
        Tensor wU = tensors.read("unembed.W_U");
        Tensor bU = tensors.read("unembed.b_U");
        double[][] logits = new double[tokens.length][wU.size(1)];
        for (int p = 0; p < tokens.length; p++) {
            double[] normalized = normalized(x[p]);
            for (int t = 0; t < wU.size(1); t++) {
                logits[p][t] = bU.flat(t);
                for (int i = 0; i < d; i++) logits[p][t] += normalized[i] * wU.get(i, t);
            }
        }
        return logits;
    }

    private void addAttention(String at, double[][] x) throws ModelException {
        int n = x.length;
        int d = x[0].length;
        Tensor wPos = tensors.read("pos_embed.W_pos");
        Tensor wO = tensors.read(at + "W_O");
        Tensor bO = tensors.read(at + "b_O");
        double[][] placed = new double[n][d];
        double[][] plain = new double[n][];
        for (int p = 0; p < n; p++) {
            plain[p] = normalized(x[p]);
            for (int i = 0; i < d; i++) placed[p][i] = plain[p][i] + wPos.get(p, i);
        }
        for (int p = 0; p < n; p++) {
            for (int i = 0; i < d; i++) x[p][i] += bO.flat(i);
        }
        int e = wO.size(1);
        for (int head = 0; head < wO.size(0); head++) {
            double[][] q = projected(placed, at, "Q", head);
            double[][] k = projected(placed, at, "K", head);
            double[][] v = projected(plain, at, "V", head);
            for (int p = 0; p < n; p++) {
                double[] weights = new double[p + 1];
                double total = 0;
                for (int key = 0; key <= p; key++) {
                    double score = 0;
                    for (int i = 0; i < e; i++) score += q[p][i] * k[key][i] / Math.sqrt(e);
                    weights[key] = Math.exp(score);
                    total += weights[key];
                }
                for (int key = 0; key <= p; key++) {
                    for (int j = 0; j < e; j++) {
                        for (int i = 0; i < d; i++) x[p][i] += weights[key] / total * v[key][j] * wO.get(head, j, i);
                    }
                }
            }
        }
    }

    private double[][] projected(double[][] x, String at, String which, int head) throws ModelException {
        Tensor w = tensors.read(at + "W_" + which).at(head);
        Tensor b = tensors.read(at + "b_" + which).at(head);
        double[][] result = new double[x.length][w.size(1)];
        for (int p = 0; p < x.length; p++) {
            for (int out = 0; out < w.size(1); out++) {
                result[p][out] = b.flat(out);
                for (int in = 0; in < w.size(0); in++) result[p][out] += x[p][in] * w.get(in, out);
            }
        }
        return result;
    }

    private double[] normalized(double[] x) {
        double mean = 0;
        for (double value : x) mean += value / x.length;
        double square = 0;
        for (double value : x) square += (value - mean) * (value - mean) / x.length;
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) result[i] = (x[i] - mean) / Math.sqrt(square + eps);
        return result;
    }
}
