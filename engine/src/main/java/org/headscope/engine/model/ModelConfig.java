package org.headscope.engine.model;

import java.util.List;
import java.util.OptionalInt;
import org.headscope.engine.hook.HookName;
import org.headscope.engine.hook.OptionalHooks;
import org.headscope.engine.hook.Part;
import org.headscope.engine.hook.Site;

/**
 * What the forward pass must know of a model (interpretability.md A.1). Shapes elsewhere use the letters of the field:
 * d_model, d_head, d_mlp, d_vocab, n_ctx.
 *
 * @param family the converter that made it, such as {@code gpt2}
 * @param parallel whether attention and MLP read the same residual stream, so that there is none in between
 * @param outputSoftCap c of c tanh(logit / c); 0 for none
 */
public record ModelConfig(
        String family,
        int nLayers,
        int dModel,
        int dVocab,
        int nCtx,
        PositionConfig positions,
        AttentionConfig attention,
        MlpConfig mlp,
        NormConfig norms,
        boolean parallel,
        double outputSoftCap,
        SpecialTokens specialTokens) {
    /** The token put in front of a prompt, if the model has one. */
    public OptionalInt bosId() {
        return specialTokens.bosId();
    }

    /** Whether BOS is put in front of a prompt where nobody says otherwise. */
    public boolean prependBos() {
        return specialTokens.prependBos();
    }

    /** The tokens after which a text is finished. */
    public List<Integer> eosIds() {
        return specialTokens.eosIds();
    }

    public int nHeads() {
        return attention.nHeads();
    }

    public int dHead() {
        return attention.dHead();
    }

    /** Number of neurons of each MLP; 0 without MLPs. */
    public int dMlp() {
        return mlp.dMlp();
    }

    /** The norm in front of attention and MLP. */
    public NormKind norm() {
        return norms.block();
    }

    public double eps() {
        return norms.eps();
    }

    /** The non-linearity of the MLPs, or null without MLPs. */
    public Activation activation() {
        return mlp.activation();
    }

    /** What attention scores are divided by, one for each layer. */
    public List<Double> attnScale() {
        return attention.scale();
    }

    public boolean hasMlp() {
        return !(mlp instanceof MlpConfig.None);
    }

    /** Whether there is a residual stream between attention and MLP. */
    public boolean hasResidMid() {
        return hasMlp() && !parallel;
    }

    /** Whether there is such a head, attention layer, MLP or neuron, or such a hook point, be it an optional one. */
    public boolean has(Site site) {
        if (site.head() >= nHeads()) return false;
        if (site.is(Part.HEAD) || site.is(Part.ATTENTION)) return site.layer() < nLayers;
        if (site.isNeuron() && site.unit() >= dMlp()) return false;
        if (site.is(Part.MLP)) return site.layer() < nLayers && hasMlp();
        return HookCatalogue.of(this, OptionalHooks.ALL).contains(site.hookName());
    }

    /** The hook point that carries the keys as attention reads them: rotated, where they are. */
    String keyHook(int layer) {
        return HookName.of(positions instanceof PositionConfig.Rotary ? "rot_k" : "k", layer);
    }

    /** The same for queries. */
    String queryHook(int layer) {
        return HookName.of(positions instanceof PositionConfig.Rotary ? "rot_q" : "q", layer);
    }

    /**
     * Whether norms can be folded. With shortformer positions the parameters stand between the norm and what is added to it,
     * so they cannot.
     */
    boolean canFoldNorms() {
        return !(positions instanceof PositionConfig.Shortformer
                && norms.block().hasParameters());
    }

    /** The same model with attention and MLP reading the same residual stream, or not. */
    ModelConfig inParallel(boolean together) {
        return new ModelConfig(
                family,
                nLayers,
                dModel,
                dVocab,
                nCtx,
                positions,
                attention,
                mlp,
                norms,
                together,
                outputSoftCap,
                specialTokens);
    }

    /** The same model with norms that have lost their parameters to the matrices that read them. */
    ModelConfig folded() {
        if (!canFoldNorms()) return this;
        return new ModelConfig(
                family,
                nLayers,
                dModel,
                dVocab,
                nCtx,
                positions,
                attention,
                mlp.folded(),
                norms.folded(),
                parallel,
                outputSoftCap,
                specialTokens);
    }
}
