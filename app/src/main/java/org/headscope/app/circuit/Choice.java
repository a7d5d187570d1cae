package org.headscope.app.circuit;

import java.util.ArrayList;
import org.headscope.app.text.Text;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;
import org.headscope.engine.hook.Site;
import org.headscope.engine.model.Model;
import org.headscope.engine.model.PositionConfig;

/**
 * Which circuit between tokens is looked at.
 *
 * @param embedding what tokens are as sources, and as destinations where those are not the unembedding
 * @param unembedded whether a QK circuit's queries are made of the unembedding, as for a token that is predicted already
 * @param scaled whether vectors are divided by their standard deviation
 */
record Choice(Kind kind, Site head, EffectiveEmbedding embedding, boolean unembedded, boolean scaled) {
    /** In a line, such as "OV of 3.3 · sources MLP 0 of W_E · not scaled · without biases". */
    String words(Model model) {
        var words = new ArrayList<String>();
        words.add(Text.of("circuit.choice", kind, head.label()));
        words.add(Text.of("circuit.choice.sources", words(embedding)));
        if (kind == Kind.QK) {
            words.add(Text.of("circuit.choice.queries", unembedded ? "W_U" : words(embedding)));
        }
        words.add(Text.of(scaled ? "circuit.choice.scaled" : "circuit.choice.unscaled"));
        boolean turned = kind == Kind.QK && model.config().positions() instanceof PositionConfig.Rotary;
        words.add(Text.of(turned ? "circuit.choice.noRotation" : "circuit.choice.noBias"));
        if (!model.config().hasMlp()) words.add(Text.of("circuit.choice.noMlp"));
        return String.join(" · ", words);
    }

    /** What tokens stand for, such as "MLP 0 of W_E". */
    static String words(EffectiveEmbedding embedding) {
        String part = Text.of("circuit.embedding." + embedding.part());
        if (embedding.part() == EffectiveEmbedding.Part.EMBEDDING) return part;
        return Text.of(embedding.attention() ? "circuit.embedding.attention" : "circuit.embedding.alone", part);
    }
}
