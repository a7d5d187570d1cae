package org.headscope.engine.model;

import ai.djl.ndarray.NDArray;
import org.headscope.engine.hook.HookName;

/** The MLPs of a pass, with their hook points (interpretability.md A.4). */
final class MlpLayer {
    private final MlpConfig config;
    private final Hooks hooks;
    private final NormLayer norms;
    private final Scalars scalars;

    MlpLayer(MlpConfig config, Hooks hooks, NormLayer norms, Scalars scalars) {
        this.config = config;
        this.hooks = hooks;
        this.norms = norms;
        this.scalars = scalars;
    }

    /**
     * @param x [batch, pos, d_model], normalised
     * @return what is added to the residual stream, [batch, pos, d_model]
     */
    NDArray apply(int layer, MlpWeights weights, NDArray x) {
        NDArray neurons = fire(layer, "mlp.hook_post", neurons(layer, weights, x));
        return neurons.matMul(weights.wOut()).addi(weights.bOut());
    }

    /** [batch, pos, d_mlp], what W_out multiplies. */
    private NDArray neurons(int layer, MlpWeights weights, NDArray x) {
        return switch (config) {
            case MlpConfig.None _ -> throw new IllegalStateException("There is no MLP");
            case MlpConfig.Plain(int _, Activation activation) ->
                activation.apply(fire(layer, "mlp.hook_pre", in(weights, x)), scalars);
            case MlpConfig.Gated(int _, Activation activation) -> {
                NDArray gate = fire(layer, "mlp.hook_pre", x.matMul(weights.wGate()));
                NDArray linear = fire(layer, "mlp.hook_pre_linear", x.matMul(weights.wIn()));
                yield activation.apply(gate, scalars).mul(linear).addi(weights.bIn());
            }
            case MlpConfig.Solu(int _, NormKind norm) -> {
                NDArray pre = fire(layer, "mlp.hook_pre", in(weights, x));
                NDArray mid = fire(layer, "mlp.hook_mid", Activation.SOLU.apply(pre, scalars));
                yield norms.apply(HookName.block(layer, "mlp.ln"), norm, mid, weights.norm());
            }
        };
    }

    private static NDArray in(MlpWeights weights, NDArray x) {
        return x.matMul(weights.wIn()).addi(weights.bIn());
    }

    private NDArray fire(int layer, String hook, NDArray value) {
        return hooks.fire(HookName.block(layer, hook), value);
    }
}
