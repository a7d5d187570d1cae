package org.headscope.engine.model;

/** The MLP of each block (interpretability.md A.4). */
public sealed interface MlpConfig {
    /** No MLP: blocks are attention only. */
    record None() implements MlpConfig {
        @Override
        public int dMlp() {
            return 0;
        }
    }

    /** out = act(x W_in + b_in) W_out + b_out. */
    record Plain(int dMlp, Activation activation) implements MlpConfig {}

    /** out = (act(x W_gate) * (x W_in) + b_in) W_out + b_out. */
    record Gated(int dMlp, Activation activation) implements MlpConfig {}

    /** out = norm(pre softmax(pre)) W_out + b_out with pre = x W_in + b_in; the norm runs over the neurons. */
    record Solu(int dMlp, NormKind norm) implements MlpConfig {}

    /** Number of neurons. */
    int dMlp();

    /** The non-linearity of each neuron, or null where there is no MLP. */
    default Activation activation() {
        return switch (this) {
            case None _ -> null;
            case Plain plain -> plain.activation;
            case Gated gated -> gated.activation;
            case Solu _ -> Activation.SOLU;
        };
    }

    /** The same once the parameters of an inner norm are folded. */
    default MlpConfig folded() {
        return this instanceof Solu(int neurons, NormKind norm) ? new Solu(neurons, norm.folded()) : this;
    }
}
