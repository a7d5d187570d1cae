package org.headscope.app.circuit;

import org.headscope.engine.analysis.circuit.EffectiveEmbedding;
import org.headscope.engine.analysis.circuit.TokenCircuit;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;
import org.headscope.engine.analysis.circuit.TokenVectors;
import org.headscope.engine.model.Model;
import org.headscope.engine.run.Progress;
import org.headscope.engine.token.Tokenizer;

/**
 * What was last worked out of a model and is used again: the vectors of all tokens and the circuit of a head, of which each
 * further row is a matter of milliseconds. Used on the engine thread only.
 */
final class Desk {
    private final Model model;
    private EffectiveEmbedding embedding;
    private TokenVectors vectors;
    private TokenVectors unembedding;
    private Choice choice;
    private TokenCircuit circuit;

    Desk(Model model) {
        this.model = model;
    }

    Model model() {
        return model;
    }

    /** A token as it is written, with visible spaces. */
    String label(int token) {
        Tokenizer tokenizer = model.tokenizer();
        return tokenizer.token(token).label();
    }

    TokenVectors vectors(EffectiveEmbedding wanted, Progress progress) {
        if (!wanted.equals(embedding)) {
            // What is large goes before the next comes.
            vectors = null;
            circuit = null;
            choice = null;
            embedding = null;
            vectors = TokenVectors.of(model, wanted, progress);
            embedding = wanted;
        }
        return vectors;
    }

    TokenCircuit circuit(Choice wanted, Progress progress) {
        if (!wanted.equals(choice)) {
            TokenVectors sources = vectors(wanted.embedding(), progress);
            circuit = null;
            int layer = wanted.head().layer();
            int head = wanted.head().head();
            circuit = wanted.kind() == Kind.OV
                    ? TokenCircuit.ov(model, layer, head, sources, wanted.scaled())
                    : TokenCircuit.qk(
                            model,
                            layer,
                            head,
                            wanted.unembedded() ? unembedding() : sources,
                            sources,
                            wanted.scaled());
            choice = wanted;
        }
        return circuit;
    }

    private TokenVectors unembedding() {
        if (unembedding == null) unembedding = TokenVectors.unembedding(model);
        return unembedding;
    }
}
