package org.headscope.engine.analysis.residual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.headscope.engine.analysis.ActivationCache;
import org.headscope.engine.analysis.residual.Share.Kind;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.NameFilter;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.ModelConfig;

/**
 * A reading of a single prompt told apart by who wrote what is read, in ways that each sum to the whole: layer by layer, head by
 * head, neuron by neuron.
 */
public record ReadingSplit(ActivationCache cache, Reading reading) {
    /** The hook points that splits by layers and heads read. */
    public static NameFilter hooks(ModelConfig config) {
        var names = new ArrayList<String>(
                new FullDecomposition(ResidPoint.END, false).hooks(config).patterns());
        names.add("*.hook_attn_out");
        names.addAll(new AccumulatedResid(ResidPoint.END, true).hooks(config).patterns());
        names.addAll(LogitAttrs.hooks(config).patterns());
        return NameFilter.of(names);
    }

    /** The whole reading. */
    public double total() {
        return sum(reading.ofStream(cache)) + constant();
    }

    /** Embeddings, attention layers, MLPs in the order they are written, the rest if interventions made one, the constant. */
    public List<Share> layers() {
        var shares = embeddings();
        for (int layer = 0; layer < reading.attentions(cache); layer++) {
            shares.add(written(Kind.ATTENTION, Site.attention(layer)));
            if (layer < reading.mlps(cache)) shares.add(written(Kind.MLP, Site.mlp(layer)));
        }
        return closed(shares);
    }

    /** Embeddings, heads and MLPs in the order they are written, the biases of attention, rest and constant. */
    public List<Share> heads() {
        var shares = embeddings();
        for (int layer = 0; layer < reading.attentions(cache); layer++) {
            int head = 0;
            for (float[] taken : reading.ofHeads(cache, layer)) {
                shares.add(share(Kind.HEAD, Site.head(layer, head++), taken));
            }
            if (layer < reading.mlps(cache)) shares.add(written(Kind.MLP, Site.mlp(layer)));
        }
        var biases = new AccumulatedBias(reading.point(), false);
        shares.add(share(Kind.BIAS, null, reading.of(biases.of(cache, reading.slice()))));
        return closed(shares);
    }

    /** What each neuron gives, [layer][neuron]. Reads {@code mlp.hook_post}, too. */
    public List<float[]> neurons() {
        var layers = new ArrayList<float[]>();
        for (int layer = 0; layer < reading.mlps(cache); layer++) {
            List<float[]> taken = reading.ofNeurons(cache, layer);
            var ofLayer = new float[taken.size()];
            for (int neuron = 0; neuron < ofLayer.length; neuron++) ofLayer[neuron] = (float) sum(taken.get(neuron));
            layers.add(ofLayer);
        }
        return layers;
    }

    /** What one head, attention layer, MLP, neuron or embedding gives; one that is written in front of what is read. */
    public double of(Site part) {
        if (part.is(Part.HEAD)) return sum(reading.ofHeads(cache, part.layer()).get(part.head()));
        if (part.isNeuron()) return sum(reading.ofNeurons(cache, part.layer()).get(part.unit()));
        return written(Kind.MLP, part).value();
    }

    /** What the reader adds by itself: b_U and the bias of its norm, or b_Q, b_K, b_V. */
    public double constant() {
        return sum(reading.constant().toArray());
    }

    private List<Share> embeddings() {
        var shares = new ArrayList<Share>();
        for (String hook : DecomposeResid.embeddings(cache.config()).values()) {
            shares.add(written(hook.equals(HookName.EMBED) ? Kind.EMBED : Kind.POS_EMBED, Site.of(hook)));
        }
        return shares;
    }

    private Share written(Kind kind, Site site) {
        return share(kind, site, reading.of(reading.slice().of(cache.get(site.hookName()))));
    }

    /** Adds what is missing to the whole; a rest that is only rounding is none. */
    private List<Share> closed(List<Share> shares) {
        double rest = sum(reading.ofStream(cache)) - sum(shares);
        double size =
                shares.stream().mapToDouble(share -> Math.abs(share.value())).sum();
        if (Math.abs(rest) > 1e-4 * Math.max(1, size)) shares.add(new Share(Kind.REST, null, rest, lastPosition()));
        shares.add(new Share(Kind.CONSTANT, null, constant(), lastPosition()));
        return List.copyOf(shares);
    }

    private int lastPosition() {
        int[] positions = positions();
        return positions[positions.length - 1];
    }

    private int[] positions() {
        return reading.slice()
                .in(cache.get(reading.point().hook(cache.config())).size(1));
    }

    private Share share(Kind kind, Site site, float[] taken) {
        int[] positions = positions();
        int best = 0;
        for (int row = 1; row < taken.length; row++) {
            if (Math.abs(taken[row]) > Math.abs(taken[best])) best = row;
        }
        return new Share(kind, site, sum(taken), positions[best % positions.length]);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) sum += value;
        return sum;
    }

    private static double sum(List<Share> shares) {
        return shares.stream().mapToDouble(Share::value).sum();
    }

    /** What is read of the stream as far as it is written layer by layer, the constant included: the last is the whole. */
    public SequencedMap<String, Double> accumulated() {
        ResidualStack stack = new AccumulatedResid(reading.point(), true).of(cache, reading.slice());
        var sums = new LinkedHashMap<String, Double>();
        for (String label : stack.labels()) sums.put(label, sum(reading.of(stack.get(label))) + constant());
        return sums;
    }
}
