package org.headscope.app.circuit;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.headscope.engine.analysis.circuit.CompositionScores;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding;
import org.headscope.engine.analysis.circuit.EffectiveEmbedding.Part;
import org.headscope.engine.analysis.circuit.TokenCircuit.Fixed;
import org.headscope.engine.analysis.circuit.TokenCircuit.Kind;
import org.headscope.engine.hook.Site;

/** What the circuits pane shows and what is chosen in it. */
final class CircuitModel {
    /** Fewest and most tokens of each end. */
    static final int LEAST = 5;

    static final int MOST = 30;

    final ObjectProperty<Aspect> aspect = new SimpleObjectProperty<>(this, "aspect", Aspect.ROWS);
    final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(this, "kind", Kind.OV);
    final ObjectProperty<Fixed> fixed = new SimpleObjectProperty<>(this, "fixed", Fixed.SOURCE);

    /** The tokens that are held, as typed; blank for the chosen token of the prompt. */
    final StringProperty typed = new SimpleStringProperty(this, "typed", "");

    /** Tokens whose ranks are told, too, as typed. */
    final StringProperty marked = new SimpleStringProperty(this, "marked", "");

    /** What stands for the held tokens where none are typed. */
    final StringProperty instead = new SimpleStringProperty(this, "instead", "");

    final IntegerProperty top = new SimpleIntegerProperty(this, "top", 15);
    final ObjectProperty<Part> part = new SimpleObjectProperty<>(this, "part", Part.EMBEDDING);

    /** Whether layer 0 attends to the token itself in effective embeddings. */
    final BooleanProperty attention = new SimpleBooleanProperty(this, "attention");

    /** Whether queries are made of the unembedding. */
    final BooleanProperty unembedded = new SimpleBooleanProperty(this, "unembedded", true);

    final BooleanProperty scaled = new SimpleBooleanProperty(this, "scaled");

    /** Whether the open model has an MLP in layer 0. */
    final BooleanProperty hasMlp = new SimpleBooleanProperty(this, "hasMlp", true);

    /** The head that is looked at; never null. */
    final ObjectProperty<Site> head = new SimpleObjectProperty<>(this, "head", Site.head(0, 0));

    /** The newest answer of the aspect that is seen; null until there is one. */
    final ObjectProperty<Sheet> sheet = new SimpleObjectProperty<>(this, "sheet");

    /** How far long work is; empty where nothing runs. */
    final StringProperty progress = new SimpleStringProperty(this, "progress", "");

    /** Whether ranks over the whole vocabulary wait to be asked for, since they take a while. */
    final BooleanProperty waiting = new SimpleBooleanProperty(this, "waiting");

    /** What later heads compose earlier ones into. */
    final ObjectProperty<CompositionScores.Input> input =
            new SimpleObjectProperty<>(this, "input", CompositionScores.Input.KEY);

    final ObjectProperty<Vectors> vectors = new SimpleObjectProperty<>(this, "vectors", Vectors.OV);

    /** Whose singular vectors are read. */
    enum Vectors {
        OV,
        W_IN,
        W_OUT
    }

    /** What tokens stand for. */
    EffectiveEmbedding embedding() {
        boolean plain = part.get() == Part.EMBEDDING;
        return new EffectiveEmbedding(part.get(), !plain && attention.get(), false);
    }

    /** Everything whose change asks for another answer. */
    List<ObservableValue<?>> choices() {
        return List.of(
                aspect,
                kind,
                fixed,
                typed,
                marked,
                instead,
                top,
                part,
                attention,
                unembedded,
                scaled,
                head,
                input,
                vectors);
    }
}
